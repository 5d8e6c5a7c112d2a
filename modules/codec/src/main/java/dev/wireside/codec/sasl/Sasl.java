package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * The mechanisms. Every method throws {@link IllegalArgumentException}, without showing the value, for a name or secret
 * that the mechanism cannot carry, and does no I/O; any thread may call it. {@link SaslChooser} chooses among them.
 */
public final class Sasl {
    /** 192 bits: too many to meet twice, and a multiple of three octets, so that Base64 needs no padding. */
    private static final int NONCE_OCTETS = 24;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Sasl() {}

    /** PLAIN (RFC 4616 section 2): sends {@code NUL user NUL password}. */
    public static SaslMechanism plain(String user, Secret password) {
        return plain("", user, password);
    }

    /**
     * PLAIN (RFC 4616 section 2): sends {@code authzid NUL user NUL password}, to log in as the user and act as
     * another.
     *
     * @param authzid whom to act as; empty for the user
     */
    public static SaslMechanism plain(String authzid, String user, Secret password) {
        String names = Checked.authorizationId(authzid) + '\0' + Checked.name("a user name", user) + '\0';
        var message = new SecretMessage(names, Checked.password(password), "");
        return new Recipe(
                "PLAIN",
                SaslStrength.CLEARTEXT,
                () -> new SingleMessageExchange("PLAIN", "RFC 4616 section 2", message::bytes));
    }

    /** LOGIN (draft-murchison-sasl-login): sends the user to the first challenge, the password to the second. */
    public static SaslMechanism login(String user, Secret password) {
        Checked.name("a user name", user);
        Checked.password(password);
        return new Recipe("LOGIN", SaslStrength.CLEARTEXT, () -> new LoginExchange(user, password));
    }

    /**
     * CRAM-MD5 (RFC 2195 section 2): sends {@code user SP digest}, the digest being an HMAC of the server's challenge.
     */
    public static SaslMechanism cramMd5(String user, Secret password) {
        Checked.name("a user name", user);
        Checked.password(password);
        return new Recipe("CRAM-MD5", SaslStrength.CHALLENGE, () -> new CramMd5Exchange(user, password));
    }

    /**
     * SCRAM-SHA-1 (RFC 5802) without channel binding: sends {@code n,,n=user,r=nonce}, later a proof of the password.
     * The user and the password must survive SASLprep (RFC 4013).
     */
    public static SaslMechanism scramSha1(String user, Secret password) {
        return scram(ScramHash.SHA_1, user, password, Gs2Header.NOT_SUPPORTED, Sasl::nonce);
    }

    /** SCRAM-SHA-256 (RFC 7677) without channel binding; as {@link #scramSha1} otherwise. */
    public static SaslMechanism scramSha256(String user, Secret password) {
        return scram(ScramHash.SHA_256, user, password, Gs2Header.NOT_SUPPORTED, Sasl::nonce);
    }

    /** SCRAM-SHA-1-PLUS (RFC 5802 section 6): sends {@code p=type,,n=user,r=nonce}; as {@link #scramSha1} otherwise. */
    public static SaslMechanism scramSha1Plus(String user, Secret password, ChannelBinding binding) {
        return scram(ScramHash.SHA_1, user, password, Gs2Header.bound(binding), Sasl::nonce);
    }

    /** SCRAM-SHA-256-PLUS (RFC 7677): sends {@code p=type,,n=user,r=nonce}; as {@link #scramSha1} otherwise. */
    public static SaslMechanism scramSha256Plus(String user, Secret password, ChannelBinding binding) {
        return scram(ScramHash.SHA_256, user, password, Gs2Header.bound(binding), Sasl::nonce);
    }

    static SaslMechanism scram(
            ScramHash hash, String user, Secret password, Gs2Header header, Supplier<String> nonces) {
        String saslName = ScramExchange.saslName(SaslPrep.prepare(Checked.name("a user name", user)));
        SaslPrep.check(Checked.password(password));
        return new Recipe(
                hash.mechanism(header.isBound()),
                hash.strength(header.isBound()),
                () -> new ScramExchange(hash, saslName, password, header, nonces.get()));
    }

    /** {@code c-nonce} of RFC 5802 section 7, fresh for every exchange. */
    static String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    /**
     * XOAUTH2: sends {@code user=... ^A auth=Bearer token ^A ^A}, and nothing to the JSON that explains a refusal.
     *
     * @see <a href="https://developers.google.com/workspace/gmail/imap/xoauth2-protocol">Google's description</a>
     */
    public static SaslMechanism xoauth2(String user, Secret token) {
        String head = "user=" + Checked.name("a user name", user) + "\u0001auth=Bearer ";
        var message = new SecretMessage(head, Checked.token(token), "\u0001\u0001");
        return bearer("XOAUTH2", "Google XOAUTH2, initial client response", message, "");
    }

    /** OAUTHBEARER (RFC 7628 section 3.1): sends {@code n,a=user, ^A auth=Bearer token ^A ^A}. */
    public static SaslMechanism oauthBearer(String user, Secret token) {
        return oauthBearerWith(user, token, "");
    }

    /**
     * OAUTHBEARER (RFC 7628 section 3.1): sends {@code n,a=user, ^A host=... ^A port=... ^A auth=Bearer token ^A ^A},
     * for servers that check to whom the token was meant to go.
     *
     * @param host the name the client connected to
     * @param port the port it connected to, 1 to 65535
     */
    public static SaslMechanism oauthBearer(String user, Secret token, String host, int port) {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        return oauthBearerWith(user, token, "host=" + Checked.name("a host", host) + "\u0001port=" + port + "\u0001");
    }

    /** On failure section 3.2.3 wants a lone {@code ^A}, the smallest message that is not taken for a new attempt. */
    private static SaslMechanism oauthBearerWith(String user, Secret token, String pairs) {
        String saslName = ScramExchange.saslName(Checked.name("a user name", user));
        String head = "n,a=" + saslName + ",\u0001" + pairs + "auth=Bearer ";
        var message = new SecretMessage(head, Checked.token(token), "\u0001\u0001");
        return bearer("OAUTHBEARER", "RFC 7628 section 3.2", message, "\u0001");
    }

    private static SaslMechanism bearer(String name, String section, SecretMessage message, String acknowledgement) {
        byte[] reply = acknowledgement.getBytes(StandardCharsets.US_ASCII);
        return new Recipe(name, SaslStrength.CLEARTEXT, () -> new BearerExchange(name, section, message, reply));
    }

    /**
     * EXTERNAL (RFC 4422 appendix A): sends the identity to act as; the server already knows, from the TLS client
     * certificate, who we are. For an empty identity it sends an empty response, and the server derives one.
     */
    public static SaslMechanism external(String authzid) {
        byte[] message = Checked.authorizationId(authzid).getBytes(StandardCharsets.UTF_8);
        return new Recipe(
                "EXTERNAL",
                SaslStrength.EXTERNAL,
                () -> new SingleMessageExchange("EXTERNAL", "RFC 4422 appendix A", message::clone));
    }
}
