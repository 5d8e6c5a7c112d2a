package dev.wireside.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Text that is not US-ASCII in a header field (RFC 2047 section 2).
 *
 * <pre>
 * encoded-word = "=?" charset "?" encoding "?" encoded-text "?="      at most 75 characters
 * </pre>
 */
final class EncodedWords {
    private static final String START = "=?UTF-8?B?";
    private static final String END = "?=";

    /** RFC 2047 section 2. */
    private static final int MAX_WORD = 75;

    /** With less room than for one character of four bytes it is better to start a new line. */
    private static final int MIN_ROOM = START.length() + 8 + END.length();

    private EncodedWords() {}

    /** Writes the text as words with no character split between two (section 5); they are read as one, without spaces. */
    static void append(HeaderField field, String text) {
        int at = 0;
        while (at < text.length()) {
            int room = Math.min(MAX_WORD, field.room());
            if (room < MIN_ROOM) {
                room = MAX_WORD;
            }
            int bytes = (room - START.length() - END.length()) / 4 * 3;
            int end = endOfWord(text, at, bytes);
            byte[] utf8 = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
            field.word(START + Base64.getEncoder().encodeToString(utf8) + END);
            at = end;
        }
    }

    private static int endOfWord(String text, int from, int bytes) {
        int at = from;
        int left = bytes;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            left -= utf8Length(character);
            if (left < 0) {
                break;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    private static int utf8Length(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
