package dev.wireside.codec.dot;

import dev.wireside.codec.GrammarException;
import java.nio.ByteBuffer;

/**
 * Makes a message transparent: every line ends in CRLF, a line that begins with a dot gets a second one, and
 * {@link #finish} writes the lone dot (RFC 5321 section 4.5.2).
 *
 * <p>Bare CR and LF are treated <em>before</em> dots are stuffed, so {@code LF.LF} cannot reach a server that would take it
 * for the end (CVE-2023-51764 and its kin).
 *
 * <p>A push machine: feed it blocks of any size. Confined to one thread, one message per instance.
 */
public final class DotEncoder {
    /** What {@link #finish} may add at most: CRLF, dot, CRLF. */
    public static final int MAX_END = 5;

    private final BareNewlines policy;
    private boolean atLineStart = true;
    private boolean afterCr;

    /** An encoder for one message. */
    public DotEncoder(BareNewlines policy) {
        this.policy = policy;
    }

    /**
     * Moves as much as fits from {@code in} to {@code out}. Returns when {@code in} is used up or {@code out} has fewer
     * than {@value #MAX_END} bytes left; the positions tell which. Both buffers must have an array.
     *
     * @throws GrammarException on a bare CR or LF under {@link BareNewlines#REFUSE}; what was written must then be thrown
     *     away with the connection, because the message cannot be taken back
     */
    public void encode(ByteBuffer in, ByteBuffer out) throws GrammarException {
        byte[] source = in.array();
        int at = in.arrayOffset() + in.position();
        int end = in.arrayOffset() + in.limit();
        while (at < end && out.remaining() >= MAX_END) {
            int run = plainRun(source, at, Math.min(end, at + out.remaining() - (MAX_END - 1)));
            if (run > at) {
                out.put(source, at, run - at);
                at = run;
            } else {
                special(source[at++], out);
            }
        }
        in.position(at - in.arrayOffset());
    }

    /**
     * Writes what is owed and the end mark: a missing CRLF, then {@code .CRLF}. Needs {@value #MAX_END} bytes of room.
     *
     * @throws GrammarException if the message ends in a bare CR under {@link BareNewlines#REFUSE}
     */
    public void finish(ByteBuffer out) throws GrammarException {
        if (afterCr) {
            bareCr(out);
        }
        if (!atLineStart) {
            newLine(out);
        }
        out.put((byte) '.').put((byte) '\r').put((byte) '\n');
    }

    /** How far the bytes can be copied as they are: text, and each CRLF whose next line does not begin with a dot. */
    private int plainRun(byte[] source, int from, int to) {
        if (afterCr || (atLineStart && source[from] == '.')) {
            return from;
        }
        int at = from;
        while (at < to && source[at] != '\n') {
            if (source[at] != '\r') {
                at++;
            } else if (at + 2 < to && source[at + 1] == '\n' && source[at + 2] != '.') {
                at += 2;
            } else {
                break;
            }
        }
        if (at > from) {
            atLineStart = source[at - 1] == '\n';
        }
        return at;
    }

    private void special(byte b, ByteBuffer out) throws GrammarException {
        if (afterCr && b != '\n') {
            bareCr(out);
        }
        switch (b) {
            case '\r' -> afterCr = true;
            case '\n' -> lineFeed(out);
            case '.' -> {
                if (atLineStart) {
                    out.put((byte) '.');
                }
                text(b, out);
            }
            default -> text(b, out);
        }
    }

    private void text(byte b, ByteBuffer out) {
        out.put(b);
        atLineStart = false;
    }

    private void lineFeed(ByteBuffer out) throws GrammarException {
        if (!afterCr && policy == BareNewlines.REFUSE) {
            throw bare("LF");
        }
        newLine(out);
    }

    private void bareCr(ByteBuffer out) throws GrammarException {
        if (policy == BareNewlines.REFUSE) {
            throw bare("CR");
        }
        newLine(out);
    }

    private void newLine(ByteBuffer out) {
        out.put((byte) '\r').put((byte) '\n');
        afterCr = false;
        atLineStart = true;
    }

    private static GrammarException bare(String what) {
        return new GrammarException(
                "the message has a bare " + what + "; lines end in CRLF", "RFC 5321 section 2.3.8", "");
    }
}
