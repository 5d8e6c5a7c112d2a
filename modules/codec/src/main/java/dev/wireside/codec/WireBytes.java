package dev.wireside.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Looks for bytes in a buffer, eight at a time: a message is looked through several times on its way, and most of its bytes
 * are nothing special. Pure functions.
 *
 * <p>Eight bytes are one {@code long}; arithmetic on it sets the highest bit of each byte that is looked for, and perhaps
 * of some above it, by a borrow. Little-endian, so the lowest such bit belongs to the first of them and is right.
 */
public final class WireBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = 0x8080_8080_8080_8080L;

    private WireBytes() {}

    /**
     * The first byte with this value.
     *
     * @return its index, or {@code to} if there is none
     */
    public static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        long pattern = ONES * (wanted & 0xff);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONG.get(bytes, at) ^ pattern;
            long found = (difference - ONES) & ~difference & HIGHEST;
            if (found != 0) {
                return at + place(found);
            }
        }
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    /**
     * The first byte from 0 to 15: CR, LF and NUL are among them, and no text but the tab is.
     *
     * @return its index, or {@code to} if there is none
     */
    public static int indexOfControl(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at);
            long found = (eight - 16 * ONES) & ~eight & HIGHEST;
            if (found != 0) {
                return at + place(found);
            }
        }
        while (at < to && (bytes[at] & 0xf0) != 0) {
            at++;
        }
        return at;
    }

    /**
     * The first byte above 127, which is not US-ASCII.
     *
     * @return its index, or {@code to} if there is none
     */
    public static int indexOfEightBit(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long found = (long) LONG.get(bytes, at) & HIGHEST;
            if (found != 0) {
                return at + place(found);
            }
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private static int place(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
