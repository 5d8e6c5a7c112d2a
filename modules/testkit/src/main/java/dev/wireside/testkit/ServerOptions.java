package dev.wireside.testkit;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ScriptedServer} plays its scripts. Immutable: each {@code with} returns a changed copy. Safe for any thread.
 *
 * <p>By default: 127.0.0.1, a port of the system's choice, {@link Delivery#WHOLE}, the valid certificate of
 * {@link TestCertificates}, 10 seconds of patience, nobody listening, and {@code close()} verifies.
 */
public final class ServerOptions {
    private static final ServerOptions DEFAULTS = new ServerOptions(new Values());

    /** Written only before the options that own it are made, whose final field publishes it to any thread. */
    static final class Values {
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

        private Values() {}

        private Values(Values from) {
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
    }

    final Values values;

    private ServerOptions(Values values) {
        this.values = values;
    }

    private ServerOptions with(Consumer<Values> change) {
        Values copy = new Values(values);
        change.accept(copy);
        return new ServerOptions(copy);
    }

    /** What is described above. */
    public static ServerOptions defaults() {
        return DEFAULTS;
    }

    /** Listens on this address or name instead of 127.0.0.1, such as {@code ::1}. */
    public ServerOptions withHost(String host) {
        return with(v -> v.host = host);
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
        return with(v -> v.port = port);
    }

    /** Cuts the server's bytes into writes in another way. */
    public ServerOptions withDelivery(Delivery delivery) {
        return with(v -> v.delivery = delivery);
    }

    /** Uses this context for {@code !tls}, see {@link TestCertificates#serverContext}. */
    public ServerOptions withTls(SSLContext context) {
        return with(v -> v.tls = context);
    }

    /** Offers only these versions of TLS, such as {@code "TLSv1.2"}. */
    public ServerOptions withTlsProtocols(String... protocols) {
        List<String> only = List.of(protocols);
        return with(v -> v.tlsProtocols = only);
    }

    /** Demands a certificate of the client in the TLS handshake. */
    public ServerOptions withClientCertificate() {
        return with(v -> v.clientCertificate = true);
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
        return with(v -> {
            v.cutAt = bytes;
            v.cutEnding = ending;
        });
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
        return with(v -> v.patience = patience);
    }

    /** Tells this listener what passes. */
    public ServerOptions withListener(ServerSideListener listener) {
        return with(v -> v.listener = listener);
    }

    /** {@code close()} does not throw when a client did something else than its script says. */
    public ServerOptions withoutVerification() {
        return with(v -> v.verified = false);
    }
}
