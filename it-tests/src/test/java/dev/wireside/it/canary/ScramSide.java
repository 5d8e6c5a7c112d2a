package dev.wireside.it.canary;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of a SCRAM login that goes well (RFC 5802 section 3), for one client. */
final class ScramSide {
    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int ITERATIONS = 4096;

    private final String hmac;
    private final String secret;
    private String clientFirst = "";
    private String serverFirst = "";

    ScramSide(String mechanism, String secret) {
        hmac = mechanism.equals("SCRAM-SHA-1") ? "HmacSHA1" : "HmacSHA256";
        this.secret = secret;
    }

    /** The first or the last challenge, by what the client has said so far. */
    String challenge(Set<String> words) {
        if (serverFirst.isEmpty()) {
            clientFirst = words.stream()
                    .filter(word -> word.startsWith("n,,n=") || word.startsWith("y,,n="))
                    .reduce((earlier, later) -> later)
                    .orElseThrow()
                    .substring(3);
            String nonce = clientFirst.substring(clientFirst.indexOf("r=") + 2) + "parrot";
            serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
            return Parrot.base64(serverFirst);
        }
        String clientFinal = words.stream()
                .filter(word -> word.startsWith("c="))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        String message = clientFirst + "," + serverFirst + "," + clientFinal.substring(0, clientFinal.indexOf(",p="));
        byte[] salted = hi(Normalizer.normalize(secret, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8));
        byte[] key = mac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = mac(key, message.getBytes(StandardCharsets.UTF_8));
        return Parrot.base64("v=" + Base64.getEncoder().encodeToString(signature));
    }

    private byte[] hi(byte[] password) {
        byte[] first = new byte[SALT.length + 4];
        System.arraycopy(SALT, 0, first, 0, SALT.length);
        first[first.length - 1] = 1;
        byte[] block = mac(password, first);
        byte[] result = block.clone();
        for (int i = 1; i < ITERATIONS; i++) {
            block = mac(password, block);
            for (int j = 0; j < result.length; j++) {
                result[j] ^= block[j];
            }
        }
        return result;
    }

    private byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(key, hmac));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + hmac, impossible);
        }
    }
}
