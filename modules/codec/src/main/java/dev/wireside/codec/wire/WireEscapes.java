package dev.wireside.codec.wire;

import dev.wireside.codec.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Three views of the same bytes: the bytes, a text, and the text as it is written in a script.
 *
 * <p>A text is UTF-8, and a byte that is no part of valid UTF-8 is the lone surrogate U+DC00 plus its value. So every
 * byte sequence has exactly one text and back, and ordinary text stays ordinary (Python calls it surrogateescape).
 *
 * <p>All methods are pure and safe for several threads.
 */
public final class WireEscapes {
    private static final int FIRST_STRAY = 0xDC80;
    private static final int LAST_STRAY = 0xDCFF;

    private WireEscapes() {}

    /** The one text for these bytes, such as those of a line without its CRLF. */
    public static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** The one text for the bytes between two places. */
    public static String text(byte[] bytes, int from, int to) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(to - from);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isError();
                result = decoder.decode(in, out, true)) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (0xDC00 + (in.get() & 0xff)));
            }
        }
        return out.flip().toString();
    }

    /**
     * The bytes of a text.
     *
     * @throws IllegalArgumentException for a lone surrogate that does not stand for a byte
     */
    public static byte[] bytes(String text) {
        var encoder = StandardCharsets.UTF_8.newEncoder();
        CharBuffer in = CharBuffer.wrap(text);
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(text.length(), 3));
        for (CoderResult result = encoder.encode(in, out, true);
                result.isError();
                result = encoder.encode(in, out, true)) {
            char stray = in.get();
            if (stray < FIRST_STRAY || stray > LAST_STRAY) {
                throw new IllegalArgumentException("the text contains a lone surrogate");
            }
            out.put((byte) stray);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The same text in its one form: stray bytes that together are valid UTF-8 become the character they encode. */
    static String canonical(String text) {
        return text(bytes(text));
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException for an unknown or unfinished escape
     */
    static String unescape(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        StringBuilder text = new StringBuilder(written.length());
        int i = 0;
        while (i < written.length()) {
            char c = written.charAt(i++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = i < written.length() ? written.charAt(i) : ' ';
            text.append(kind == 'x' ? hex(written, i + 1) : named(kind));
            i += kind == 'x' ? 3 : 1;
        }
        return text.toString();
    }

    private static char named(char kind) {
        return switch (kind) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '\\' -> '\\';
            default ->
                throw new IllegalArgumentException(
                        "unknown escape: a backslash is written \\\\, and only \\r \\n \\t \\\\ \\xHH are known");
        };
    }

    private static char hex(String written, int at) {
        int high = at + 1 < written.length() ? digit(written.charAt(at)) : -1;
        int low = high < 0 ? -1 : digit(written.charAt(at + 1));
        if (low < 0) {
            throw new IllegalArgumentException("\\x needs two hexadecimal digits");
        }
        int value = high * 16 + low;
        return (char) (value < 0x80 ? value : 0xDC00 + value);
    }

    /** Not Character.digit: that knows the digits of every script. */
    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Writes a text so that it fits on one line, shows every byte that is not visible, and survives editors. */
    public static String escape(String text) {
        StringBuilder written = new StringBuilder(text.length());
        text.codePoints().forEach(c -> appendEscaped(written, c));
        int last = written.length() - 1;
        // Editors strip spaces at the end of a line.
        return last >= 0 && written.charAt(last) == ' '
                ? written.replace(last, last + 1, "\\x20").toString()
                : written.toString();
    }

    private static void appendEscaped(StringBuilder written, int c) {
        switch (c) {
            case '\r' -> written.append("\\r");
            case '\n' -> written.append("\\n");
            case '\t' -> written.append("\\t");
            case '\\' -> written.append("\\\\");
            default -> {
                if (Printable.isVisible(c)) {
                    written.appendCodePoint(c);
                } else {
                    for (byte b : bytes(Character.toString(c))) {
                        written.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
                    }
                }
            }
        }
    }
}
