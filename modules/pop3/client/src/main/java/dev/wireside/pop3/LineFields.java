package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import java.nio.charset.StandardCharsets;

/** Takes the fields of one line of a listing, from left to right, where they lie. */
final class LineFields {
    /** Makes a value of a line's fields. */
    interface Value<V> {
        V read(LineFields line) throws GrammarException;
    }

    /** A longer run of digits is no number that a maildrop can have; also keeps the sum below from overflowing. */
    private static final int MAX_DIGITS = 18;

    private final byte[] buffer;
    private final int from;
    private final int to;
    private int at;

    LineFields(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    static LineFields of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LineFields(bytes, 0, bytes.length);
    }

    /** {@code 1*DIGIT}, then a space or the end of the line. Runs of spaces before it are passed over. */
    long number(long least, long most, String rule) throws GrammarException {
        skipSpaces();
        int start = at;
        long number = 0;
        while (at < to && buffer[at] >= '0' && buffer[at] <= '9' && at - start < MAX_DIGITS) {
            number = number * 10 + (buffer[at++] - '0');
        }
        boolean ends = at == to || buffer[at] == ' ';
        if (at == start || !ends || number < least || number > most) {
            throw broken(rule);
        }
        return number;
    }

    /** What is left, without the spaces around it, byte for byte: servers put more than US-ASCII there. */
    String rest() {
        skipSpaces();
        int end = to;
        while (end > at && buffer[end - 1] == ' ') {
            end--;
        }
        String rest = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
        at = to;
        return rest;
    }

    private void skipSpaces() {
        while (at < to && buffer[at] == ' ') {
            at++;
        }
    }

    GrammarException broken(String rule) {
        return new GrammarException(rule, "RFC 1939 section 5", GrammarException.excerpt(buffer, from, to));
    }
}
