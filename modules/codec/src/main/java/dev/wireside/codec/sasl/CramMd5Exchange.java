package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CRAM-MD5 (RFC 2195 section 2): {@code user SP hex(HMAC-MD5(password, challenge))}. */
final class CramMd5Exchange implements SaslExchange {
    private static final String SECTION = "RFC 2195 section 2";

    private final String user;
    private final Secret password;
    private boolean complete;

    CramMd5Exchange(String user, Secret password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.empty();
    }

    /**
     * Real servers do not all send a message id, so any challenge is taken, except none: its answer would never change.
     */
    @Override
    public byte[] answer(byte[] challenge) throws GrammarException {
        PeerText.checkLength(challenge);
        if (complete) {
            throw PeerText.oneTooMany("CRAM-MD5", SECTION);
        }
        if (challenge.length == 0) {
            throw new GrammarException("a challenge is a fresh, non-empty text", SECTION, "");
        }
        complete = true;
        byte[] key = password.utf8();
        byte[] digest = Hmac.keyed("HmacMD5", key).doFinal(challenge);
        Arrays.fill(key, (byte) 0);
        return (user + " " + HexFormat.of().formatHex(digest)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void succeeded(byte @Nullable [] finalData) throws GrammarException {
        PeerText.checkSuccess("CRAM-MD5", SECTION, complete, finalData);
    }
}
