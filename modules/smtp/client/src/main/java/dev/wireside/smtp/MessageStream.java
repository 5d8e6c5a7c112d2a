package dev.wireside.smtp;

import dev.wireside.net.Connection;
import dev.wireside.net.DotOutputStream;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a {@link dev.wireside.net.BodySource} is lent: it can be taken back, it remembers every failure, because a
 * source that swallows one must not have the rest of its message delivered, and it lets no byte above 127 through where only
 * US-ASCII may go. Each write is a step of its own, so the time that the source takes for itself is not held against the
 * server (RFC 5321 section 4.5.3.2.5).
 */
final class MessageStream extends OutputStream {
    static final String SENDING = "sending the message";

    private final Thread lender = Thread.currentThread();
    private final Connection connection;
    private final DotOutputStream dots;
    private final Duration limit;
    private final boolean sevenBit;

    // Volatile, because other threads write here as well, if only to be refused.
    private volatile @Nullable Throwable failure;
    private volatile boolean returned;

    MessageStream(Connection connection, DotOutputStream dots, Duration limit, boolean sevenBit) {
        this.connection = connection;
        this.dots = dots;
        this.limit = limit;
        this.sevenBit = sevenBit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (returned) {
            throw new IOException("the message is over: the stream was lent for the duration of writeTo only");
        }
        throwFailure();
        try {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            refuseOtherThreads();
            if (sevenBit) {
                refuseEightBit(bytes, offset, length);
            }
            try (Step step = connection.within(WireClock.IDLE, limit, SENDING)) {
                dots.write(bytes, offset, length);
            }
        } catch (IOException | RuntimeException | Error broken) {
            failure = broken;
            throw broken;
        }
    }

    private void refuseOtherThreads() {
        if (!Thread.currentThread().equals(lender)) {
            throw new IllegalStateException("the message is written by " + Thread.currentThread()
                    + ", but its stream was lent to " + lender + "; nothing will be delivered");
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
        throwFailure();
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException broken -> throw broken;
            case RuntimeException broken -> throw broken;
            case Error broken -> throw broken;
            case Throwable impossible -> throw new AssertionError(impossible);
        }
    }

    /** Does nothing: blocks leave when they are full. */
    @Override
    public void flush() {}

    /** Does nothing: the end mark is not the source's business. */
    @Override
    public void close() {}
}
