package dev.wireside.smtp;

import dev.wireside.net.BodySource;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a {@link dev.wireside.net.BodySource} is lent: it can be taken back, it remembers every failure, because a
 * source that swallows one must not have the rest of its message delivered, and it lets no byte above 127 through where only
 * US-ASCII may go.
 */
final class MessageStream extends OutputStream {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long TOP_BITS = 0x8080808080808080L;

    private final Thread lender = Thread.currentThread();
    private final Content content;
    private final boolean sevenBit;

    // Volatile, because other threads write here as well, if only to be refused.
    private volatile @Nullable Throwable failure;
    private volatile boolean returned;

    MessageStream(Content content, boolean sevenBit) {
        this.content = content;
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
            content.write(bytes, offset, length);
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
        int end = offset + length;
        int at = offset;
        while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & TOP_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        if (at < end) {
            throw content.eightBit(bytes[at]);
        }
    }

    /** What the first write that failed threw; null if none did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Lends it to the source. Throws also what the source did not let through. */
    void writtenBy(SmtpSession session, BodySource source) throws IOException {
        try {
            session.lend(() -> {
                source.writeTo(this);
                return this;
            });
        } finally {
            returned = true;
        }
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
