package dev.wireside.bench.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A long line: what goes in comes out so much later, in either direction, and as much as anybody likes may be under way.
 * Connecting takes as long as TCP's handshake over such a line: the server sees a connection one and a half round trips after
 * the client asked for it, so its greeting arrives after two.
 */
final class DelayProxy {
    private static final int CHUNK = 64 * 1024;
    private static final int HANDSHAKE = 3;

    private final int port;
    private final Duration oneWay;

    private DelayProxy(int port, Duration oneWay) {
        this.port = port;
        this.oneWay = oneWay;
    }

    /** To a port on loopback. */
    static Server.Session to(int port, Duration oneWay) {
        return new DelayProxy(port, oneWay)::serve;
    }

    /** Bytes and when they come out; none at all at the end of the stream. */
    private record Parcel(long due, ByteBuffer bytes) {}

    private void serve(SocketChannel client) throws IOException {
        long begin = System.nanoTime();
        BlockingQueue<Parcel> toServer = new LinkedBlockingQueue<>();
        Thread listening = start("from client", () -> collect(client, toServer));
        await(begin + HANDSHAKE * oneWay.toNanos());
        try (SocketChannel server = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            BlockingQueue<Parcel> toClient = new LinkedBlockingQueue<>();
            start("from server", () -> collect(server, toClient));
            Thread answering = start("to client", () -> hand(toClient, client));
            hand(toServer, server);
            listening.join();
            answering.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    private void collect(SocketChannel from, BlockingQueue<Parcel> line) {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try {
            while (from.read(chunk.clear()) > 0) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(chunk.position()).put(chunk.flip()).flip();
                line.add(new Parcel(System.nanoTime() + oneWay.toNanos(), bytes));
            }
        } catch (IOException closed) {
            // The end, like any other.
        }
        line.add(new Parcel(System.nanoTime() + oneWay.toNanos(), ByteBuffer.allocate(0)));
    }

    private static void hand(BlockingQueue<Parcel> line, SocketChannel to) {
        try {
            for (Parcel next = line.take(); next.bytes.hasRemaining(); next = line.take()) {
                await(next.due);
                while (next.bytes.hasRemaining()) {
                    to.write(next.bytes);
                }
            }
            to.shutdownOutput();
        } catch (IOException closed) {
            // Nobody wants the rest.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
