package dev.wireside.smtp.dkim;

/**
 * "simple" (RFC 6376 section 3.4.3): all empty lines at the end become none, a missing CRLF at the end is added, and an
 * empty body becomes CRLF.
 */
final class SimpleBody implements BodyCanonicalizer {
    private final ByteSink out;
    private final HeldLineEnds held = new HeldLineEnds();

    SimpleBody(ByteSink out) {
        this.out = out;
    }

    @Override
    public void update(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isLineEnd(bytes[end - 1])) {
            end--;
        }
        if (end > from) {
            held.release(out);
            out.accept(bytes, from, end);
        }
        for (int i = end; i < to; i++) {
            held.hold();
        }
    }

    @Override
    public void finish() {
        HeldLineEnds.end(out);
    }

    static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }
}
