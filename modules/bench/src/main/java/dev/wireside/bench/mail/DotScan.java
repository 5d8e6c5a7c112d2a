package dev.wireside.bench.mail;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the lone dot that ends a message, eight bytes at a time, and counts what was before it without the stuffing. This is
 * the least that anybody must do who takes a message off the wire.
 */
final class DotScan {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long DOTS = '.' * ONES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CRLF = '\r' << 8 | '\n';

    private int lastTwo = CRLF;
    private long content;

    /** Bytes so far, without the dots that stuffing put in and without the end mark. */
    long content() {
        return content;
    }

    /** Ready for the next message. */
    void reset() {
        lastTwo = CRLF;
        content = 0;
    }

    /**
     * Takes what belongs to the message. A dot at the very end may be left unread, with or without its CR, until more is there
     * behind it.
     *
     * @param in little-endian, which is cheapest
     * @return whether the lone dot was taken too
     */
    boolean scan(ByteBuffer in) {
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        int start = in.position();
        int end = in.limit();
        for (int dot = nextDot(in, start, end); dot < end; dot = nextDot(in, dot + 1, end)) {
            if (before(in, start, dot) != CRLF) {
                continue;
            }
            if (dot + 2 >= end && mayEnd(in, dot + 1, end)) {
                taken(in, start, dot);
                return false;
            }
            if (in.get(dot + 1) == '\r' && in.get(dot + 2) == '\n') {
                taken(in, start, dot);
                in.position(dot + 3);
                return true;
            }
            content--;
        }
        taken(in, start, end);
        return false;
    }

    private static boolean mayEnd(ByteBuffer in, int at, int end) {
        return at == end || in.get(at) == '\r';
    }

    private void taken(ByteBuffer in, int start, int end) {
        lastTwo = before(in, start, end);
        content += end - start;
        in.position(end);
    }

    private int before(ByteBuffer in, int start, int at) {
        return switch (at - start) {
            case 0 -> lastTwo;
            case 1 -> (lastTwo & 0xff) << 8 | (in.get(start) & 0xff);
            default -> (in.get(at - 2) & 0xff) << 8 | (in.get(at - 1) & 0xff);
        };
    }

    private static int nextDot(ByteBuffer in, int from, int end) {
        if (!in.hasArray()) {
            return nextDotInDirect(in, from, end);
        }
        int offset = in.arrayOffset();
        return nextDot(in.array(), offset + from, offset + end) - offset;
    }

    private static int nextDot(byte[] in, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long dots = dots((long) LONGS.get(in, at));
            if (dots != 0) {
                return at + (Long.numberOfTrailingZeros(dots) >> 3);
            }
        }
        while (at < end && in[at] != '.') {
            at++;
        }
        return at;
    }

    private static int nextDotInDirect(ByteBuffer in, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long dots = dots(in.getLong(at));
            if (dots != 0) {
                return at + (Long.numberOfTrailingZeros(dots) >> 3);
            }
        }
        while (at < end && in.get(at) != '.') {
            at++;
        }
        return at;
    }

    /** The highest bit of each byte that is a dot, and perhaps of some behind the first. */
    private static long dots(long eight) {
        long differing = eight ^ DOTS;
        return (differing - ONES) & ~differing & HIGHS;
    }
}
