package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OAUTHBEARER (RFC 7628) and its elder XOAUTH2: the token goes out at once. The only challenge there can be is the
 * server's explanation of a failure, in JSON; it is kept, and acknowledged so that the server can say no.
 */
final class BearerExchange implements SaslExchange {
    private final String mechanism;
    private final String section;
    private final SecretMessage message;
    private final byte[] acknowledgement;
    private @Nullable String failure;

    BearerExchange(String mechanism, String section, SecretMessage message, byte[] acknowledgement) {
        this.mechanism = mechanism;
        this.section = section;
        this.message = message;
        this.acknowledgement = acknowledgement;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.of(message.bytes());
    }

    @Override
    public byte[] answer(byte[] challenge) throws GrammarException {
        PeerText.checkLength(challenge);
        if (failure != null) {
            throw PeerText.oneTooMany(mechanism, section);
        }
        failure = withoutToken(challenge);
        return acknowledgement.clone();
    }

    /**
     * A verbose server may echo the token it refuses. The echo goes before the text is cut, lest half a token remains.
     */
    private String withoutToken(byte[] explanation) {
        byte[] token = message.secret().utf8();
        String shown = new String(explanation, StandardCharsets.ISO_8859_1)
                .replace(new String(token, StandardCharsets.ISO_8859_1), "***");
        Arrays.fill(token, (byte) 0);
        return PeerText.detail(shown.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void succeeded(byte @Nullable [] finalData) throws GrammarException {
        PeerText.checkSuccess(mechanism, section, failure == null, finalData);
    }

    @Override
    public Optional<String> failureDetail() {
        return Optional.ofNullable(failure);
    }
}
