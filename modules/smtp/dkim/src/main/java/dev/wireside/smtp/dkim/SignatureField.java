package dev.wireside.smtp.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * {@code DKIM-Signature: v=1; a=...; ...; b=...} (RFC 6376 section 3.5), folded between tags, between the names in
 * {@code h=} and within {@code b=}.
 */
final class SignatureField {
    /** RFC 5322 section 2.1.1. A domain that is longer stands on a line of its own, which may have 998. */
    static final int MAX_LINE = 78;

    private static final String FOLD = "\r\n ";

    private final StringBuilder text = new StringBuilder("DKIM-Signature:");
    private int column = text.length();

    SignatureField tag(String name, String value) {
        word(" " + name + "=" + value + ";");
        return this;
    }

    SignatureField tag(String name, byte[] value) {
        return tag(name, Base64.getEncoder().encodeToString(value));
    }

    /** {@code h=From:To:Subject;} */
    SignatureField names(String name, List<String> values) {
        String start = " " + name + "=";
        Iterator<String> left = values.iterator();
        while (left.hasNext()) {
            word(start + left.next() + (left.hasNext() ? ":" : ";"));
            start = "";
        }
        return this;
    }

    private void word(String word) {
        if (column + word.length() > MAX_LINE) {
            text.append(FOLD);
            String unspaced = word.stripLeading();
            text.append(unspaced);
            column = 1 + unspaced.length();
        } else {
            text.append(word);
            column += word.length();
        }
    }

    /** As it is signed: with an empty {@code b=} and without its CRLF (RFC 6376 section 3.7). */
    byte[] unsigned() {
        return bytes(text + FOLD + "b=");
    }

    /** The whole field. The signature begins right behind {@code b=}, where no verifier has to look for blanks. */
    byte[] signed(byte[] signature) {
        StringBuilder field = new StringBuilder(text).append(FOLD).append("b=");
        String base64 = Base64.getEncoder().encodeToString(signature);
        int room = MAX_LINE - " b=".length();
        for (int at = 0; at < base64.length(); ) {
            int end = Math.min(base64.length(), at + room);
            field.append(at == 0 ? "" : FOLD).append(base64, at, end);
            at = end;
            room = MAX_LINE - 1;
        }
        return bytes(field.append("\r\n").toString());
    }

    private static byte[] bytes(String field) {
        return field.getBytes(StandardCharsets.US_ASCII);
    }
}
