package dev.wireside.net;

import java.io.IOException;

/**
 * TLS from the first byte (implicit TLS, RFC 8314 section 3), over whatever connection another connector makes. Certificate
 * and host name are checked for the target, wherever the bytes go through. Immutable and safe to share.
 */
public final class TlsConnector implements ChainedConnector {
    private final Tls tls;
    private final Connector outer;

    TlsConnector(Tls tls, Connector outer) {
        this.tls = tls;
        this.outer = outer;
    }

    @Override
    public TlsConnector via(Connector chosen) {
        return new TlsConnector(tls, chosen);
    }

    /**
     * Connects and does the handshake, both before the deadline.
     *
     * @throws javax.net.ssl.SSLException if TLS says no
     * @throws IOException as {@link Connector#connect} says
     */
    @Override
    public Connection connect(Endpoint target, Deadline deadline, WireTap tap) throws IOException {
        Connection connection = outer.connect(target, deadline, tap);
        try {
            connection.upgradeToTls(tls, deadline);
            return connection;
        } catch (Throwable failure) {
            connection.close();
            throw failure;
        }
    }
}
