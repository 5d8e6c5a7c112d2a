package dev.wireside.codec.wire;

import dev.wireside.codec.Secret;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One event of a {@link WireScript}, named from the server's chair: what the server sends, what it wants from the client,
 * and what it does to the connection.
 *
 * <p>All steps are immutable values. Texts are ordinary strings that travel as UTF-8; a byte that is no part of valid
 * UTF-8 stands in a text as the lone surrogate U+DC00 plus its value, so that every byte sequence has a text.
 */
public sealed interface WireStep {
    /** How many lines of a rendered script this step takes: for saying where in a file something happened. */
    default int lines() {
        return 1;
    }

    /**
     * {@code # text}: nothing on the wire; an empty text is an empty line.
     *
     * @param text one line, free of CR and LF
     */
    record Comment(String text) implements WireStep {
        /** @throws IllegalArgumentException if the text contains CR or LF */
        public Comment {
            requireOneLine(text);
        }
    }

    /**
     * {@code S: text}: the server sends the text and CRLF.
     *
     * @param text the line without its CRLF
     */
    record ServerLine(String text) implements WireStep {
        /** @throws IllegalArgumentException for a lone surrogate that stands for no byte */
        public ServerLine {
            text = WireEscapes.canonical(text);
        }

        /** What goes on the wire: the line and CRLF, as a fresh array. */
        public byte[] bytes() {
            return WireEscapes.bytes(text + "\r\n");
        }
    }

    /**
     * {@code !raw text}: the server sends exactly these bytes; nothing is added.
     *
     * @param text the bytes as text
     */
    record ServerBytes(String text) implements WireStep {
        /** @throws IllegalArgumentException for a lone surrogate that stands for no byte */
        public ServerBytes {
            text = WireEscapes.canonical(text);
        }

        /** What goes on the wire, as a fresh array. */
        public byte[] bytes() {
            return WireEscapes.bytes(text);
        }
    }

    /**
     * {@code !body SIZE}: the server sends a made-up message, dot-stuffed, without the final dot.
     *
     * @param size octets of the message before dot-stuffing, as a server would announce them; not 1
     */
    record ServerBody(long size) implements WireStep {
        /** @throws IllegalArgumentException if the size is negative or 1, which no CRLF fits in */
        public ServerBody {
            WireBody.requireSize(size);
        }

        /** The message, made while it is read. */
        public WireBody body() {
            return WireBody.ofSize(size);
        }
    }

    /**
     * {@code C: text}: the client must send exactly this line; where the text has the mask of a secret, {@value
     * dev.wireside.codec.Secret#MASK}, anything may stand.
     *
     * @param text the line without its CRLF
     */
    record ClientLine(String text) implements WireStep {
        /** @throws IllegalArgumentException for a lone surrogate that stands for no byte */
        public ClientLine {
            text = WireEscapes.canonical(text);
        }

        /** Whether a line of the client, given without its CRLF, is the one expected. */
        public boolean matches(String line) {
            int mask = text.indexOf(Secret.MASK);
            if (mask < 0) {
                return text.equals(line);
            }
            int last = text.lastIndexOf(Secret.MASK) + Secret.MASK.length();
            String end = text.substring(last);
            boolean framed = line.length() >= mask + end.length()
                    && line.startsWith(text.substring(0, mask))
                    && line.endsWith(end);
            return framed && inOrder(text.substring(mask, last), line.substring(mask, line.length() - end.length()));
        }

        /** Both ends are masks: the texts between masks must occur in their order, and the earliest place will do. */
        private static boolean inOrder(String masked, String line) {
            int at = 0;
            for (String part : masked.split(Pattern.quote(Secret.MASK), -1)) {
                int found = line.indexOf(part, at);
                if (found < 0) {
                    return false;
                }
                at = found + part.length();
            }
            return true;
        }
    }

    /**
     * {@code C~ regex}: the client must send a line that the whole expression matches.
     *
     * @param regex in the syntax of {@link Pattern}, at most 1000 characters
     */
    record ClientMatch(String regex) implements WireStep {
        /** @throws IllegalArgumentException if the expression is not one */
        public ClientMatch {
            requireRegex(regex);
        }

        /** Whether the expression matches the whole line, given without its CRLF. */
        public boolean matches(String line) {
            return Pattern.matches(regex, line);
        }
    }

