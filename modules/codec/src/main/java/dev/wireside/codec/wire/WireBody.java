package dev.wireside.codec.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A made-up message of any size, the same bytes each time it is asked for, and never held as a whole: for tests of large
 * messages without large files. From 512 octets on it begins with the header of a mail; its lines have at most 80 octets
 * with their CRLF; some begin with a dot and some consist of one, so that dot-stuffing has something to do.
 *
 * <p>Immutable; each iterator belongs to one thread.
 */
public final class WireBody implements Iterable<byte[]> {
    private static final int HEADER_FROM = 512;

    private static final byte[][] HEADER = lines(
            "From: Ada <ada@example.org>",
            "To: Bob <bob@example.net>",
            "Subject: a large message",
            "Date: Thu, 01 Jan 2026 00:00:00 +0000",
            "Message-ID: <large@example.org>",
            "");

    private static final byte[][] TEXT = text();

    private final long size;

    private WireBody(long size) {
        this.size = size;
    }

    /**
     * The message of this size.
     *
     * @param size in octets; not 1, because a message consists of lines and each ends with CRLF
     * @throws IllegalArgumentException if the size is negative or 1
     */
    public static WireBody ofSize(long size) {
        requireSize(size);
        return new WireBody(size);
    }

    static void requireSize(long size) {
        if (size < 0 || size == 1) {
            throw new IllegalArgumentException("a message of whole lines cannot have " + size + " octets");
        }
    }

    /** Octets of the whole message, before any dot-stuffing. */
    public long size() {
        return size;
    }

    /**
     * The lines, each with its CRLF and not dot-stuffed. The arrays are shared between all bodies and must not be
     * changed.
     */
    @Override
    public Iterator<byte[]> iterator() {
        return new Lines(size);
    }

    private static final class Lines implements Iterator<byte[]> {
        private final boolean headed;
        private long left;
        private long next;

        Lines(long size) {
            headed = size >= HEADER_FROM;
            left = size;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public byte[] next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            byte[] line = headed && next < HEADER.length ? HEADER[(int) next] : TEXT[(int) (next % TEXT.length)];
            next++;
            // Never leave a single octet over: no line fits in it.
            if (left - line.length < 2 && left != line.length) {
                line = last((int) left);
            }
            left -= line.length;
            return line;
        }
    }

    private static byte[] last(int size) {
        byte[] line = new byte[size];
        Arrays.fill(line, (byte) 'z');
        line[size - 2] = '\r';
        line[size - 1] = '\n';
        return line;
    }

    private static byte[][] lines(String... texts) {
        byte[][] lines = new byte[texts.length][];
        Arrays.setAll(lines, i -> (texts[i] + "\r\n").getBytes(US_ASCII));
        return lines;
    }

    /** 61 lines: a prime, so that nothing that counts in powers of two stays in step with them. */
    private static byte[][] text() {
        String[] texts = new String[61];
        Arrays.setAll(texts, WireBody::textLine);
        return lines(texts);
    }

    private static String textLine(int number) {
        if (number == 30) {
            return ".";
        }
        String start = number % 7 == 3 ? "." : "";
        StringBuilder line =
                new StringBuilder(start).append("line ").append(number).append(' ');
        for (int i = number; line.length() < 76; i += 7) {
            line.append((char) ('a' + i % 26));
        }
        return line.toString();
    }
}
