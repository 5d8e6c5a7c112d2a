package dev.wireside.codec.sasl;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 2104 with the platform's hashes. */
final class Hmac {
    private Hmac() {}

    /**
     * A MAC that keeps its key from one message to the next.
     *
     * @throws IllegalStateException if this Java has no such algorithm, as one restricted to FIPS 140 has no MD5
     */
    static Mac keyed(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java cannot compute " + algorithm, missing);
        }
    }
}
