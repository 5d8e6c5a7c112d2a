package dev.wireside.testkit;

import javax.net.ssl.SSLSession;

/**
 * Hears what passes on the connections of a {@link ScriptedServer} (in plaintext also after TLS has started) or of a
 * {@link FaultProxy} (the bytes as they are). It stands outside of the client, so every client is measured alike.
 *
 * <p>Connections are numbered from 1 in the order of their arrival. The calls for one connection come one after the other
 * and in the order of the wire; those for different connections come from different threads. An exception thrown here ends
 * the connection.
 */
public interface ServerSideListener {
    /** Hears nothing. */
    ServerSideListener NONE = new ServerSideListener() {};

    /** A client has connected. */
    default void connected(int connection) {}

    /**
     * The client's bytes have arrived.
     *
     * @param bytes valid during the call only
     * @param from the first byte
     * @param to behind the last byte
     */
    default void clientBytes(int connection, byte[] bytes, int from, int to) {}

    /**
     * The server's bytes are about to be written to the client.
     *
     * @param bytes valid during the call only
     * @param from the first byte
     * @param to behind the last byte
     */
    default void serverBytes(int connection, byte[] bytes, int from, int to) {}

    /** A TLS handshake has succeeded; all bytes from here on are the plaintext inside. Never called by a proxy. */
    default void tlsStarted(int connection, SSLSession session) {}

    /** The connection is over, whoever ended it. */
    default void closed(int connection) {}
}
