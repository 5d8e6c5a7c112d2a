package dev.wireside.net;

import dev.wireside.codec.WireText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * What goes out on a {@link Connection}, collected so that a command and what is pipelined behind it leave in one write.
 * It leaves when the buffer is full, on {@link #flush}, and before anything is read. Holds a buffer only while bytes are
 * in it.
 */
public final class WireOutput extends OutputStream {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Connection connection;
    private final Guard guard;
    private ByteBuffer buffer = EMPTY;

    /** How much the system may have, of all that was ever written here. */
    private long handedOver;

    WireOutput(Connection connection, Guard guard) {
        this.connection = connection;
        this.guard = guard;
    }

    /**
     * Puts a line and its CRLF behind what is already collected, and tells the tap, which thus hears of it a moment before
     * it leaves. Its secrets are masked from now on
     * wherever the peer's words are shown.
     *
     * @throws IOException one of those that {@link Connection} names, if the buffer had to be sent
     */
    public void line(WireText line) throws IOException {
        if (line.hasSecret()) {
            connection.redact(line);
        }
        if (connection.isTapped()) {
            connection.tell(new TranscriptEvent.Sent(connection.channel(), line));
        }
        if (line.length() + 2 > Buffers.SMALL) {
            writeLong(line);
            return;
        }
        ByteBuffer room = room(line.length() + 2);
        line.copyTo(room);
        room.put((byte) '\r').put((byte) '\n');
    }

    private void writeLong(WireText line) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(line.length() + 2);
        line.copyTo(whole);
        whole.put((byte) '\r').put((byte) '\n');
        write(whole.array(), 0, whole.position());
    }

    /**
     * The buffer, with room for at least {@code bytes} more at its position; for encoders that write in place. It need not
     * have an array.
     *
     * @param bytes at most 17 KiB
     * @throws IOException one of those that {@link Connection} names, if the buffer had to be sent
     */
    public ByteBuffer room(int bytes) throws IOException {
        refuseSecondThread();
        if (buffer.remaining() < bytes) {
            makeRoom();
        }
        return buffer;
    }

    /** Small for a few commands, large for bulk: thousands of connections may each send a command at once. */
    private void makeRoom() throws IOException {
        ByteBuffer full = buffer;
        if (full.capacity() == Buffers.SMALL) {
            buffer = borrowLarge().put(full.flip());
            Buffers.giveBack(full);
        } else {
            flush();
            buffer = full.capacity() == Buffers.LARGE ? borrowLarge() : Buffers.borrowSmall();
        }
    }

    /** TLS wants an array to encrypt; a socket wants none. */
    private ByteBuffer borrowLarge() {
        return connection.tls().isEmpty() ? Buffers.borrowDirect() : Buffers.borrowLarge();
    }

    /** Whether so much can be put behind what is already collected without sending any of it, and so needs no step. */
    public boolean hasRoom(long bytes) {
        return buffer.capacity() > 0 && Buffers.LARGE - buffer.position() >= bytes;
    }

    /** Before anything is touched: a stream that two threads wrote to is worth nothing. */
    private void refuseSecondThread() {
        boolean ignored = guard.isRunningHere("writing");
    }

    /** How many bytes were written here so far, whether or not they have left. */
    public long written() {
        return handedOver + buffer.position();
    }

    /**
     * How many of them the system may have been given; none behind these was. Also after a failure, of which this is the
     * use: what was never handed over has not arrived. A write that failed has not handed over its last byte, save for one
     * that was interrupted: that is reported even of a write that was complete
     * ({@link java.nio.channels.InterruptibleChannel}), though one that was pending before lets nothing out.
     */
    public long handedOver() {
        return handedOver;
    }

    /** Throws away what waits to be sent: the connection is over. */
    void discard() {
        Buffers.lose(buffer);
        buffer = EMPTY;
    }

    /**
     * Puts a chunk of a body behind what is already collected, after a line that told its size (RFC 3030), and tells the tap.
     * A large one is sent from where it lies, behind all that was collected.
     *
     * @param bytes what is left in it is the chunk; used up when this returns
     * @throws IOException one of those that {@link Connection} names, if something had to be sent
     */
    public void chunk(ByteBuffer bytes) throws IOException {
        if (connection.isTapped() && bytes.hasRemaining()) {
            BodyMeter meter = new BodyMeter();
            meter.update(bytes);
            connection.tell(meter.sentChunk(connection.channel()));
        }
        boolean large = bytes.remaining() > Buffers.LARGE;
        do {
            move(bytes, room(1));
        } while (bytes.hasRemaining() && !large);
        if (large) {
            flush();
            sendInBlocks(bytes);
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int end = from.limit();
        to.put(from.limit(Math.min(end, from.position() + to.remaining())));
        from.limit(end);
    }

    /** In blocks, because each that has left starts the clock anew. */
    private void sendInBlocks(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            send(bytes.limit(Math.min(end, bytes.position() + Buffers.LARGE)));
        }
    }

    @Override
    public void write(int b) throws IOException {
        room(1).put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            ByteBuffer room = room(1);
            int count = Math.min(end - at, room.remaining());
            room.put(bytes, at, count);
            at += count;
        }
    }

    /**
     * Sends what is collected and gives the buffer back.
     *
     * @throws IOException one of those that {@link Connection} names
     */
    @Override
    public void flush() throws IOException {
        refuseSecondThread();
        ByteBuffer full = buffer;
        if (full.capacity() == 0) {
            return;
        }
        buffer = EMPTY;
        try {
            if (full.flip().hasRemaining()) {
                send(full);
            }
        } finally {
            Buffers.giveBack(full);
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        boolean interruptedBefore = Thread.currentThread().isInterrupted();
        boolean complete = false;
        try {
            connection.transmit(bytes);
            complete = true;
        } catch (RuntimeException | Error misused) {
            // The bytes are gone, and a stream with a hole in it must not go on.
            connection.kill("what was to be sent could not be: " + misused.getMessage());
            throw misused;
        } finally {
            boolean interrupted = !interruptedBefore && Thread.currentThread().isInterrupted();
            int end = complete || interrupted ? bytes.limit() : Math.min(bytes.position(), bytes.limit() - 1);
            handedOver += end - start;
        }
    }

    /** Sends what is collected; the connection is closed by its owner. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
