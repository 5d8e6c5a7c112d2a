package dev.wireside.bench.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;

/** A listener on loopback and a thread per connection. */
final class Server implements AutoCloseable {
    /** Enough for all idle sessions to knock at once; the kernel takes less if it must. */
    private static final int BACKLOG = 8192;

    /** One connection from its beginning to its end. */
    @FunctionalInterface
    interface Session {
        void serve(SocketChannel channel) throws IOException;
    }

    private final ServerSocketChannel listener;
    private final ThreadFactory threads;
    private final Session session;

    private Server(ServerSocketChannel listener, ThreadFactory threads, Session session) {
        this.listener = listener;
        this.threads = threads;
        this.session = session;
    }

    static Server start(ThreadFactory threads, Session session) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Server server = new Server(listener, threads, session);
        Thread.ofPlatform().daemon().name("accept").start(server::accept);
        return server;
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void accept() {
        try {
            while (listener.isOpen()) {
                SocketChannel channel = listener.accept();
                threads.newThread(() -> serve(channel)).start();
            }
        } catch (IOException closed) {
            // By close(), or the machine is out of something, upon which the clients fail.
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            session.serve(channel);
        } catch (IOException gone) {
            // The client's run fails by itself, or it has left without a goodbye.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
