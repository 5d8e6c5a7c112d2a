package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a {@link Connection}: a stream, and for decoders a look into its buffer, so that a line is parsed where
 * it lies. Reading first sends what is buffered in {@link WireOutput}, so nobody waits for an answer to a command that has
 * not left. Holds a buffer only while bytes are in it.
 */
public final class WireInput extends InputStream {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Connection connection;
    private final Guard guard;
    private ByteBuffer buffer = EMPTY;
    /** Another view of the same bytes, to receive with: a read that fails leaves the first view as it was. */
    private ByteBuffer room = EMPTY;

    private boolean bulk;
    private long received;

    WireInput(Connection connection, Guard guard) {
        this.connection = connection;
        this.guard = guard;
    }

    /** Whether no byte is waiting in the buffer. Before a TLS upgrade this must be so. */
    public boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    /**
     * Takes what the peer had sent before it hung up on our writing, often the reason why. It does not wait: a stream that
     * can no longer be written has come to its end, and what lies before that can still be read.
     */
    void hear(Transport transport, IOException failure) {
        if (failure instanceof SSLException || failure instanceof ClosedChannelException) {
            // Not the peer's doing, or of no use any more.
            return;
        }
        try {
            makeRoom();
            int start = buffer.limit();
            int read = transport.read(room.limit(room.capacity()).position(start));
            buffer.limit(start + Math.max(0, read));
            received += Math.max(0, read);
        } catch (IOException | IllegalStateException nothingMore) {
            // The failed write is what will be told.
        }
    }

    /** The unread bytes, without waiting for any. */
    ByteBuffer unread() {
        return buffer;
    }

    /**
     * The same for who takes some outside of a step; {@link #taken} follows.
     *
     * @throws IllegalStateException if another thread is in a step
     */
    ByteBuffer unread(String what) {
        boolean ignored = guard.isRunningHere(what);
        return buffer;
    }

    /** Gives the buffers back, as the end of a step would, if nothing is left in this one. */
    void taken() {
        if (!buffer.hasRemaining()) {
            guard.rest();
        }
    }

    /** The unread bytes, escaped, for a message. */
    String excerpt() {
        int base = buffer.arrayOffset();
        return GrammarException.excerpt(buffer.array(), base + buffer.position(), base + buffer.limit());
    }

    /** How many bytes have come so far, decrypted. */
    public long received() {
        return received;
    }

    /**
     * The unread bytes, at least one; waits if there are none. The caller takes bytes by moving the position; the buffer
     * is valid until the next call on this stream.
     *
     * @return null at the end of the stream
     * @throws IOException one of those that {@link Connection} names
     */
    public @Nullable ByteBuffer buffered() throws IOException {
        return buffer.hasRemaining() || fill() > 0 ? buffer : null;
    }

    /**
     * Waits for more bytes behind the unread ones, which an unfinished line needs.
     *
     * @return how many came, or -1 at the end of the stream
     * @throws IllegalStateException if the unread bytes leave no room; lines are limited far below that
     * @throws IOException one of those that {@link Connection} names
     */
    int fill() throws IOException {
        makeRoom();
        int start = buffer.limit();
        int read = connection.receive(room.limit(room.capacity()).position(start));
        if (read > 0) {
            buffer.limit(start + read);
            received += read;
            bulk = !room.hasRemaining();
        }
        return read;
    }

    /** The transport wants room for a whole TLS record, so unread bytes move to the front of a large buffer. */
    private void makeRoom() {
        if (!buffer.hasRemaining()) {
            if (buffer.capacity() < Buffers.SMALL || (bulk && buffer.capacity() < Buffers.LARGE)) {
                Buffers.giveBack(buffer);
                use(bulk ? Buffers.borrowLarge() : Buffers.borrowSmall());
            }
            buffer.clear().limit(0);
        } else if (buffer.capacity() - buffer.limit() < Buffers.SMALL) {
            ByteBuffer larger = Buffers.borrowLarge();
            larger.put(buffer).flip();
            Buffers.giveBack(buffer);
            use(larger);
        }
        if (buffer.capacity() - buffer.limit() < Buffers.SMALL) {
            throw new IllegalStateException(buffer.remaining() + " unread bytes leave no room for more");
        }
    }

    private void use(ByteBuffer chosen) {
        buffer = chosen;
        room = chosen.duplicate();
    }

    /** Throws away what is unread: the connection is over. The pool does not get the buffer, whoever may still see it. */
    void discard() {
        buffer = EMPTY;
        room = EMPTY;
    }

    /** Gives the buffer back if it is empty: the connection is about to wait for its user. */
    void rest() {
        if (!buffer.hasRemaining() && buffer.capacity() > 0) {
            Buffers.giveBack(buffer);
            buffer = EMPTY;
            room = EMPTY;
        }
    }

    @Override
    public int read() throws IOException {
        ByteBuffer bytes = buffered();
        return bytes == null ? -1 : bytes.get() & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer bytes = buffered();
        if (bytes == null) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(into, offset, count);
        return count;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }

    /** Does nothing: the connection is closed by its owner. */
    @Override
    public void close() {}
}
