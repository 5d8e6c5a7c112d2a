package dev.wireside.codec.dot;

import dev.wireside.codec.WireBytes;
import java.nio.ByteBuffer;

/**
 * Takes the transparency off a message: removes the dot that a line begins with, and stops behind the lone dot (RFC 1939
 * section 3, RFC 5321 section 4.5.2). Only CRLF starts a line: a bare LF is content and passes through, so a message
 * cannot be ended early by {@code LF.LF} (rule S5).
 *
 * <p>A push machine: feed it blocks of any size. Confined to one thread, one message per instance.
 *
 * <pre>
 *            CR          LF           '.'           CR            LF
 *  TEXT ──────► CR ──────► LINE_START ──► DOT ──────► DOT_CR ──────► END
 *    ▲           │ other       │ other     │ other      │ other: "." was stuffing, CR is content
 *    └───────────┴─────────────┴───────────┴────────────┘
 * </pre>
 */
public final class DotDecoder {
    private enum State {
        TEXT,
        CR,
        LINE_START,
        DOT,
        DOT_CR,
        END
    }

    private State state = State.LINE_START;

    /** A decoder for one message; the first byte it gets is the first of a line. */
    public DotDecoder() {}

    /**
     * Moves as much as fits from {@code in} to {@code out}; the positions tell how far it came. {@code in} must have
     * an array; {@code out} should have room for more than one byte, or nothing moves. They must not share memory: a CR
     * that was held back comes out when {@code out} is a byte behind.
     *
     * @return true when the lone dot was reached; {@code in} then stands at the first byte behind it
     */
    public boolean decode(ByteBuffer in, ByteBuffer out) {
        byte[] source = in.array();
        int at = in.arrayOffset() + in.position();
        int end = in.arrayOffset() + in.limit();
        while (at < end && state != State.END && out.remaining() > 1) {
            if (state == State.TEXT) {
                int run = textRun(source, at, Math.min(end, at + out.remaining() - 1));
                out.put(source, at, run - at);
                at = run;
            } else {
                step(source[at++], out);
            }
        }
        in.position(at - in.arrayOffset());
        return state == State.END;
    }

    /** Whether the lone dot was seen; if the stream ends before, the message is truncated (rule S11). */
    public boolean isComplete() {
        return state == State.END;
    }

    /** Passes text and line ends; stops at a dot that begins a line. */
    private int textRun(byte[] source, int from, int to) {
        int at = WireBytes.indexOf((byte) '.', source, from, to);
        while (at < to && !isBehindCrLf(source, from, at)) {
            at = WireBytes.indexOf((byte) '.', source, at + 1, to);
        }
        if (isBehindCrLf(source, from, at)) {
            state = State.LINE_START;
        } else if (source[at - 1] == '\r') {
            state = State.CR;
        }
        return at;
    }

    private static boolean isBehindCrLf(byte[] source, int from, int at) {
        return at - from >= 2 && source[at - 1] == '\n' && source[at - 2] == '\r';
    }

    private void step(byte b, ByteBuffer out) {
        switch (state) {
            case CR -> {
                text(b, out);
                state = b == '\n' ? State.LINE_START : state;
            }
            case LINE_START -> {
                if (b == '.') {
                    state = State.DOT;
                } else {
                    text(b, out);
                }
            }
            case DOT -> {
                if (b == '\r') {
                    state = State.DOT_CR;
                } else {
                    text(b, out);
                }
            }
            case DOT_CR -> {
                if (b == '\n') {
                    state = State.END;
                } else {
                    out.put((byte) '\r');
                    text(b, out);
                }
            }
            default -> throw new IllegalStateException("no step in " + state);
        }
    }

    private void text(byte b, ByteBuffer out) {
        out.put(b);
        state = b == '\r' ? State.CR : State.TEXT;
    }
}
