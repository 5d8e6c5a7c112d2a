package dev.wireside.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What has arrived of a client and is not played yet, and where the lines in it end. Used by one thread. */
final class ClientBuffer {
    private static final int FIRST_SIZE = 64 * 1024;
    private static final int LARGEST_SIZE = 16 * FIRST_SIZE;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int start;
    private int end;
    private int searched;

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean isEmpty() {
        return start == end;
    }

    boolean isFull() {
        return end == bytes.length;
    }

    /** Behind the next CRLF, or negative. A bare LF or CR ends nothing: a client that sends one is to be found out. */
    int lineEnd() {
        for (int i = Math.max(searched, start + 1); i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
                return i + 1;
            }
        }
        searched = end;
        return -1;
    }

    /** What lies before this place has been played. */
    void consume(int to) {
        start = to;
        searched = to;
    }

    byte[] rest() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** One read of at most so many bytes, as there is room; the number of bytes, which now end the buffer, or negative. */
    int readFrom(InputStream in, int limit) throws IOException {
        int count = in.read(bytes, end, Math.min(limit, bytes.length - end));
        end += Math.max(0, count);
        return count;
    }

    /** @throws IOException if a line is too long to be held */
    void makeRoom() throws IOException {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            searched = Math.max(0, searched - start);
            end -= start;
            start = 0;
        }
        if (isFull()) {
            if (bytes.length >= LARGEST_SIZE) {
                throw new IOException("the client sent a line of more than " + LARGEST_SIZE + " bytes");
            }
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }
}
