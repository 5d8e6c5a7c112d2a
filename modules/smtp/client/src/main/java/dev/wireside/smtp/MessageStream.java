package dev.wireside.smtp;

import dev.wireside.net.Connection;
import dev.wireside.net.DotOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a {@link dev.wireside.net.BodySource} is lent: it can be taken back, it remembers a failure that the source
 * swallows, and it lets no byte above 127 through where only US-ASCII may go.
 */
final class MessageStream extends OutputStream {
    private final Connection connection;
    private final DotOutputStream dots;
    private final boolean sevenBit;
    private @Nullable IOException failure;
    private boolean returned;

    MessageStream(Connection connection, DotOutputStream dots, boolean sevenBit) {
        this.connection = connection;
        this.dots = dots;
        this.sevenBit = sevenBit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (returned) {
            throw new IOException("the message is over: the stream was lent for the duration of writeTo only");
        }
        try {
            if (sevenBit) {
                refuseEightBit(bytes, offset, length);
            }
            dots.write(bytes, offset, length);
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
    }

    private void refuseEightBit(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                connection.note("a byte above 127 where only US-ASCII may be sent");
                connection.abort();
                throw new EightBitBodyException(String.format(
                        "the message has the byte 0x%02x, but only US-ASCII may be sent: the message was declared so,"
                            + " or the server does not offer 8BITMIME; the connection was closed before the end mark,"
                            + " so nothing was delivered; encode the message (quoted-printable or Base64)",
                        bytes[i] & 0xff));
            }
        }
    }

    /** Ends the loan. Throws what the source did not let through. */
    void takeBack() throws IOException {
        returned = true;
        if (failure != null) {
            throw failure;
        }
    }

    /** Does nothing: blocks leave when they are full. */
    @Override
    public void flush() {}

    /** Does nothing: the end mark is not the source's business. */
    @Override
    public void close() {}
}
