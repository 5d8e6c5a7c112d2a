package dev.wireside.smtp;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of one BDAT is collected, because its size stands in front of it. Small until a message does not fit;
 * used for one message after the other.
 */
final class Chunk implements AutoCloseable {
    /** Most messages fit. */
    static final int SMALL = 16 * 1024;

    /** Small enough to stay in a processor's cache on its way, large enough that its reply does not matter. */
    static final int LARGE = 256 * 1024;

    /** So many of each size wait for use, 4 MiB altogether. */
    private static final int MAX_POOLED = 16;

    private static final Queue<ByteBuffer> SMALL_POOL = new ArrayBlockingQueue<>(MAX_POOLED);
    private static final Queue<ByteBuffer> LARGE_POOL = new ArrayBlockingQueue<>(MAX_POOLED);

    private @Nullable ByteBuffer buffer;

    /** The buffer as it is now, with what was collected. */
    ByteBuffer buffer() {
        ByteBuffer now = buffer;
        if (now == null) {
            now = borrow(SMALL_POOL, SMALL);
            buffer = now;
        }
        return now;
    }

    /** Makes room without sending anything; false if it is as large as it gets. */
    boolean grow() {
        ByteBuffer small = buffer();
        if (small.capacity() == LARGE) {
            return false;
        }
        buffer = borrow(LARGE_POOL, LARGE).put(small.flip());
        giveBack(small);
        return true;
    }

    /** Gives the buffer back. */
    @Override
    public void close() {
        ByteBuffer last = buffer;
        buffer = null;
        if (last != null) {
            giveBack(last);
        }
    }

    private static ByteBuffer borrow(Queue<ByteBuffer> pool, int size) {
        ByteBuffer pooled = pool.poll();
        return pooled != null ? pooled : ByteBuffer.allocate(size);
    }

    private static void giveBack(ByteBuffer buffer) {
        boolean ignored = (buffer.capacity() == SMALL ? SMALL_POOL : LARGE_POOL).offer(buffer.clear());
    }
}
