package dev.wireside.smtp;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** So many of each kind wait for use: 4 MiB on the heap, and as many outside of it, of which there are never more. */
    private static final int MAX_POOLED = 16;

    private static final Queue<ByteBuffer> SMALL_POOL = new ArrayBlockingQueue<>(MAX_POOLED);
    private static final Queue<ByteBuffer> LARGE_POOL = new ArrayBlockingQueue<>(MAX_POOLED);
    private static final Queue<ByteBuffer> DIRECT_POOL = new ArrayBlockingQueue<>(MAX_POOLED);
    private static final AtomicInteger DIRECT = new AtomicInteger();

    private final boolean direct;

    private @Nullable ByteBuffer buffer;

    /** @param direct whether a large one should be outside of the heap, from where a socket takes it as it is; TLS does not */
    Chunk(boolean direct) {
        this.direct = direct;
    }

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
        buffer = (direct ? borrowDirect() : borrow(LARGE_POOL, LARGE)).put(small.flip());
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

    private static ByteBuffer borrowDirect() {
        ByteBuffer pooled = DIRECT_POOL.poll();
        if (pooled != null) {
            return pooled;
        }
        if (DIRECT.incrementAndGet() <= MAX_POOLED) {
            return ByteBuffer.allocateDirect(LARGE);
        }
        DIRECT.decrementAndGet();
        return borrow(LARGE_POOL, LARGE);
    }

    private static void giveBack(ByteBuffer buffer) {
        Queue<ByteBuffer> pool = buffer.capacity() == SMALL ? SMALL_POOL : buffer.isDirect() ? DIRECT_POOL : LARGE_POOL;
        boolean ignored = pool.offer(buffer.clear());
    }
}