    /**
     * {@code !until text}: the server reads the client's lines up to and including this one, such as the message after
     * DATA with {@code !until .}; what came before that line is kept as a body.
     *
     * @param line the last line without its CRLF
     */
    record ClientUntil(String line) implements WireStep {
        /** @throws IllegalArgumentException for a lone surrogate that stands for no byte */
        public ClientUntil {
            line = WireEscapes.canonical(line);
        }

        /** The last line and its CRLF, as a fresh array. */
        public byte[] bytes() {
            return WireEscapes.bytes(line + "\r\n");
        }
    }

    /**
     * {@code !read SIZE}: the server reads exactly so many bytes and keeps them as a body.
     *
     * @param count bytes, 0 or more
     */
    record ClientBytes(long count) implements WireStep {
        /** @throws IllegalArgumentException if the count is negative */
        public ClientBytes {
            requireAtLeast(0, count);
        }
    }

    /**
     * {@code !chunk}: the server reads as many bytes as the client's last line announced, such as {@code BDAT 1043 LAST}
     * (RFC 3030 section 2), and keeps them as a body.
     */
    record ClientChunk() implements WireStep {
        /** No size is longer. */
        private static final int MAX_DIGITS = 18;

        /** What a line announces: the number that is its second word; empty if that is none. */
        public static OptionalLong announcedIn(String line) {
            String[] words = line.split(" ", 3);
            String size = words.length > 1 ? words[1] : "";
            boolean digits = !size.isEmpty() && size.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits && size.length() <= MAX_DIGITS ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty();
        }
    }

    /** {@code !tls}: the server's side of a TLS handshake, after everything before it was sent. */
    record Tls() implements WireStep {}

    /**
     * {@code !stall 5s}: the server neither sends nor reads for so long.
     *
     * @param duration whole milliseconds, at most a day
     */
    record Stall(Duration duration) implements WireStep {
        /** @throws IllegalArgumentException if the duration is negative, longer than a day, or finer than milliseconds */
        public Stall {
            if (duration.isNegative() || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("a stall takes between 0 ms and a day");
            }
            if (duration.toNanosPart() % 1_000_000 != 0) {
                throw new IllegalArgumentException("a stall takes whole milliseconds");
            }
        }
    }

    /**
     * {@code !bytes SIZE}: from here on the server writes in pieces of so many bytes, each in a write of its own.
     *
     * @param size bytes, 1 or more
     */
    record Pieces(int size) implements WireStep {
        /** @throws IllegalArgumentException if the size is below 1 */
        public Pieces {
            requireAtLeast(1, size);
        }
    }

    /** {@code !half-close}: the server sends its FIN (inside TLS: close_notify) and goes on reading. */
    record HalfClose() implements WireStep {}

    /** {@code !close}: the server ends the connection in order; what the client still sends is ignored. */
    record Close() implements WireStep {}

    /** {@code !reset}: the server ends the connection with RST. */
    record Reset() implements WireStep {}

    /**
     * {@code !repeat N … !end}: the steps, N times in a row; they are held once.
     *
     * @param times 1 or more
     * @param steps what is repeated; repeats may be nested, up to 8 deep
     */
    record Repeat(long times, List<WireStep> steps) implements WireStep {
        static final int DEEPEST = 8;

        /** @throws IllegalArgumentException if {@code times} is below 1 or repeats are nested too deep */
        public Repeat {
            requireAtLeast(1, times);
            steps = List.copyOf(steps);
            if (depth(steps) >= DEEPEST) {
                throw new IllegalArgumentException("repeats are nested more than " + DEEPEST + " deep");
            }
        }

        @Override
        public int lines() {
            return 2 + steps.stream().mapToInt(WireStep::lines).sum();
        }

        private static int depth(List<WireStep> steps) {
            int deepest = 0;
            for (WireStep step : steps) {
                if (step instanceof Repeat inner) {
                    deepest = Math.max(deepest, 1 + depth(inner.steps));
                }
            }
            return deepest;
        }
    }

    private static void requireAtLeast(long least, long number) {
        if (number < least) {
            throw new IllegalArgumentException("the number must be at least " + least + ", not " + number);
        }
    }

    private static void requireOneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("one line of a script cannot contain CR or LF");
        }
    }

    /** The limit keeps the compiler of expressions, which is recursive, away from the end of the stack. */
    static void requireRegex(String regex) {
        requireOneLine(regex);
        if (regex.length() > 1000) {
            throw new IllegalArgumentException("an expression has at most 1000 characters");
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException bad) {
            throw new IllegalArgumentException("not an expression: " + bad.getDescription() + " in " + regex, bad);
        }
    }
}
