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

    private final LineEnds lines;

    /** An encoder for one message. */
    public DotEncoder(BareNewlines policy) {
        this.lines = new LineEnds(policy, true);
    }

    /**
     * Moves as much as fits from {@code in} to {@code out}. Returns when {@code in} is used up or {@code out} has fewer
     * than {@value #MAX_END} bytes left; the positions tell which. {@code in} must have an array.
     *
     * @throws GrammarException on a bare CR or LF under {@link BareNewlines#REFUSE}; what was written must then be thrown
     *     away with the connection, because the message cannot be taken back
     */
    public void encode(ByteBuffer in, ByteBuffer out) throws GrammarException {
        int base = in.arrayOffset();
        in.position(encode(in.array(), base + in.position(), base + in.limit(), out) - base);
    }

    /**
     * The same for the bytes of an array.
     *
     * @return how far it came: {@code to}, unless {@code out} has fewer than {@value #MAX_END} bytes left
     * @throws GrammarException as above
     */
    public int encode(byte[] bytes, int from, int to, ByteBuffer out) throws GrammarException {
        return lines.encode(bytes, from, to, out, MAX_END);
    }

    /**
     * Writes what is owed and the end mark: a missing CRLF, then {@code .CRLF}. Needs {@value #MAX_END} bytes of room.
     *
     * @throws GrammarException if the message ends in a bare CR under {@link BareNewlines#REFUSE}
     */
    public void finish(ByteBuffer out) throws GrammarException {
        lines.finish(out);
        if (!lines.isAtLineStart()) {
            lines.newLine(out);
        }
        out.put((byte) '.').put((byte) '\r').put((byte) '\n');
    }
}
