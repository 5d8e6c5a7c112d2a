package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;

/**
 * The server's first message (RFC 5802 section 7): {@code "r=" nonce ",s=" base64 ",i=" posit-number ["," extensions]}.
 *
 * <p>It is judged before the password is touched, since all of it is the choice of a server that has proved nothing
 * yet.
 */
final class ScramServerFirst {
    /** RFC 7677 section 4 and RFC 5802 section 5.1; with fewer, what the server receives is cheap to guess from. */
    static final int MIN_ITERATIONS = 4096;

    /**
     * A hostile server must not keep us computing. The strongest advice in use is 1.3 million for SHA-1 (OWASP, 2023);
     * two million take about half a second on a current server and a few seconds on a small device.
     */
    static final int MAX_ITERATIONS = 2_000_000;

    /** RFC 8018 section 4.1: "at least eight octets". */
    static final int MIN_SALT = 8;

    /** Servers send 12 to 64; more only costs time. */
    static final int MAX_SALT = 1024;

    private final String nonce;
    private final byte[] salt;
    private final int iterations;

    private ScramServerFirst(String nonce, byte[] salt, int iterations) {
        this.nonce = nonce;
        this.salt = salt;
        this.iterations = iterations;
    }

    static ScramServerFirst parse(String message, String clientNonce) throws GrammarException {
        ScramAttributes attributes = ScramAttributes.parse(message);
        if (!attributes.startWith("rsi")) {
            throw attributes.broken("the server's first message starts with r=, s= and i=");
        }
        return new ScramServerFirst(nonce(attributes, clientNonce), salt(attributes), iterations(attributes));
    }

    /** Section 5.1: a nonce that is not ours, lengthened, belongs to another exchange, perhaps a recorded one. */
    private static String nonce(ScramAttributes attributes, String clientNonce) throws GrammarException {
        String nonce = attributes.value('r');
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
            throw attributes.broken("the server's nonce extends the client's");
        }
        if (!nonce.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw attributes.broken("a nonce is printable ASCII");
        }
        return nonce;
    }

    private static byte[] salt(ScramAttributes attributes) throws GrammarException {
        byte[] salt = PeerText.base64(attributes.value('s'));
        if (salt == null) {
            throw attributes.broken("the salt is Base64");
        }
        if (salt.length < MIN_SALT || salt.length > MAX_SALT) {
            throw attributes.broken("the salt is " + MIN_SALT + " to " + MAX_SALT + " octets");
        }
        return salt;
    }

    /** {@code posit-number = %x31-39 *DIGIT}. */
    private static int iterations(ScramAttributes attributes) throws GrammarException {
        String digits = attributes.value('i');
        if (digits.charAt(0) == '0' || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw attributes.broken("the iteration count is a positive number");
        }
        boolean tooLong = digits.length() > Integer.toString(MAX_ITERATIONS).length();
        int iterations = tooLong ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw attributes.broken("the iteration count is " + MIN_ITERATIONS + " to " + MAX_ITERATIONS);
        }
        return iterations;
    }

    String nonce() {
        return nonce;
    }

    byte[] salt() {
        return salt;
    }

    int iterations() {
        return iterations;
    }
}
