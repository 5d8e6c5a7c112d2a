package dev.wireside.smtp;

/**
 * Text that does not fit a mail as it is (RFC 2045 section 6.7): bytes as {@code =XX}, lines of at most 76 characters. A space
 * or tab at the end of a line is encoded, because mail systems take those away.
 */
final class QuotedPrintable {
    /** Without the {@code =} of a soft line break. */
    private static final int MAX_CONTENT = 75;

    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder out;
    private int column;

    QuotedPrintable(StringBuilder out) {
        this.out = out;
    }

    /** Appends one line and its CRLF. */
    void line(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            boolean last = i == utf8.length - 1;
            boolean plain = (b > ' ' && b < 0x7f && b != '=') || ((b == ' ' || b == '\t') && !last);
            softBreakUnlessFits(plain ? 1 : 3);
            if (plain) {
                out.append((char) b);
            } else {
                out.append('=').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        out.append("\r\n");
        column = 0;
    }

    private void softBreakUnlessFits(int length) {
        if (column + length > MAX_CONTENT) {
            out.append("=\r\n");
            column = 0;
        }
        column += length;
    }
}
