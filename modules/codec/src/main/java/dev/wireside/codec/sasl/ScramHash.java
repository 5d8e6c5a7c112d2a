package dev.wireside.codec.sasl;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes SCRAM is registered with (RFC 5802 section 4, RFC 7677 section 3). */
enum ScramHash {
    SHA_1("SHA-1", "HmacSHA1", SaslStrength.SCRAM_SHA_1, SaslStrength.SCRAM_SHA_1_PLUS),
    SHA_256("SHA-256", "HmacSHA256", SaslStrength.SCRAM_SHA_256, SaslStrength.SCRAM_SHA_256_PLUS);

    private final String hash;
    private final String hmac;
    private final SaslStrength strength;
    private final SaslStrength strengthBound;

    ScramHash(String hash, String hmac, SaslStrength strength, SaslStrength strengthBound) {
        this.hash = hash;
        this.hmac = hmac;
        this.strength = strength;
        this.strengthBound = strengthBound;
    }

    String mechanism(boolean bound) {
        return "SCRAM-" + hash + (bound ? "-PLUS" : "");
    }

    SaslStrength strength(boolean bound) {
        return bound ? strengthBound : strength;
    }

    /** The name of {@code HMAC()} in the platform. */
    String hmac() {
        return hmac;
    }

    /** {@code H(str)} of RFC 5802 section 2.2. */
    byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance(hash).digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has " + hash, missing);
        }
    }
}
