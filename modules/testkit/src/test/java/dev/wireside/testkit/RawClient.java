package dev.wireside.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that does exactly what a test says and gives up after five seconds. */
final class RawClient implements AutoCloseable {
    private final Socket raw;
    private Socket socket;
    private InputStream in;

    RawClient(String host, int port) throws IOException {
        raw = new Socket(host, port);
        raw.setSoTimeout(5_000);
        raw.setTcpNoDelay(true);
        socket = raw;
        in = raw.getInputStream();
    }

    RawClient(ScriptedServer server) throws IOException {
        this(server.host(), server.port());
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return this;
    }

    /** Up to and including LF, or null at the end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                return line.toString(ISO_8859_1);
            }
        }
        return line.size() == 0 ? null : line.toString(ISO_8859_1);
    }

    /** What one read returns. */
    String read() throws IOException {
        byte[] block = new byte[65536];
        int count = in.read(block);
        return count < 0 ? null : new String(block, 0, count, ISO_8859_1);
    }

    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    SSLSocket startTls(SSLContext context) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), false);
        SSLParameters checked = tls.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(checked);
        tls.startHandshake();
        socket = tls;
        in = tls.getInputStream();
        return tls;
    }

    void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
