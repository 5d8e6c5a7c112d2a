package dev.wireside.bench.mail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The server's end of a connection, as cheap as it can be: direct buffers, and replies that leave together when there is
 * nothing left to read, as RFC 2920 section 3.2 wants it.
 */
final class ServerWire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int REPLIES = 16 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in;
    private final ByteBuffer out;

    /** A stretch of prepared bytes that waits to be sent behind {@code out}. */
    private ByteBuffer prepared = NOTHING;

    ServerWire(SocketChannel channel, int inputBuffer) {
        this.channel = channel;
        in = ByteBuffer.allocateDirect(inputBuffer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
        out = ByteBuffer.allocateDirect(Math.min(inputBuffer, REPLIES));
    }

    /** What was read and not yet taken. */
    ByteBuffer in() {
        return in;
    }

    /** Sends what waits, then reads behind what is unread; false at the end of the stream. */
    boolean fill() throws IOException {
        flush();
        in.compact();
        int read = channel.read(in);
        in.flip();
        return read > 0;
    }

    /** Where the line at the position has its LF, reading as much as it takes; -1 at the end of the stream. */
    int lineEnd() throws IOException {
        int seen = 0;
        while (true) {
            for (int at = in.position() + seen; at < in.limit(); at++) {
                if (in.get(at) == '\n') {
                    return at;
                }
            }
            seen = in.remaining();
            if (!fill()) {
                return -1;
            }
        }
    }

    /** The line's first four bytes as a number, letters in upper case; 0 if it has not so many. */
    int verb(int lineEnd) {
        int at = in.position();
        return lineEnd - at < 4 ? 0 : Integer.reverseBytes(in.getInt(at)) & 0xdfdfdfdf;
    }

    /** The same for a word that is known beforehand. */
    static int verb(String word) {
        return word.charAt(0) << 24 | word.charAt(1) << 16 | word.charAt(2) << 8 | word.charAt(3);
    }

    /** The decimal number behind the next space, from {@code from}; -1 if there is none. */
    long number(int from, int lineEnd) {
        int at = from;
        while (at < lineEnd && in.get(at) == ' ') {
            at++;
        }
        long value = 0;
        int digits = at;
        for (; at < lineEnd && in.get(at) >= '0' && in.get(at) <= '9'; at++) {
            value = value * 10 + in.get(at) - '0';
        }
        return at == digits ? -1 : value;
    }

    /** The line's text, for what is not asked a thousand times. */
    String text(int lineEnd) {
        byte[] line = new byte[lineEnd - in.position()];
        in.get(in.position(), line);
        return new String(line, StandardCharsets.ISO_8859_1).strip();
    }

    /** Takes so many bytes without looking at them; false at the end of the stream. */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > in.remaining()) {
            left -= in.remaining();
            in.position(in.limit());
            if (!fill()) {
                return false;
            }
        }
        in.position(in.position() + (int) left);
        return true;
    }

    /** Puts a reply behind what waits. */
    void put(byte[] reply) throws IOException {
        if (prepared.hasRemaining() || out.remaining() < reply.length) {
            flush();
        }
        if (reply.length > out.remaining()) {
            write(ByteBuffer.wrap(reply));
        } else {
            out.put(reply);
        }
    }

    /** Puts bytes {@code from} to {@code to} of a prepared buffer behind what waits; neighbours leave in one write. */
    void put(ByteBuffer whole, int from, int to) throws IOException {
        boolean follows =
                prepared.hasRemaining() && prepared.capacity() == whole.capacity() && prepared.limit() == from;
        if (follows) {
            prepared.limit(to);
        } else {
            flush();
            prepared = whole.duplicate().limit(to).position(from);
        }
    }

    void flush() throws IOException {
        if (out.position() > 0) {
            write(out.flip());
            out.clear();
        }
        if (prepared.hasRemaining()) {
            write(prepared);
        }
        prepared = NOTHING;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
