package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.base64;
import static dev.wireside.codec.sasl.Wire.bytes;
import static dev.wireside.codec.sasl.Wire.first;
import static dev.wireside.codec.sasl.Wire.fromBase64;
import static dev.wireside.codec.sasl.Wire.text;

import dev.wireside.codec.GrammarException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The other side of RFC 5802, written from the RFC and with the platform's PBKDF2, sharing nothing with the client. */
final class ScramServer {
    private final ScramHash hash;
    private final String password;
    private final int iterations;
    private final byte[] salt;
    private String header = "n,,";
    private byte[] binding = {};

    ScramServer(ScramHash hash, String password, int iterations, byte[] salt) {
        this.hash = hash;
        this.password = password;
        this.iterations = iterations;
        this.salt = salt;
    }

    /** What the client must say about channel binding. */
    ScramServer expecting(String gs2Header, byte[] data) {
        header = gs2Header;
        binding = data;
        return this;
    }

    /** Runs a whole login; throws {@link IllegalStateException} with the RFC's error if the client is to be refused. */
    void accept(SaslExchange client) throws GrammarException {
        String clientFirst = first(client);
        require(clientFirst.startsWith(header), "other-error");
        String bare = clientFirst.substring(header.length());
        String serverFirst = bare.substring(bare.indexOf("r=")) + "Srv," + "s=" + base64(salt) + ",i=" + iterations;

        String clientFinal = text(client.answer(bytes(serverFirst)));
        int proofAt = clientFinal.lastIndexOf(",p=");
        String withoutProof = clientFinal.substring(0, proofAt);
        require(withoutProof.startsWith("c=" + base64(channelBinding()) + ","), "channel-bindings-dont-match");
        byte[] message = bytes(bare + "," + serverFirst + "," + withoutProof);

        byte[] salted = saltedPassword();
        byte[] clientKey = hmac(salted, bytes("Client Key"));
        byte[] proof = hmac(hash.digest(clientKey), message);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        require(Arrays.equals(proof, fromBase64(clientFinal.substring(proofAt + 3))), "invalid-proof");
        client.succeeded(bytes("v=" + base64(hmac(hmac(salted, bytes("Server Key")), message))));
    }

    private byte[] channelBinding() {
        byte[] all = Arrays.copyOf(bytes(header), header.length() + binding.length);
        System.arraycopy(binding, 0, all, header.length(), binding.length);
        return all;
    }

    private byte[] saltedPassword() {
        try {
            int bits = hash.digest(new byte[0]).length * Byte.SIZE;
            return SecretKeyFactory.getInstance("PBKDF2With" + hash.hmac())
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(hash.hmac());
            mac.init(new SecretKeySpec(key, hash.hmac()));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void require(boolean holds, String error) {
        if (!holds) {
            throw new IllegalStateException(error);
        }
    }
}
