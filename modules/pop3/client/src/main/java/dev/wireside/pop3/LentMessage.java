package dev.wireside.pop3;

import dev.wireside.net.Connection;
import dev.wireside.net.DotInputStream;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message on loan to a sink. Each read is a step of its own under the idle clock, so the time that the sink takes for
 * itself is not held against the server.
 */
final class LentMessage extends InputStream {
    /** What moves bulk at full speed; larger blocks are not faster. */
    private static final int BLOCK = 64 * 1024;

    /** One block waits for the next message of whatever session; when several need one at once, the others are garbage. */
    private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

    private final Connection connection;
    private final DotInputStream message;
    private final Duration idle;
    private final String what;
    private @Nullable IOException failure;
    private boolean over;

    /** @param what names it in messages: {@code "the message after RETR 1"} */
    LentMessage(Connection connection, DotInputStream message, Duration idle, String what) {
        this.connection = connection;
        this.message = message;
        this.idle = idle;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws IllegalStateException when the loan is over */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (over) {
            throw new IllegalStateException(
                    "the message was lent during the call only; keep its bytes, not its stream");
        }
        if (failure != null) {
            throw failure;
        }
        if (message.isComplete() && message.available() == 0) {
            return length == 0 ? 0 : -1;
        }
        try (Step step = connection.within(WireClock.IDLE, idle, what)) {
            return message.read(into, offset, length);
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        return transfer(out, Long.MAX_VALUE);
    }

    /** Also what {@link #readAllBytes} reads with. */
    @Override
    public byte[] readNBytes(int most) throws IOException {
        if (most < 0) {
            throw new IllegalArgumentException("a number of bytes is not negative: " + most);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        transfer(bytes, most);
        return bytes.toByteArray();
    }

    private long transfer(OutputStream out, long most) throws IOException {
        byte[] spare = SPARE.getAndSet(null);
        byte[] block = spare != null ? spare : new byte[BLOCK];
        try {
            long moved = 0;
            while (moved < most) {
                int read = read(block, 0, (int) Math.min(block.length, most - moved));
                if (read < 0) {
                    break;
                }
                out.write(block, 0, read);
                moved += read;
            }
            return moved;
        } finally {
            SPARE.set(block);
        }
    }

    /**
     * Ends the loan.
     *
     * @throws IOException what reading threw, also if the sink did not mind
     */
    void end() throws IOException {
        over = true;
        if (failure != null) {
            throw failure;
        }
    }
}
