package dev.wireside.codec.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What ties a login to the TLS channel it runs in (RFC 5056): goes out as {@code p=type} and inside the {@code c=}
 * attribute of SCRAM (RFC 5802 section 6). A server that sees another value talks to another channel: somebody is
 * between.
 *
 * <p>A client cannot ask which types a server supports. RFC 9266 section 3 makes {@code tls-exporter} the default for
 * TLS 1.3; {@code tls-server-end-point} is what servers behind a TLS-terminating proxy can check.
 *
 * <p>Immutable, safe for any thread.
 */
public final class ChannelBinding {
    /** RFC 9266: 32 octets exported from the TLS connection; unique to it. */
    public static final String TLS_EXPORTER = "tls-exporter";

    /** RFC 5929 section 4: a hash of the server's certificate; the same for every connection to that server. */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    /** Registered data is a hash or 32 octets; the whole has to fit one SASL response with room to spare. */
    private static final int MAX_DATA = 1024;

    private final String type;
    private final byte[] data;

    /**
     * A binding of a type registered with IANA.
     *
     * @throws IllegalArgumentException if the type is not a {@code cb-name} of RFC 5802 section 7, or the data is empty
     *     or longer than any registered type's
     */
    public ChannelBinding(String type, byte[] data) {
        if (type.isEmpty() || !type.chars().allMatch(ChannelBinding::isNameCharacter)) {
            throw new IllegalArgumentException("a channel binding type consists of letters, digits, dots and hyphens");
        }
        if (data.length == 0 || data.length > MAX_DATA) {
            throw new IllegalArgumentException("channel binding data is 1 to " + MAX_DATA + " octets");
        }
        this.type = type;
        this.data = data.clone();
    }

    /**
     * The {@code tls-server-end-point} binding: the certificate hashed with the hash of its own signature, SHA-256 if
     * that is MD5 or SHA-1 (RFC 5929 section 4.1). Empty if the signature's name does not tell one hash: for Ed25519
     * the RFC leaves the binding undefined, and RSASSA-PSS hides its hash in parameters.
     */
    public static Optional<ChannelBinding> tlsServerEndPoint(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(atLeastSha256(algorithm.substring(0, with)));
            return Optional.of(new ChannelBinding(TLS_SERVER_END_POINT, digest.digest(certificate.getEncoded())));
        } catch (GeneralSecurityException unknownHash) {
            // A hash that this platform does not have is as good as a binding that is not defined.
            return Optional.empty();
        }
    }

    /** JCA writes {@code SHA384withRSA}, but names the hashes {@code SHA-384} and {@code SHA3-256}. */
    private static String atLeastSha256(String hash) {
        if (hash.equals("MD5") || hash.equals("SHA1")) {
            return "SHA-256";
        }
        return hash.startsWith("SHA3") ? hash : hash.replace("SHA", "SHA-");
    }

    /** The type as it stands after {@code p=}: {@code "tls-exporter"}. */
    public String type() {
        return type;
    }

    /** The binding data; a copy. */
    public byte[] data() {
        return data.clone();
    }

    /** {@code cb-name = 1*(ALPHA / DIGIT / "." / "-")}, RFC 5802 section 7. */
    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBinding that && type.equals(that.type) && MessageDigest.isEqual(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(data);
    }

    /** The type only: exported keying material is nobody's business. */
    @Override
    public String toString() {
        return type;
    }
}
