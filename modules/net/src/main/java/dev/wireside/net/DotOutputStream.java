package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.codec.dot.DotEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message transparently, as DATA wants it (RFC 5321 section 4.5.2): CRLF line ends, dots doubled. Only
 * {@link #finish} writes the lone dot; closing the stream does not, so a body that failed half-way is never committed.
 */
public final class DotOutputStream extends OutputStream {
    private final Connection connection;
    private final DotEncoder encoder;
    private final byte[] one = new byte[1];
    private final @Nullable BodyMeter meter;
    private boolean finished;

    /** A stream for one message over this connection. */
    public DotOutputStream(Connection connection, BareNewlines policy) {
        this.connection = connection;
        this.encoder = new DotEncoder(policy);
        this.meter = connection.isTapped() ? new BodyMeter() : null;
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    /**
     * Encodes into the connection's buffer.
     *
     * @throws IllegalStateException after {@link #finish}: the stream was only lent, and what follows would be commands
     * @throws BareNewlineException under {@link BareNewlines#REFUSE}; the connection is dead
     * @throws IOException as {@link Connection} says
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        refuseIfFinished();
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        try {
            while (at < offset + length) {
                ByteBuffer out = connection.output().room(DotEncoder.MAX_END);
                int from = out.position();
                at = encoder.encode(bytes, at, offset + length, out);
                meter(out, from);
            }
        } catch (GrammarException bare) {
            throw refused(bare);
        }
    }

    /**
     * Whether so many bytes surely find room in the buffer, whatever they are: then writing them waits for nothing, and
     * needs no step.
     */
    public boolean fits(int length) {
        return connection.output().hasRoom(2L * length + DotEncoder.MAX_END);
    }

    /**
     * Writes what ends the message: a missing CRLF and the lone dot. It leaves with the next flush or read.
     *
     * @throws IllegalStateException if it was called already
     * @throws BareNewlineException under {@link BareNewlines#REFUSE}, if the message ends in a bare CR
     * @throws IOException as {@link Connection} says
     */
    public void finish() throws IOException {
        refuseIfFinished();
        finished = true;
        try {
            ByteBuffer out = connection.output().room(DotEncoder.MAX_END);
            int from = out.position();
            encoder.finish(out);
            meter(out, from);
        } catch (GrammarException bare) {
            throw refused(bare);
        }
        if (meter != null) {
            connection.tell(meter.sent(connection.channel()));
        }
    }

    private void meter(ByteBuffer out, int from) {
        if (meter != null) {
            meter.updateBehind(from, out);
        }
    }

    private void refuseIfFinished() {
        if (finished) {
            throw new IllegalStateException("the message has ended; its stream was lent until then");
        }
    }

    private BareNewlineException refused(GrammarException bare) {
        connection.kill("the message was refused in the middle: " + bare.rule());
        return new BareNewlineException(bare.rule() + " (" + bare.section()
                + "); the connection was closed before the end mark, so nothing was delivered;"
                + " send CRLF line ends, or choose to have bare ones normalised");
    }

    /** Does nothing: blocks leave when they are full, and small writes are collected. */
    @Override
    public void flush() {}

    /** Does nothing; see {@link #finish}. */
    @Override
    public void close() {}
}
