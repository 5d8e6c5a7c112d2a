package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM (RFC 5802 section 5, RFC 7677).
 *
 * <pre>
 *   C: n,,n=user,r=nonce                        SERVER_FIRST_IS_NEXT
 *   S: r=nonce+more,s=salt,i=4096
 *   C: c=biws,r=nonce+more,p=proof              SERVER_FINAL_IS_NEXT
 *   S: v=signature                              VERIFIED, or e=error: REFUSED
 *   C: (nothing)
 * </pre>
 *
 * <p>The last message of the server comes as a challenge where success carries no data (SMTP, POP3), else with the
 * success.
 */
final class ScramExchange implements SaslExchange {
    private enum State {
        SERVER_FIRST_IS_NEXT,
        SERVER_FINAL_IS_NEXT,
        VERIFIED,
        REFUSED
    }

    private static final String SECTION = "RFC 5802 section 5";

    private final ScramHash hash;
    private final Secret password;
    private final Gs2Header header;
    private final String clientNonce;
    private final String clientFirstBare;
    private State state = State.SERVER_FIRST_IS_NEXT;
    private byte[] serverSignature = {};
    private @Nullable String failure;

    ScramExchange(ScramHash hash, String saslName, Secret password, Gs2Header header, String clientNonce) {
        this.hash = hash;
        this.password = password;
        this.header = header;
        this.clientNonce = clientNonce;
        this.clientFirstBare = "n=" + saslName + ",r=" + clientNonce;
    }

    /**
     * {@code saslname}: a comma would end the attribute, so it and the sign that escapes it are escaped (section 5.1).
     */
    static String saslName(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.of((header.text() + clientFirstBare).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] answer(byte[] challenge) throws GrammarException {
        String message = PeerText.of(challenge, SECTION);
        return switch (state) {
            case SERVER_FIRST_IS_NEXT -> isRefusal(message) ? refused(message) : clientFinal(message);
            case SERVER_FINAL_IS_NEXT -> isRefusal(message) ? refused(message) : verified(message);
            case VERIFIED, REFUSED -> throw PeerText.oneTooMany("SCRAM", SECTION);
        };
    }

    private byte[] clientFinal(String serverFirst) throws GrammarException {
        ScramServerFirst first = ScramServerFirst.parse(serverFirst, clientNonce);
        String withoutProof = header.channelBindingAttribute() + ",r=" + first.nonce();
        String authMessage = clientFirstBare + "," + serverFirst + "," + withoutProof;
        ScramProof proof = new ScramProof(hash, password, first, authMessage);
        serverSignature = proof.serverSignature();
        state = State.SERVER_FINAL_IS_NEXT;
        String p = Base64.getEncoder().encodeToString(proof.clientProof());
        return (withoutProof + ",p=" + p).getBytes(StandardCharsets.UTF_8);
    }

    /** Section 3: only who holds the password's verifier can make this signature, so the server is the right one. */
    private byte[] verified(String serverFinal) throws GrammarException {
        ScramAttributes attributes = ScramAttributes.parse(serverFinal);
        if (!attributes.startWith("v")) {
            throw attributes.broken("the server's final message starts with v= or e=");
        }
        byte[] signature = PeerText.base64(attributes.value('v'));
        if (signature == null) {
            throw attributes.broken("the server's signature is Base64");
        }
        if (!MessageDigest.isEqual(serverSignature, signature)) {
            throw new GrammarException("the server's signature proves that it knows the password", SECTION, "");
        }
        state = State.VERIFIED;
        return new byte[0];
    }

    private static boolean isRefusal(String message) {
        return message.startsWith("e=");
    }

    /**
     * {@code server-error = "e=" server-error-value}, in section 7 part of the final message; some servers send it
     * first. It is answered with nothing, so that the server can say no in its own protocol and the connection stays
     * usable.
     */
    private byte[] refused(String message) throws GrammarException {
        String error = ScramAttributes.parse(message).value('e');
        failure = PeerText.detail(error.getBytes(StandardCharsets.UTF_8));
        state = State.REFUSED;
        return new byte[0];
    }

    @Override
    public void succeeded(byte @Nullable [] finalData) throws GrammarException {
        boolean hasData = finalData != null && finalData.length > 0;
        if (finalData != null && hasData && state == State.SERVER_FINAL_IS_NEXT) {
            verified(PeerText.of(finalData, SECTION));
        } else if (state != State.VERIFIED) {
            throw new GrammarException("success comes only after the server's signature", SECTION, "");
        } else if (hasData) {
            throw PeerText.oneTooMany("SCRAM", SECTION);
        }
    }

    @Override
    public Optional<String> failureDetail() {
        return Optional.ofNullable(failure);
    }
}
