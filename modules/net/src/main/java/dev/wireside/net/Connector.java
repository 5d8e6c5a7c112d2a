package dev.wireside.net;

import java.io.IOException;

/**
 * Makes connections: directly, through a proxy, or in any other way that ends in a byte stream to {@code target}. A proxy
 * is a {@link ChainedConnector} that uses another one to reach itself, so chains are built by {@code inner.via(outer)}.
 *
 * <p>Implementations are immutable and safe to use from any number of threads.
 */
@FunctionalInterface
public interface Connector {
    /**
     * Opens a stream to {@code target}. Name lookup, TCP and every proxy handshake happen before {@code deadline}.
     *
     * @param tap hears what crosses the connection, beginning with the connection itself
     * @throws ConnectFailedException if nobody answers there, naming each address tried
     * @throws DeadlineException if the deadline came first
     * @throws AbortedException if the thread was interrupted; its interrupt flag stays set
     * @throws IOException if a proxy refused or failed
     */
    Connection connect(Endpoint target, Deadline deadline, WireTap tap) throws IOException;

    /** The same, with nobody listening. */
    default Connection connect(Endpoint target, Deadline deadline) throws IOException {
        return connect(target, deadline, WireTap.none());
    }

    /** TCP straight to the target, to whichever of its addresses answers first (Happy Eyeballs, RFC 8305). */
    static DirectConnector direct() {
        return DirectConnector.defaults();
    }

    /** TLS from the first byte, over TCP straight to the target, or {@code via} any other connector. */
    static TlsConnector tls(Tls tls) {
        return new TlsConnector(tls, direct());
    }
}
