package dev.wireside.net;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lends buffers (with an array, but for one kind) and takes them back, so that a connection holds buffers only while bytes are in them. Safe for any
 * number of threads; what is not given back is merely garbage.
 */
final class Buffers {
    /** One TLS record with its header and padding (RFC 8446 section 5.2: 2^14 + 256 + 5), rounded up. */
    static final int SMALL = 17 * 1024;

    /** What moves bulk at the full speed of loopback; larger blocks were measured not to be faster. */
    static final int LARGE = 64 * 1024;

    /** At most this many of each size wait for use: 5 MiB altogether, enough for all that truly run at once. */
    private static final int MAX_POOLED = 64;

    private static final Queue<ByteBuffer> SMALL_POOL = new ArrayBlockingQueue<>(MAX_POOLED);
    private static final Queue<ByteBuffer> LARGE_POOL = new ArrayBlockingQueue<>(MAX_POOLED);

    /** Outside of the heap there are never more than this, 1 MiB altogether: such memory is dear to get and late to come back. */
    private static final int MAX_DIRECT = 16;

    private static final Queue<ByteBuffer> DIRECT_POOL = new ArrayBlockingQueue<>(MAX_DIRECT);
    private static final AtomicInteger DIRECT = new AtomicInteger();

    private Buffers() {}

    static ByteBuffer borrowSmall() {
        return orNew(SMALL_POOL.poll(), SMALL);
    }

    static ByteBuffer borrowLarge() {
        return orNew(LARGE_POOL.poll(), LARGE);
    }

    /**
     * One of {@link #LARGE} from which a socket takes the bytes as they are; else it copies them first. It has no array, save
     * where there are too many.
     */
    static ByteBuffer borrowDirect() {
        ByteBuffer pooled = DIRECT_POOL.poll();
        if (pooled != null) {
            return pooled;
        }
        if (DIRECT.incrementAndGet() <= MAX_DIRECT) {
            return ByteBuffer.allocateDirect(LARGE);
        }
        DIRECT.decrementAndGet();
        return borrowLarge();
    }

    /** The buffer will not be given back, because somebody may still see it. */
    static void lose(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            DIRECT.decrementAndGet();
        }
    }

    /** The caller must not touch the buffer any more. It is not wiped: nobody reads beyond what he wrote. */
    static void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() == SMALL) {
            boolean ignored = SMALL_POOL.offer(buffer.clear());
        } else if (buffer.isDirect()) {
            boolean ignored = DIRECT_POOL.offer(buffer.clear());
        } else if (buffer.capacity() == LARGE) {
            boolean ignored = LARGE_POOL.offer(buffer.clear());
        }
    }

    private static ByteBuffer orNew(@Nullable ByteBuffer pooled, int size) {
        return pooled != null ? pooled : ByteBuffer.allocate(size);
    }
}
