package dev.wireside.pop3;

import dev.wireside.net.BodySink;
import dev.wireside.net.Connection;
import dev.wireside.net.DotInputStream;
import dev.wireside.net.Step;
import dev.wireside.net.Timeouts;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message on loan to a sink. Each read is a step of its own under the idle clock, so the time that the sink takes for
 * itself is not held against the server. After the loan nothing of the message is left on the connection, or it is closed:
 * what is thrown away comes within one reply clock.
 */
final class LentMessage extends InputStream {
    /**
     * What a sink leaves unread is read and thrown away up to so many bytes: about a second on a home line. Beyond that a
     * new connection is the faster way to go on.
     */
    static final long DRAIN_LIMIT = 16L << 20;

    private final Connection connection;
    private final DotInputStream message;
    private final Timeouts timeouts;
    private final String what;
    private @Nullable IOException failure;
    private boolean over;

    private LentMessage(Connection connection, long limit, Timeouts timeouts, String what) {
        this.connection = connection;
        this.message = new DotInputStream(connection, limit);
        this.timeouts = timeouts;
        this.what = what;
    }

    /**
     * Lends a message to the sink. Returns when the message was complete and nothing of it is left on the connection.
     *
     * @param limit the most bytes of it
     * @param what names it in messages: {@code "the message after RETR 1"}
     * @throws IOException what the sink threw; or that the message was not complete, also when the sink did not mind; or
     *     that the sink left more of it than {@link #DRAIN_LIMIT} bytes, or than the reply clock lets through
     */
    static <T> T lend(Connection connection, long limit, Timeouts timeouts, String what, BodySink<T> sink)
            throws IOException {
        LentMessage message = new LentMessage(connection, limit, timeouts, what);
        T value;
        try {
            value = sink.readFrom(message);
        } catch (IOException | RuntimeException | Error sinkFailed) {
            message.endAfter(sinkFailed);
            throw sinkFailed;
        }
        message.end();
        return value;
    }

    private void endAfter(Throwable sinkFailed) {
        try {
            end();
        } catch (IOException | RuntimeException broken) {
            if (!broken.equals(sinkFailed)) {
                sinkFailed.addSuppressed(broken);
            }
        }
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
        try (Step step = connection.within(WireClock.IDLE, timeouts.idle(), what)) {
            return message.read(into, offset, length);
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
    }

    private void end() throws IOException {
        over = true;
        if (failure != null) {
            throw failure;
        }
        if (message.isComplete()) {
            return;
        }
        try (Step step = connection.within(WireClock.REPLY, timeouts.reply(), "the unread rest of " + what)) {
            if (!message.drain(DRAIN_LIMIT)) {
                connection.close();
                throw new IOException("the sink left more than " + DRAIN_LIMIT + " bytes of " + what
                        + " unread, so the connection was closed; TOP fetches the beginning of a message");
            }
        }
    }
}
