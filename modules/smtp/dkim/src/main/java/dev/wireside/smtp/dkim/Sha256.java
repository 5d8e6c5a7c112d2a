package dev.wireside.smtp.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash of DKIM: SHA-1 must not be used any more (RFC 8301 section 3.1). */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256 (MessageDigest)", impossible);
        }
    }
}
