package dev.wireside.net;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a finished TLS handshake agreed on.
 *
 * @param version {@code "TLSv1.3"}
 * @param cipherSuite by its registered name
 * @param chain the peer's certificates, its own first; verified
 * @param fingerprint SHA-256 of the peer's own certificate, in hex
 */
public record TlsFacts(String version, String cipherSuite, List<X509Certificate> chain, String fingerprint) {
    /** The list is copied. */
    public TlsFacts {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return version + " " + cipherSuite + " sha256=" + fingerprint;
    }
}
