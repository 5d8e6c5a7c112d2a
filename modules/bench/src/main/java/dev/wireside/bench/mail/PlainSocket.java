package dev.wireside.bench.mail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A blocking {@link Socket} with a heap buffer of 64 KiB each way, and nothing between it and who uses it. */
final class PlainSocket implements Closeable {
    static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] outgoing;
    private int waiting;

    /** Unread bytes; always with an array. */
    final ByteBuffer incoming;

    PlainSocket(int port) throws IOException {
        this(port, BUFFER);
    }

    PlainSocket(int port, int buffer) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        outgoing = new byte[buffer];
        incoming = ByteBuffer.allocate(buffer).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }

    /** Puts bytes behind what waits to be sent. */
    void put(byte[] bytes) throws IOException {
        put(bytes, 0, bytes.length);
    }

    void put(byte[] bytes, int from, int length) throws IOException {
        if (length > outgoing.length - waiting) {
            flush();
        }
        if (length > outgoing.length) {
            out.write(bytes, from, length);
        } else {
            System.arraycopy(bytes, from, outgoing, waiting, length);
            waiting += length;
        }
    }

    void flush() throws IOException {
        out.write(outgoing, 0, waiting);
        waiting = 0;
    }

    /** Reads behind what is unread. */
    void fill() throws IOException {
        incoming.compact();
        int read = in.read(incoming.array(), incoming.position(), incoming.remaining());
        if (read < 0) {
            throw new IOException("the server is gone");
        }
        incoming.position(incoming.position() + read).flip();
    }

    /** Takes a line, and wants its first character to be this one. */
    void expect(char first) throws IOException {
        int begin = incoming.position();
        int at = begin;
        while (true) {
            while (at < incoming.limit() && incoming.get(at) != '\n') {
                at++;
            }
            if (at < incoming.limit()) {
                break;
            }
            at -= begin;
            fill();
            begin = incoming.position();
            at += begin;
        }
        if (incoming.get(begin) != first) {
            throw new IOException(
                    "the server said: " + new String(incoming.array(), begin, at - begin, StandardCharsets.US_ASCII));
        }
        incoming.position(at + 1);
    }

    /** Takes an SMTP reply of several lines. */
    void expectMultiline(char first) throws IOException {
        boolean goesOn = true;
        while (goesOn) {
            while (incoming.remaining() < 4) {
                fill();
            }
            goesOn = incoming.get(incoming.position() + 3) == '-';
            expect(first);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
