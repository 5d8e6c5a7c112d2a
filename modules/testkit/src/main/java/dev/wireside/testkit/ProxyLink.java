package dev.wireside.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** One connection through a {@link FaultProxy}: two sockets, two pumps, four threads, and the counts. */
final class ProxyLink {
    private final int number;
    private final Socket client;
    private final Socket server;
    private final ServerSideListener listener;
    private final List<Thread> threads;
    private final CountDownLatch directions = new CountDownLatch(2);
    private long fromClient;
    private long toClient;
    private int flights;
    private boolean clientSpokeLast;
    private boolean over;

    ProxyLink(int number, Socket client, Socket server, Faults toServer, Faults toClient, ServerSideListener listener)
            throws IOException {
        this.number = number;
        this.client = client;
        this.server = server;
        this.listener = listener;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        // Both are heard where the client is: what it sends before the delay, what it gets after it.
        ProxyPump up = new ProxyPump(client, server, toServer, this::heardClient, (bytes, from, to) -> {});
        ProxyPump down = new ProxyPump(server, client, toClient, (bytes, from, to) -> {}, this::heardServer);
        threads = List.of(
                thread("up-read", up::read),
                thread("up-write", () -> finish(up.write())),
                thread("down-read", down::read),
                thread("down-write", () -> finish(down.write())),
                thread("end", this::awaitEnd));
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread thread(String name, Work work) {
        return Thread.ofVirtual().name("fault-proxy-" + number + "-" + name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException closed) {
                // By close(), which closes the sockets as well.
            } catch (RuntimeException brokenListener) {
                reset();
                throw brokenListener;
            }
        });
    }

    /** When the listener throws here, it is passed on, and the connection is reset. */
    void start() {
        try {
            listener.connected(number);
        } catch (RuntimeException | Error brokenListener) {
            reset();
            end();
            throw brokenListener;
        }
        threads.forEach(Thread::start);
    }

    /** Ends the connection at once; nothing of it runs any more afterwards. */
    void close() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        closeBoth();
        for (Thread thread : threads) {
            thread.join();
        }
        end();
    }

    synchronized Traffic traffic() {
        return new Traffic(number, fromClient, toClient, flights, over);
    }

    private synchronized void heardClient(byte[] bytes, int from, int to) {
        fromClient += to - from;
        clientSpokeLast = true;
        listener.clientBytes(number, bytes, from, to);
    }

    private synchronized void heardServer(byte[] bytes, int from, int to) {
        toClient += to - from;
        flights += clientSpokeLast ? 1 : 0;
        clientSpokeLast = false;
        listener.serverBytes(number, bytes, from, to);
    }

    private void finish(boolean orderly) {
        if (orderly) {
            directions.countDown();
        } else {
            reset();
        }
    }

    private void reset() {
        for (Socket socket : List.of(client, server)) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException alreadyClosed) {
                // Then there is nobody to tell.
            }
        }
        closeBoth();
        directions.countDown();
        directions.countDown();
    }

    private void awaitEnd() throws InterruptedException {
        directions.await();
        closeBoth();
        end();
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            listener.closed(number);
        }
    }

    private void closeBoth() {
        for (Socket socket : List.of(client, server)) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // Nothing is left to close.
            }
        }
    }
}
