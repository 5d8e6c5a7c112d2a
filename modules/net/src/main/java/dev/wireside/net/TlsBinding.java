package dev.wireside.net;

import dev.wireside.codec.sasl.ChannelBinding;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What can be said about a finished TLS handshake: its facts, and what binds a login to it. */
final class TlsBinding {
    /** RFC 9266 section 2: label, no context, 32 bytes. */
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_LENGTH = 32;

    private TlsBinding() {}

    static TlsFacts facts(SSLSession session) throws SSLPeerUnverifiedException {
        List<X509Certificate> chain = Stream.of(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
        return new TlsFacts(session.getProtocol(), session.getCipherSuite(), chain, fingerprint(chain.getFirst()));
    }

    /** tls-exporter where the JDK can export and TLS is 1.3; else the certificate's hash, which every TLS has. */
    static Optional<ChannelBinding> of(SSLSession session) {
        if (session.getProtocol().equals("TLSv1.3")) {
            Optional<ChannelBinding> exported = exporter(session);
            if (exported.isPresent()) {
                return exported;
            }
        }
        return serverEndPoint(session);
    }

    /** {@code exportKeyingMaterialData} came with JDK 25; this module is compiled for 21. */
    private static Optional<ChannelBinding> exporter(SSLSession session) {
        try {
            Method export = ExtendedSSLSession.class.getMethod(
                    "exportKeyingMaterialData", String.class, byte[].class, int.class);
            byte[] key = (byte[]) export.invoke(session, EXPORTER_LABEL, new byte[0], EXPORTER_LENGTH);
            return Optional.of(new ChannelBinding(ChannelBinding.TLS_EXPORTER, key));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException notInThisJdk) {
            return Optional.empty();
        }
    }

    private static Optional<ChannelBinding> serverEndPoint(SSLSession session) {
        try {
            return ChannelBinding.tlsServerEndPoint((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException anonymous) {
            return Optional.empty();
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (CertificateEncodingException unreadable) {
            return "unreadable";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
