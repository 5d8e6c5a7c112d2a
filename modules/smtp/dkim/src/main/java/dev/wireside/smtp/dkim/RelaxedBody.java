package dev.wireside.smtp.dkim;

/**
 * "relaxed" (RFC 6376 section 3.4.4): spaces and tabs at the end of a line go, others become one space, and empty lines at
 * the end go; what is left ends in CRLF, unless nothing is left.
 */
final class RelaxedBody implements BodyCanonicalizer {
    private static final byte[] SPACE = {' '};

    private final ByteSink out;
    private final HeldLineEnds held = new HeldLineEnds();
    private boolean owesSpace;
    private boolean isEmpty = true;

    RelaxedBody(ByteSink out) {
        this.out = out;
    }

    @Override
    public void update(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int run = textRun(bytes, at, to);
            if (run > at) {
                text(bytes, at, run);
                at = run;
            } else {
                blank(bytes[at++]);
            }
        }
    }

    @Override
    public void finish() {
        if (!isEmpty) {
            HeldLineEnds.end(out);
        }
    }

    /** How far the bytes are their own canonical form: text, and each space or CRLF that has text behind it. */
    private static int textRun(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (isText(b)) {
                at++;
            } else if (at == from) {
                break;
            } else if (b == ' ' && at + 1 < to && isText(bytes[at + 1])) {
                at += 2;
            } else if (b == '\r' && at + 2 < to && bytes[at + 1] == '\n' && isText(bytes[at + 2])) {
                at += 3;
            } else {
                break;
            }
        }
        return at;
    }

    private void text(byte[] bytes, int from, int to) {
        isEmpty = false;
        held.release(out);
        if (owesSpace) {
            owesSpace = false;
            out.accept(SPACE, 0, 1);
        }
        out.accept(bytes, from, to);
    }

    private void blank(byte b) {
        if (SimpleBody.isLineEnd(b)) {
            owesSpace = false;
            held.hold();
        } else {
            owesSpace = true;
        }
    }

    private static boolean isText(byte b) {
        return b > ' ' || (b != ' ' && b != '\t' && b != '\r' && b != '\n');
    }
}
