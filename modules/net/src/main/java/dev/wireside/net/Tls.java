package dev.wireside.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is done: whom to trust, which versions, and the client's own key if it has one. The certificate chain and the
 * host name (RFC 9525) are always checked; the one way around the name is to say exactly which certificate is expected.
 *
 * <p>Immutable and safe to share. Sessions are resumed only between connections that use the same value (rule S10).
 */
public final class Tls {
    /** TLS 1.0 and 1.1 must not be used (RFC 8996). */
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /** RFC 5280 section 4.2.1.6: the tag of a dNSName. */
    private static final Integer DNS_NAME = 2;

    private static final Tls DEFAULTS = new Tls(null, null, null, VERSIONS);

    private final @Nullable List<X509Certificate> authorities;
    private final @Nullable X509Certificate exactly;
    private final @Nullable ClientKey clientKey;
    private final List<String> versions;
    private volatile @Nullable SSLContext context;

    private Tls(
            @Nullable List<X509Certificate> authorities,
            @Nullable X509Certificate exactly,
            @Nullable ClientKey clientKey,
            List<String> versions) {
        this.authorities = authorities;
        this.exactly = exactly;
        this.clientKey = clientKey;
        this.versions = versions;
    }

    /** The JDK's trusted authorities, TLS 1.3 and 1.2, no client key. */
    public static Tls defaults() {
        return DEFAULTS;
    }

    /**
     * Trusts these authorities instead of the JDK's.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tls trusting(X509Certificate... onlyThese) {
        if (onlyThese.length == 0) {
            throw new IllegalArgumentException("trust in no authority at all refuses every server");
        }
        return new Tls(List.of(onlyThese), null, clientKey, versions);
    }

    /**
     * Accepts exactly this certificate and no other, for a server with a self-signed one. The host name is then not
     * compared, because nothing but this certificate is accepted under any name; its validity period still counts.
     */
    public Tls trustingExactly(X509Certificate certificate) {
        return new Tls(null, certificate, clientKey, versions);
    }

    /**
     * Answers a server that asks for a client certificate.
     *
     * @param chain the key's own certificate first
     * @throws IllegalArgumentException if the chain is empty
     */
    public Tls withClientKey(PrivateKey key, X509Certificate... chain) {
        if (chain.length == 0) {
            throw new IllegalArgumentException("a client key comes with its certificate");
        }
        return new Tls(authorities, exactly, new ClientKey(key, chain.clone()), versions);
    }

    /**
     * Offers only these versions.
     *
     * @throws IllegalArgumentException if one of them is neither {@code TLSv1.3} nor {@code TLSv1.2}, or there is none
     */
    public Tls withVersions(String... offered) {
        if (offered.length == 0 || !VERSIONS.containsAll(Arrays.asList(offered))) {
            throw new IllegalArgumentException("TLS versions are " + VERSIONS + ": " + Arrays.toString(offered));
        }
        return new Tls(authorities, exactly, clientKey, List.of(offered));
    }

    /** A client engine for this host and port; they are also the key under which sessions are kept. */
    SSLEngine engineFor(Endpoint target) throws IOException {
        try {
            SSLEngine engine = context().createSSLEngine(target.asciiHost(), target.port());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(versions.toArray(String[]::new));
            if (exactly == null) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            parameters.setServerNames(serverNames(target));
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("TLS cannot be set up: " + unusable.getMessage(), unusable);
        }
    }

    /**
     * RFC 9525 section 6.3: the common name of a certificate is no host name. The JDK falls back to it where there is no
     * alternative name; this is called after its own check.
     */
    void requireAlternativeName(Endpoint target, X509Certificate server) throws SSLPeerUnverifiedException {
        if (exactly != null || target.isAddressLiteral()) {
            // An address is compared with alternative names only, already by the JDK.
            return;
        }
        try {
            Collection<List<?>> names = server.getSubjectAlternativeNames();
            if (names != null && names.stream().anyMatch(name -> name.getFirst().equals(DNS_NAME))) {
                return;
            }
        } catch (CertificateParsingException unreadable) {
            // Then there is no name in it that could be compared.
        }
        throw new SSLPeerUnverifiedException("the certificate of " + target.host()
                + " has no DNS name among its subject alternative names, and its common name does not count (RFC 9525);"
                + " Tls.trustingExactly(certificate) accepts it all the same");
    }

    /** RFC 6066 section 3: no addresses. A name with an underscore has no form here, either; it is checked all the same. */
    private static List<SNIServerName> serverNames(Endpoint target) {
        try {
            return target.isAddressLiteral() ? List.of() : List.of(new SNIHostName(target.asciiHost()));
        } catch (IllegalArgumentException notInTheFormOfSni) {
            return List.of();
        }
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        SSLContext ready = context;
        if (ready == null) {
            ready = SSLContext.getInstance("TLS");
            ready.init(keyManagers(), trustManagers(), null);
            context = ready;
        }
        return ready;
    }

    private KeyManager @Nullable [] keyManagers() {
        return clientKey == null ? null : new KeyManager[] {clientKey};
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
        if (exactly != null) {
            return new TrustManager[] {new ExactTrust(exactly)};
        }
        if (authorities == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Compares the whole certificate; an extended manager, so that the JDK adds no checks of its own. */
    private static final class ExactTrust extends X509ExtendedTrustManager {
        private final X509Certificate expected;

        ExactTrust(X509Certificate expected) {
            this.expected = expected;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !chain[0].equals(expected)) {
                throw new CertificateException("the server's certificate is not the one that was named, which is "
                        + expected.getSubjectX500Principal());
            }
            expected.checkValidity();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {expected};
        }
    }

    /** The one key there is, whatever the server asks for; a server that does not like it says so in the handshake. */
    private static final class ClientKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";

        private final PrivateKey key;
        private final X509Certificate[] chain;

        ClientKey(PrivateKey key, X509Certificate[] chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
