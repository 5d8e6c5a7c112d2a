package dev.wireside.smtp.dkim;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;

/**
 * A private key, the name under which DNS has its public key, and what is done with it.
 *
 * @param selector the label before {@code ._domainkey}
 * @param key RSA or Ed25519
 * @param algorithm as {@code a=} names it
 */
record SigningKey(String selector, PrivateKey key, String algorithm) {
    static final String RSA = "rsa-sha256";
    static final String ED25519 = "ed25519-sha256";

    /** RFC 8301 section 3.2: signers use at least 1024 bits, and verifiers take less for no signature. */
    private static final int MIN_RSA_BITS = 1024;

    /** Refuses at once what could not sign later. */
    static SigningKey of(String selector, PrivateKey key) {
        SigningKey signing = new SigningKey(DnsName.selector(selector), key, algorithm(key));
        try {
            signing.sign(new byte[0]);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("this JDK cannot sign with the private key", unusable);
        }
        return signing;
    }

    private static String algorithm(PrivateKey key) {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS) {
                throw new IllegalArgumentException(
                        "an RSA key of " + bits + " bits is too short: verifiers refuse less than " + MIN_RSA_BITS
                                + ", and 2048 are recommended (RFC 8301 section 3.2)");
            }
            return RSA;
        }
        if (key instanceof EdECKey edec && edec.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return ED25519;
        }
        throw new IllegalArgumentException(
                "DKIM signs with RSA (RFC 6376) or Ed25519 (RFC 8463), not with a key for " + key.getAlgorithm());
    }

    /** RSA hashes what it signs by itself; Ed25519 is given the hash as if that were the message (RFC 8463 section 3). */
    byte[] sign(byte[] canonical) throws GeneralSecurityException {
        boolean isRsa = algorithm.equals(RSA);
        Signature signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "Ed25519");
        signature.initSign(key);
        signature.update(isRsa ? canonical : Sha256.digest().digest(canonical));
        return signature.sign();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return selector + " (" + algorithm + ")";
    }
}
