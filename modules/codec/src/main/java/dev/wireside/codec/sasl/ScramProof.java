package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * The two halves of mutual authentication (RFC 5802 section 3): what shows that we know the password, and what the
 * server has to send to show the same. The keys between the password and these are cleared before the constructor
 * returns.
 */
final class ScramProof {
    private final ScramHash hash;
    private final byte[] clientProof;
    private final byte[] serverSignature;

    ScramProof(ScramHash hash, Secret password, ScramServerFirst first, String authMessage) {
        this.hash = hash;
        byte[] message = authMessage.getBytes(StandardCharsets.UTF_8);
        byte[] saltedPassword = saltedPassword(password, first);
        byte[] clientKey = hmac(saltedPassword, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] serverKey = hmac(saltedPassword, "Server Key".getBytes(StandardCharsets.US_ASCII));
        byte[] storedKey = hash.digest(clientKey);

        clientProof = hmac(storedKey, message);
        xorInto(clientProof, clientKey);
        serverSignature = hmac(serverKey, message);

        for (byte[] key : new byte[][] {saltedPassword, clientKey, serverKey, storedKey}) {
            Arrays.fill(key, (byte) 0);
        }
    }

    byte[] clientProof() {
        return clientProof;
    }

    byte[] serverSignature() {
        return serverSignature;
    }

    private byte[] saltedPassword(Secret password, ScramServerFirst first) {
        byte[] utf8 = password.utf8();
        byte[] prepared = SaslPrep.prepare(utf8);
        try {
            return hi(Hmac.keyed(hash.hmac(), prepared), first.salt(), first.iterations());
        } finally {
            Arrays.fill(utf8, (byte) 0);
            Arrays.fill(prepared, (byte) 0);
        }
    }

    /**
     * {@code Hi(str, salt, i)} of RFC 5802 section 2.2: one block of PBKDF2. The MAC keeps its key, so it is hashed
     * once.
     */
    private static byte[] hi(Mac mac, byte[] salt, int iterations) {
        mac.update(salt);
        byte[] u = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = u.clone();
        try {
            for (int i = 1; i < iterations; i++) {
                mac.update(u);
                mac.doFinal(u, 0);
                xorInto(result, u);
            }
        } catch (GeneralSecurityException tooShort) {
            throw new IllegalStateException("a MAC fits into its own result", tooShort);
        }
        Arrays.fill(u, (byte) 0);
        return result;
    }

    private byte[] hmac(byte[] key, byte[] message) {
        return Hmac.keyed(hash.hmac(), key).doFinal(message);
    }

    private static void xorInto(byte[] target, byte[] other) {
        for (int i = 0; i < target.length; i++) {
            target[i] ^= other[i];
        }
    }
}
