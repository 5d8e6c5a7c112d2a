package dev.wireside.smtp.dkim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads keys that OpenSSL wrote, and writes the DNS record that verifiers look for. Safe for any thread. */
public final class DkimKeys {
    /** The raw key at the end of its SubjectPublicKeyInfo (RFC 8410 section 4). */
    private static final int ED25519_BYTES = 32;

    private static final List<String> ALGORITHMS = List.of("RSA", "Ed25519");

    private DkimKeys() {}

    /** One way of a key factory. */
    @FunctionalInterface
    private interface Reading<K> {
        K key(KeyFactory factory, byte[] encoded) throws GeneralSecurityException;
    }

    /**
     * A private key in PEM: {@code -----BEGIN PRIVATE KEY-----} (PKCS#8, RFC 7468 section 10), unencrypted.
     *
     * @throws IllegalArgumentException if it is not that; the message has nothing of the key
     */
    public static PrivateKey privateKey(String pem) {
        return decode(pem, "PRIVATE KEY", (factory, bytes) -> factory.generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    }

    /**
     * The private key in this file, as {@link #privateKey(String)} reads it.
     *
     * @throws IOException if the file cannot be read
     */
    public static PrivateKey privateKey(Path pem) throws IOException {
        return privateKey(Files.readString(pem));
    }

    /** A public key in PEM, such as {@code openssl pkey -pubout} writes: {@code -----BEGIN PUBLIC KEY-----}. */
    public static PublicKey publicKey(String pem) {
        return decode(pem, "PUBLIC KEY", (factory, bytes) -> factory.generatePublic(new X509EncodedKeySpec(bytes)));
    }

    /**
     * The value of the TXT record at {@code selector._domainkey.domain} (RFC 6376 section 3.6.1). An RSA key is given as
     * SubjectPublicKeyInfo, an Ed25519 key as its 32 bytes (RFC 8463 section 4). In a zone file, what is longer than 255
     * characters is split into several quoted strings.
     */
    public static String txtRecord(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return switch (key) {
            case RSAKey rsa -> "v=DKIM1; k=rsa; p=" + base64(encoded);
            case EdECKey ed
            when ed.getParams().getName().equals("Ed25519") ->
                "v=DKIM1; k=ed25519; p="
                        + base64(Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length));
            default -> throw new IllegalArgumentException("DKIM knows RSA and Ed25519, not " + key.getAlgorithm());
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static <K> K decode(String pem, String label, Reading<K> reading) {
        byte[] bytes = content(pem, label);
        for (String algorithm : ALGORITHMS) {
            try {
                return reading.key(KeyFactory.getInstance(algorithm), bytes);
            } catch (GeneralSecurityException ofAnotherAlgorithm) {
                // The next one may know it.
            }
        }
        throw new IllegalArgumentException(
                "the PEM file has a " + label + ", but of neither RSA nor Ed25519, or a broken one");
    }

    private static byte[] content(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a PEM file with a " + label
                    + "; a private key in another form, or encrypted, becomes one by: openssl pkcs8 -topk8 -nocrypt");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("the PEM file is not Base64 between " + begin + " and its end");
        }
    }
}
