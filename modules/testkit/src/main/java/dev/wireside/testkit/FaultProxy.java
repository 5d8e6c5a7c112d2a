package dev.wireside.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP proxy that stands between any client and any server and does what networks do: delay, throttle, split, stall,
 * half-close, reset and damage, each direction on its own (see {@link Faults}). It passes bytes without understanding them,
 * TLS included; an end of stream and a reset pass as such. It takes any number of connections and also counts them
 * ({@link #traffic}).
 *
 * <p>All methods may be called by any thread.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final InetSocketAddress server;
    private final Faults toServer;
    private final Faults toClient;
    private final ServerSideListener listener;
    private final ServerSocket listening;
    private final List<ProxyLink> links = new ArrayList<>();
    private volatile boolean closed;

    private FaultProxy(InetSocketAddress server, Faults toServer, Faults toClient, ServerSideListener listener)
            throws IOException {
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
        this.listener = listener;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /**
     * Listens on a free port of the loopback address and passes connections on, with these faults in each direction.
     *
     * @throws IOException if the proxy cannot listen; a server that cannot be reached resets each client instead
     */
    public static FaultProxy to(String host, int port, Faults toServer, Faults toClient) throws IOException {
        return to(host, port, toServer, toClient, ServerSideListener.NONE);
    }

    /**
     * The same, and tells a listener what the client sends and what it gets.
     *
     * @throws IOException if the proxy cannot listen
     */
    public static FaultProxy to(String host, int port, Faults toServer, Faults toClient, ServerSideListener listener)
            throws IOException {
        FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), toServer, toClient, listener);
        new Acceptor(proxy.listening, Acceptor.PAUSE, proxy::accept)
                .thread("fault-proxy-" + proxy.port())
                .start();
        return proxy;
    }

    /** The address that the proxy listens on, in digits. */
    public String host() {
        return listening.getInetAddress().getHostAddress();
    }

    /** The port that the proxy listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** The counts of all connections so far, in the order of their arrival. */
    public List<Traffic> traffic() {
        return snapshot().stream().map(ProxyLink::traffic).toList();
    }

    /** Stops listening and ends all connections at once. */
    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
            for (ProxyLink link : snapshot()) {
                link.close();
            }
        } catch (IOException stuck) {
            throw new UncheckedIOException("cannot close the listening socket", stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accept(Socket client) {
        Thread.ofVirtual().start(() -> link(client));
        return true;
    }

    private void link(Socket client) {
        Socket onward = new Socket();
        try {
            onward.connect(server, (int) CONNECT_LIMIT.toMillis());
            add(client, onward);
        } catch (IOException unreachable) {
            refuse(client);
            refuse(onward);
        }
    }

    private void add(Socket client, Socket onward) throws IOException {
        synchronized (links) {
            if (closed) {
                throw new IOException("the proxy was closed");
            }
            ProxyLink link = new ProxyLink(links.size() + 1, client, onward, toServer, toClient, listener);
            links.add(link);
            link.start();
        }
    }

    private static void refuse(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyGone) {
            // Nobody is left to be refused.
        }
    }

    private List<ProxyLink> snapshot() {
        synchronized (links) {
            return List.copyOf(links);
        }
    }
}
