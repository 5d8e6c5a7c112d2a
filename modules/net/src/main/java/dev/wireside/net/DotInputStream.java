package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.dot.DotDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message that ends in a lone dot (RFC 1939 section 3), with the dot-stuffing taken off. The end of this stream is
 * the lone dot; a connection that ends before it is an exception, never an end. What follows the dot stays unread.
 */
public final class DotInputStream extends InputStream {
    /** Below this many bytes, decoding goes by way of {@link #spill}. */
    private static final int MIN_DIRECT = 64;

    private static final int SPILL = 512;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Connection connection;
    private final DotDecoder decoder = new DotDecoder();
    private final long limit;
    private final byte[] one = new byte[1];
    private final @Nullable BodyMeter meter;
    /** Decoded bytes for a caller who takes only a few at a time; the decoder wants room for two at least. */
    private ByteBuffer spill = EMPTY;

    private long count;

    /** @param limit the most bytes the message may have; a server's announced size is not believed (rule S13) */
    public DotInputStream(Connection connection, long limit) {
        this.connection = connection;
        this.limit = limit;
        this.meter = connection.isTapped() ? new BodyMeter() : null;
    }

    @Override
    public int read() throws IOException {
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Waits for at least one byte of the message.
     *
     * @return -1 when the message is complete
     * @throws ProtocolViolationException if it exceeds the limit
     * @throws ConnectionLostException if the connection ends before the lone dot
     * @throws IOException as {@link Connection} says
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!spill.hasRemaining() && length >= MIN_DIRECT) {
            ByteBuffer out = ByteBuffer.wrap(into, offset, length);
            decodeInto(out);
            int produced = out.position() - offset;
            return produced == 0 ? -1 : produced;
        }
        if (!spill.hasRemaining()) {
            refillSpill();
        }
        int produced = Math.min(length, spill.remaining());
        spill.get(into, offset, produced);
        return produced == 0 ? -1 : produced;
    }

    /**
     * Reads what is left and throws it away, so that the next reply can be read.
     *
     * @param most how many bytes that is worth; a new connection may be the faster way to go on
     * @return whether the message ended within them; if not, the next reply cannot be reached
     * @throws IOException as {@link #read(byte[], int, int)} says
     */
    public boolean drain(long most) throws IOException {
        byte[] nowhere = new byte[Buffers.SMALL];
        long drained = 0;
        while (!isComplete() && drained <= most) {
            drained += Math.max(0, read(nowhere, 0, nowhere.length));
        }
        return drained <= most;
    }

    /** How many bytes are decoded and wait to be read; when the message {@link #isComplete}, these are the last. */
    @Override
    public int available() {
        return spill.remaining();
    }

    /** Whether the lone dot was seen. */
    public boolean isComplete() {
        return decoder.isComplete();
    }

    /** How many bytes the message has had so far. */
    public long count() {
        return count;
    }

    /** When decoding throws, the spill stays empty: what was not decoded must not be read as zeros. */
    private void refillSpill() throws IOException {
        ByteBuffer room = spill.capacity() == 0 ? ByteBuffer.allocate(SPILL) : spill;
        room.clear();
        spill = EMPTY;
        decodeInto(room);
        spill = room.flip();
    }

    /** Decodes until at least one byte came out, or the message is complete. */
    private void decodeInto(ByteBuffer out) throws IOException {
        int start = out.position();
        while (!decoder.isComplete() && out.position() == start) {
            ByteBuffer in = connection.input().buffered();
            if (in == null) {
                throw connection.lost("the peer closed the connection before the lone dot that ends the message");
            }
            int from = in.position();
            decoder.decode(in, out);
            if (meter != null) {
                meter.update(in.array(), in.arrayOffset() + from, in.arrayOffset() + in.position());
            }
            if (decoder.isComplete() && meter != null) {
                connection.tell(meter.received(connection.channel()));
            }
        }
        count += out.position() - start;
        if (count > limit) {
            throw connection.violated(
                    new GrammarException("a message has at most " + limit + " bytes", "this client's size limit", ""));
        }
    }
}
