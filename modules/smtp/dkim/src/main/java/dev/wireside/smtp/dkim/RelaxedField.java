package dev.wireside.smtp.dkim;

import java.io.ByteArrayOutputStream;

/**
 * "relaxed" for a header field (RFC 6376 section 3.4.2): the name in lower case, the value on one line, runs of spaces and
 * tabs as one space, none around the colon and none at the end.
 */
final class RelaxedField {
    private RelaxedField() {}

    static byte[] of(byte[] field) {
        ByteArrayOutputStream relaxed = new ByteArrayOutputStream(field.length);
        int at = 0;
        while (at < field.length && field[at] != ':') {
            if (!isBlank(field[at])) {
                relaxed.write(lowerCase(field[at]));
            }
            at++;
        }
        relaxed.write(':');
        value(field, at + 1, relaxed);
        if (field.length > 1 && field[field.length - 1] == '\n') {
            relaxed.write('\r');
            relaxed.write('\n');
        }
        return relaxed.toByteArray();
    }

    private static void value(byte[] field, int from, ByteArrayOutputStream relaxed) {
        boolean isBegun = false;
        boolean owesSpace = false;
        for (int i = from; i < field.length; i++) {
            // Unfolding takes out the CRLF; a space or tab stands behind each, or it is the last.
            if (isBlank(field[i])) {
                owesSpace |= !SimpleBody.isLineEnd(field[i]);
                continue;
            }
            if (owesSpace && isBegun) {
                relaxed.write(' ');
            }
            owesSpace = false;
            isBegun = true;
            relaxed.write(field[i]);
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || SimpleBody.isLineEnd(b);
    }

    private static int lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
