package dev.wireside.smtp.dkim;

/** Line ends that may turn out to be the last of the body, in constant memory: only their number is kept. */
final class HeldLineEnds {
    private static final int BLOCK = 1024;

    /** CRLF again and again. What is held begins with CR, because text stands before it. */
    private static final byte[] LINE_ENDS = new byte[BLOCK];

    static {
        for (int i = 0; i < BLOCK; i += 2) {
            LINE_ENDS[i] = '\r';
            LINE_ENDS[i + 1] = '\n';
        }
    }

    private long bytes;

    /** Keeps one more CR or LF. */
    void hold() {
        bytes++;
    }

    /** There is text behind them, so they belong to the body. */
    void release(ByteSink out) {
        while (bytes > 0) {
            int block = (int) Math.min(bytes, BLOCK);
            out.accept(LINE_ENDS, 0, block);
            bytes -= block;
        }
    }

    /** The one CRLF that a body ends in. */
    static void end(ByteSink out) {
        out.accept(LINE_ENDS, 0, 2);
    }
}
