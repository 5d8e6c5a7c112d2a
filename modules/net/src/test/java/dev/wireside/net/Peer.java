package dev.wireside.net;

import dev.wireside.testkit.ServerCertificate;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The other end: a socket on loopback that does, on a thread of its own, what the test says. */
final class Peer implements AutoCloseable {
    /** What it does with each connection; when it returns the connection ends. */
    interface Manner {
        void serve(Socket socket) throws Exception;
    }

    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(150);

    private final ServerSocket listening;
    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private Peer(InetAddress address, int receiveBuffer) throws IOException {
        listening = new ServerSocket();
        if (receiveBuffer > 0) {
            listening.setReceiveBufferSize(receiveBuffer);
        }
        listening.bind(new InetSocketAddress(address, 0));
    }

    static Peer that(Manner manner) throws IOException {
        return new Peer(InetAddress.getLoopbackAddress(), 0).started(manner);
    }

    static Peer at(InetAddress address, Manner manner) throws IOException {
        return new Peer(address, 0).started(manner);
    }

    /** Sends these bytes at once and waits. */
    static Peer says(String text) throws IOException {
        return that(socket -> {
            send(socket, text);
            socket.getInputStream().readAllBytes();
        });
    }

    /** Never reads and never writes, and takes little into its buffers. */
    static Peer silent() throws IOException {
        Peer peer = new Peer(InetAddress.getLoopbackAddress(), 4096);
        return peer.started(socket -> peer.over.await());
    }

    /** Speaks TLS with this certificate, then as the manner says. */
    static Peer tls(ServerCertificate certificate, Manner manner) throws IOException {
        SSLContext context = TestCertificates.serverContext(certificate);
        return that(socket -> {
            try (SSLSocket secured = secure(context, socket)) {
                manner.serve(secured);
            }
        });
    }

    static SSLSocket secure(SSLContext context, Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\n';
                b = socket.getInputStream().read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private Peer started(Manner manner) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    accepted.add(socket);
                    Thread.ofVirtual().start(() -> serve(manner, socket));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        return this;
    }

    private static void serve(Manner manner, Socket socket) {
        try (socket) {
            manner.serve(socket);
        } catch (Exception clientIsGone) {
            // What matters is what the client makes of it.
        }
    }

    Endpoint endpoint() {
        return Endpoint.of(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
    }

    /** Until the test is over. */
    void await() throws InterruptedException {
        over.await();
    }

    Connection connect() throws IOException {
        return connect(WireTap.none());
    }

    Connection connect(WireTap tap) throws IOException {
        SocketOptions small = SocketOptions.defaults().withSendBuffer(8192);
        return Connector.direct().withSocketOptions(small).connect(endpoint(), Deadline.after(LONG), tap);
    }

    /** With TLS, trusting the test authority. */
    Connection connectTls() throws IOException {
        return connectTls(Tls.defaults().trusting(TestCertificates.authority()));
    }

    Connection connectTls(Tls tls) throws IOException {
        Connection connection = connect();
        connection.upgradeToTls(tls, Deadline.after(LONG));
        return connection;
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        listening.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
