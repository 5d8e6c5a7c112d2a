package dev.wireside.smtp.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A field of a header, as it was written. */
final class HeaderField {
    private final String name;
    private final byte[] bytes;

    /**
     * @param bytes all of it, with its CRLF
     * @param colon where its name ends
     */
    HeaderField(byte[] bytes, int colon) {
        this.bytes = bytes;
        this.name = new String(bytes, 0, colon, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    /** In lower case, because names are compared so (RFC 5322 section 1.2.2). */
    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }
}
