package dev.wireside.codec.dot;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireBytes;
import java.nio.ByteBuffer;

/** What {@link DotEncoder} and {@link LineEndEncoder} have in common: every line ends in CRLF, whatever it came with. */
final class LineEnds {
    /** What one byte becomes at most: CRLF for a bare CR that was held back, and a dot with its double. */
    static final int MAX_STEP = 4;

    /** Looked through and then copied, while it is in the processor's first cache. */
    private static final int BLOCK = 2 * 1024;

    /** A smaller block is not worth its overhead. */
    private static final int MIN_BLOCK = 64;

    private final BareNewlines policy;
    private final boolean doublesDots;
    private boolean atLineStart = true;
    private boolean afterCr;

    LineEnds(BareNewlines policy, boolean doublesDots) {
        this.policy = policy;
        this.doublesDots = doublesDots;
    }

    /** Moves as much as fits, as long as {@code out} has at least {@code least} bytes left. Returns how far it came. */
    int encode(byte[] source, int from, int end, ByteBuffer out, int least) throws GrammarException {
        int at = from;
        int mixed = from;
        while (at < end && out.remaining() >= least) {
            int to = Math.min(end, at + Math.min(out.remaining(), BLOCK));
            int run = at < mixed ? plainRun(source, at, Math.min(to, mixed)) : plainBlock(source, at, to);
            if (run > at) {
                out.put(source, at, run - at);
                at = run;
            } else if (at < mixed) {
                special(source[at++], out);
            } else {
                mixed = to;
            }
        }
        return at;
    }

    /** How far a block can be copied as it is: nearly all of it, or nothing, and then {@link #plainRun} sees how far. */
    private int plainBlock(byte[] source, int from, int to) {
        int end = from + ((to - from - 2) & -Long.BYTES);
        if (end - from < MIN_BLOCK || source[from] == '\n' || isSpecialFirst(source[from])) {
            return from;
        }
        boolean plain = doublesDots
                ? !WireBytes.hasBareNewlineOrDottedLine(source, from, end)
                : !WireBytes.hasBareNewline(source, from, end);
        if (!plain) {
            return from;
        }
        int run = source[end - 1] == '\r' ? end + 1 : end;
        atLineStart = source[run - 1] == '\n';
        return run;
    }

    private boolean isSpecialFirst(byte first) {
        return afterCr || (atLineStart && doublesDots && first == '.');
    }

    /** Writes what is owed for a CR that was the last byte. */
    void finish(ByteBuffer out) throws GrammarException {
        if (afterCr) {
            bareCr(out);
        }
    }

    boolean isAtLineStart() {
        return atLineStart;
    }

    /** How far the bytes can be copied as they are: text, and each CRLF behind which no dot needs a second one. */
    private int plainRun(byte[] source, int from, int to) {
        if (isSpecialFirst(source[from])) {
            return from;
        }
        int at = WireBytes.indexOfControl(source, from, to);
        while (at < to && source[at] != '\n') {
            if (source[at] != '\r') {
                at++;
            } else if (isPlainLineEnd(source, at, to)) {
                at += 2;
            } else {
                break;
            }
            at = WireBytes.indexOfControl(source, at, to);
        }
        if (at > from) {
            atLineStart = source[at - 1] == '\n';
        }
        return at;
    }

    private boolean isPlainLineEnd(byte[] source, int cr, int to) {
        return cr + 1 < to && source[cr + 1] == '\n' && (!doublesDots || (cr + 2 < to && source[cr + 2] != '.'));
    }

    private void special(byte b, ByteBuffer out) throws GrammarException {
        if (afterCr && b != '\n') {
            bareCr(out);
        }
        switch (b) {
            case '\r' -> afterCr = true;
            case '\n' -> lineFeed(out);
            case '.' -> {
                if (atLineStart && doublesDots) {
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

    void newLine(ByteBuffer out) {
        out.put((byte) '\r').put((byte) '\n');
        afterCr = false;
        atLineStart = true;
    }

    private static GrammarException bare(String what) {
        return new GrammarException(
                "the message has a bare " + what + "; lines end in CRLF", "RFC 5321 section 2.3.8", "");
    }
}
