package dev.wireside.codec.dot;

import dev.wireside.codec.GrammarException;
import java.nio.ByteBuffer;

/**
 * Gives every line of a message its CRLF and changes nothing else: what BDAT sends, where no dot is special (RFC 3030
 * section 2). A message that ends without CRLF is sent so.
 *
 * <p>A push machine: feed it blocks of any size. Confined to one thread, one message per instance.
 */
public final class LineEndEncoder {
    /** The room that encoding needs; {@link #finish} adds at most CRLF. */
    public static final int MAX_END = LineEnds.MAX_STEP;

    private final LineEnds lines;

    /** An encoder for one message. */
    public LineEndEncoder(BareNewlines policy) {
        this.lines = new LineEnds(policy, false);
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
     * Writes the CRLF that is owed when the message ends in a bare CR. Needs {@value #MAX_END} bytes of room.
     *
     * @throws GrammarException if it does so under {@link BareNewlines#REFUSE}
     */
    public void finish(ByteBuffer out) throws GrammarException {
        lines.finish(out);
    }
}
