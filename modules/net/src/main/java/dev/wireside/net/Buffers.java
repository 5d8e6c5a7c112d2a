package dev.wireside.net;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lends buffers (each with an array) and takes them back, so that a connection holds buffers only while bytes are in them. Safe for any
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

    private Buffers() {}

    static ByteBuffer borrowSmall() {
        return orNew(SMALL_POOL.poll(), SMALL);
    }

    static ByteBuffer borrowLarge() {
        return orNew(LARGE_POOL.poll(), LARGE);
    }

    /** The caller must not touch the buffer any more. It is not wiped: nobody reads beyond what he wrote. */
    static void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() == SMALL) {
            boolean ignored = SMALL_POOL.offer(buffer.clear());
        } else if (buffer.capacity() == LARGE) {
            boolean ignored = LARGE_POOL.offer(buffer.clear());
        }
    }

    private static ByteBuffer orNew(@Nullable ByteBuffer pooled, int size) {
        return pooled != null ? pooled : ByteBuffer.allocate(size);
    }
}
