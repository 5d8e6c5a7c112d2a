package dev.wireside.testkit;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ScriptedServer} plays its scripts. Immutable: each {@code with} returns a changed copy.
 *
 * <p>By default: 127.0.0.1, a port of the system's choice, {@link Delivery#WHOLE}, the valid certificate of
 * {@link TestCertificates}, 10 seconds of patience, nobody listening, and {@code close()} verifies.
 */
public final class ServerOptions {
    private static final ServerOptions DEFAULTS = new ServerOptions();

    // Never written after the method that made the copy has returned.
    String host = "127.0.0.1";
    int port;
    Delivery delivery = Delivery.WHOLE;

    @Nullable
    SSLContext tls;

    List<String> tlsProtocols = List.of();
    boolean clientCertificate;
    long cutAt = Long.MAX_VALUE;
    Ending cutEnding = Ending.FIN;
    Duration patience = Duration.ofSeconds(10);
    ServerSideListener listener = ServerSideListener.NONE;
    boolean verified = true;

    private ServerOptions() {}

    private ServerOptions(ServerOptions from) {
        host = from.host;
        port = from.port;
        delivery = from.delivery;
        tls = from.tls;
        tlsProtocols = from.tlsProtocols;
        clientCertificate = from.clientCertificate;
        cutAt = from.cutAt;
        cutEnding = from.cutEnding;
        patience = from.patience;
        listener = from.listener;
        verified = from.verified;
    }

    /** What is described above. */
    public static ServerOptions defaults() {
        return DEFAULTS;
    }

    /** Listens on this address or name instead of 127.0.0.1, such as {@code ::1}. */
    public ServerOptions withHost(String host) {
        ServerOptions copy = new ServerOptions(this);
        copy.host = host;
        return copy;
    }

    /**
     * Listens on this port; tests are better off with the default 0, a free port.
     *
     * @throws IllegalArgumentException if it is not between 0 and 65535
     */
    public ServerOptions withPort(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is between 0 and 65535, not " + port);
        }
        ServerOptions copy = new ServerOptions(this);
        copy.port = port;
        return copy;
    }

    /** Cuts the server's bytes into writes in another way. */
    public ServerOptions withDelivery(Delivery delivery) {
        ServerOptions copy = new ServerOptions(this);
        copy.delivery = delivery;
        return copy;
    }

    /** Uses this context for {@code !tls}, see {@link TestCertificates#serverContext}. */
    public ServerOptions withTls(SSLContext context) {
        ServerOptions copy = new ServerOptions(this);
        copy.tls = context;
        return copy;
    }

    /** Offers only these versions of TLS, such as {@code "TLSv1.2"}. */
    public ServerOptions withTlsProtocols(String... protocols) {
        ServerOptions copy = new ServerOptions(this);
        copy.tlsProtocols = List.of(protocols);
        return copy;
    }

    /** Demands a certificate of the client in the TLS handshake. */
    public ServerOptions withClientCertificate() {
        ServerOptions copy = new ServerOptions(this);
        copy.clientCertificate = true;
        return copy;
    }

    /**
     * The server dies after it has sent exactly so many bytes in all, over all connections and counted before
     * encryption: the connection that sent the last byte ends, and so does every later one as soon as it is accepted.
     * Nothing that a client does or leaves out after that is a mismatch.
     *
     * @param bytes 0 or more
     * @throws IllegalArgumentException if the number is negative
     */
    public ServerOptions withCutAt(long bytes, Ending ending) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the number of bytes must not be negative: " + bytes);
        }
        ServerOptions copy = new ServerOptions(this);
        copy.cutAt = bytes;
        copy.cutEnding = ending;
        return copy;
    }

    /**
     * How long one step may wait for the client to send or to take something, before the connection is ended.
     *
     * @throws IllegalArgumentException if the duration is not positive
     */
    public ServerOptions withPatience(Duration patience) {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patience must be positive, not " + patience);
        }
        ServerOptions copy = new ServerOptions(this);
        copy.patience = patience;
        return copy;
    }

    /** Tells this listener what passes. */
    public ServerOptions withListener(ServerSideListener listener) {
        ServerOptions copy = new ServerOptions(this);
        copy.listener = listener;
        return copy;
    }

    /** {@code close()} does not throw when a client did something else than its script says. */
    public ServerOptions withoutVerification() {
        ServerOptions copy = new ServerOptions(this);
        copy.verified = false;
        return copy;
    }
}
