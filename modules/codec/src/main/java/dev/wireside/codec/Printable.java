package dev.wireside.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes a peer's text safe to show: a server's greeting may hold escape sequences that recolour, retitle or rewrite a
 * terminal, line ends that forge a log entry, and marks that turn the direction of writing around.
 */
public final class Printable {
    private Printable() {}

    /** The text with each invisible character as {@code \r}, {@code \n}, {@code \t} or its UTF-8 bytes {@code \xHH}. */
    public static String of(String text) {
        if (text.codePoints().allMatch(Printable::isVisible)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int c) {
        switch (c) {
            case '\r' -> shown.append("\\r");
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            default -> {
                if (isVisible(c)) {
                    shown.appendCodePoint(c);
                } else {
                    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                        shown.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
                    }
                }
            }
        }
    }

    /** Whether a code point shows as itself and changes nothing around it. */
    public static boolean isVisible(int c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
