package dev.wireside.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A throwaway certificate authority and certificates from it, made once per JVM when first asked for (under a second,
 * EC P-256) and never written to disk. Nobody outside of this JVM can have their keys, and nobody should trust them.
 *
 * <p>Safe for several threads. Each call returns a new context or key store, so that no test resumes another's session.
 */
public final class TestCertificates {
    /** The password of the key in {@link #clientKeyStore()}. */
    public static final String PASSWORD = "wireside";

    private static final Duration DAY = Duration.ofDays(1);
    private static final GeneralNames LOCALHOST = new GeneralNames(new GeneralName[] {
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.iPAddress, "::1")
    });
    private static final GeneralNames WRONG = new GeneralNames(new GeneralName(GeneralName.dNSName, "wrong.example"));

    private TestCertificates() {}

    /** The certificate of the test authority: what a client has to trust. */
    public static X509Certificate authority() {
        return Issued.ALL.authority.certificate;
    }

    /** A key store that holds {@link #authority()} and nothing else, for a client's trust. */
    public static KeyStore trustStore() {
        try {
            KeyStore store = emptyStore();
            store.setCertificateEntry("authority", authority());
            return store;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("cannot make a key store", broken);
        }
    }

    /** The certificate that a server shows with {@link #serverContext}. */
    public static X509Certificate certificate(ServerCertificate kind) {
        return Issued.ALL.server(kind).certificate;
    }

    /** A context for the server's side with this certificate; it trusts the clients of {@link #authority()}. */
    public static SSLContext serverContext(ServerCertificate kind) {
        return context(Issued.ALL.server(kind));
    }

    /** A context for a client that trusts {@link #authority()} and has no certificate of its own. */
    public static SSLContext clientContext() {
        return context(null);
    }

    /** A context for a client that trusts {@link #authority()} and can show {@link #clientCertificate()}. */
    public static SSLContext clientContextWithCertificate() {
        return context(Issued.ALL.client);
    }

    /** A certificate for a client, from the test authority. */
    public static X509Certificate clientCertificate() {
        return Issued.ALL.client.certificate;
    }

    /** A key store with {@link #clientCertificate()} and its key, for clients that want one; see {@link #PASSWORD}. */
    public static KeyStore clientKeyStore() {
        return keyStore(Issued.ALL.client);
    }

    private static SSLContext context(@Nullable Identity own) {
        try {
            KeyManager[] keys = null;
            if (own != null) {
                var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(keyStore(own), PASSWORD.toCharArray());
                keys = factory.getKeyManagers();
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("cannot make a TLS context", broken);
        }
    }

    /** Without the authority in the chain, as real servers leave their root out. */
    private static KeyStore keyStore(Identity identity) {
        try {
            KeyStore store = emptyStore();
            X509Certificate[] chain = {identity.certificate};
            store.setKeyEntry("key", identity.key, PASSWORD.toCharArray(), chain);
            return store;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("cannot make a key store", broken);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private record Identity(X509Certificate certificate, PrivateKey key) {}

    /** Everything is issued together, on first use of this class. */
    private static final class Issued {
        static final Issued ALL = new Issued();

        private final Instant now = Instant.now();
        final Identity authority = authority("CN=Wireside test authority");
        final Identity client = leaf("CN=test client", null, -1, 365, authority);
        private final Map<ServerCertificate, Identity> servers = new EnumMap<>(ServerCertificate.class);

        private Issued() {
            String name = "CN=localhost";
            servers.put(ServerCertificate.VALID, leaf(name, LOCALHOST, -1, 365, authority));
            servers.put(ServerCertificate.EXPIRED, leaf(name, LOCALHOST, -30, -1, authority));
            servers.put(ServerCertificate.NOT_YET_VALID, leaf(name, LOCALHOST, 1, 365, authority));
            servers.put(ServerCertificate.WRONG_NAME, leaf("CN=wrong.example", WRONG, -1, 365, authority));
            servers.put(ServerCertificate.SELF_SIGNED, leaf(name, LOCALHOST, -1, 365, null));
            Identity stranger = authority("CN=Unknown authority");
            servers.put(ServerCertificate.UNKNOWN_AUTHORITY, leaf(name, LOCALHOST, -1, 365, stranger));
        }

        Identity server(ServerCertificate kind) {
            Identity identity = servers.get(kind);
            if (identity == null) {
                throw new IllegalStateException("no certificate was issued for " + kind);
            }
            return identity;
        }

        private Identity authority(String name) {
            return issue(name, null, -365, 3650, null, true);
        }

        private Identity leaf(
                String name, @Nullable GeneralNames names, int fromDay, int toDay, @Nullable Identity issuer) {
            return issue(name, names, fromDay, toDay, issuer, false);
        }

        /** Signed by the issuer, or by itself when there is none. */
        private Identity issue(
                String name,
                @Nullable GeneralNames names,
                int fromDay,
                int toDay,
                @Nullable Identity issuer,
                boolean authority) {
            try {
                KeyPair keys = keyPair();
                X500Principal subject = new X500Principal(name);
                var builder = new JcaX509v3CertificateBuilder(
                        issuer == null ? subject : issuer.certificate.getSubjectX500Principal(),
                        new BigInteger(64, new SecureRandom()).setBit(64),
                        Date.from(now.plus(DAY.multipliedBy(fromDay))),
                        Date.from(now.plus(DAY.multipliedBy(toDay))),
                        subject,
                        keys.getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
                if (names != null) {
                    builder.addExtension(Extension.subjectAlternativeName, false, names);
                }
                PrivateKey signer = issuer == null ? keys.getPrivate() : issuer.key;
                var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer));
                return new Identity(new JcaX509CertificateConverter().getCertificate(signed), keys.getPrivate());
            } catch (GeneralSecurityException | IOException | OperatorCreationException broken) {
                throw new IllegalStateException("cannot issue a certificate for " + name, broken);
            }
        }

        private static KeyPair keyPair() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        }
    }
}
