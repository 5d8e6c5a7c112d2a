package dev.wireside.codec.line;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireBytes;

/**
 * Finds the end of a line in a buffer: CRLF and nothing else (RFC 5321 section 2.3.8, RFC 1939 section 3, RFC 854). A bare
 * LF or CR does not end a line and may not stand in one; a reader that is lenient here sees other lines than its peer.
 *
 * <p>Stateless: the buffer holds the unfinished line, so it is scanned where it lies and copied nowhere.
 */
public final class LineScanner {
    /** What {@link #find} returns when the buffer holds no whole line yet. */
    public static final int INCOMPLETE = -1;

    private LineScanner() {}

    /**
     * Looks for the CRLF of the line that starts at {@code from}.
     *
     * @param limit the most bytes a line may have, without CRLF
     * @return the index of its CR, or {@link #INCOMPLETE}
     * @throws GrammarException on a bare CR or LF, a NUL, or a line longer than {@code limit}
     */
    public static int find(byte[] buffer, int from, int to, int limit) throws GrammarException {
        for (int i = WireBytes.indexOfControl(buffer, from, to);
                i < to;
                i = WireBytes.indexOfControl(buffer, i + 1, to)) {
            byte b = buffer[i];
            if (b == '\r') {
                if (i + 1 == to) {
                    break;
                }
                if (buffer[i + 1] == '\n') {
                    return withinLimit(buffer, from, i, limit);
                }
                throw broken("a CR is followed by LF", buffer, from, to);
            }
            if (b == '\n') {
                throw broken("an LF follows a CR", buffer, from, to);
            }
            if (b == 0) {
                throw broken("a line holds no NUL", buffer, from, to);
            }
        }
        withinLimit(buffer, from, endOfContent(buffer, from, to), limit);
        return INCOMPLETE;
    }

    private static int endOfContent(byte[] buffer, int from, int to) {
        return to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    }

    private static int withinLimit(byte[] buffer, int from, int end, int limit) throws GrammarException {
        if (end - from > limit) {
            throw new GrammarException(
                    "a line has at most " + limit + " bytes",
                    "line limit",
                    GrammarException.excerpt(buffer, from, end));
        }
        return end;
    }

    private static GrammarException broken(String rule, byte[] buffer, int from, int to) {
        return new GrammarException(rule, "RFC 5321 section 2.3.8", GrammarException.excerpt(buffer, from, to));
    }
}
