package dev.wireside.smtp;

import dev.wireside.codec.GrammarException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text as the value of a parameter of MAIL and RCPT, where no space, {@code +}, {@code =} or control can stand.
 *
 * <pre>
 * xtext                = *( xchar / hexchar )                        RFC 3461 section 4
 * xchar                = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
 * hexchar              = ASCII "+" immediately followed by two upper case hexadecimal digits
 *
 * utf-8-addr-xtext     = 1*(QCHAR / EmbeddedUnicodeChar)             RFC 6533 section 3
 * utf-8-addr-unitext   = 1*(QUCHAR / EmbeddedUnicodeChar)            QUCHAR: QCHAR or any character above 127
 * QCHAR                = xchar except for "\"
 * EmbeddedUnicodeChar  = "\x{" HEXPOINT "}"
 * </pre>
 *
 * <p>No I/O; safe for any thread.
 */
public final class Xtext {
    private static final String RULES = "RFC 3461 section 4";
    private static final String UTF_8_RULES = "RFC 6533 section 3";
    private static final String EMBEDDED = "\\x{";

    /** {@code 10FFFF}. */
    private static final int MAX_HEXPOINT = 6;

    private Xtext() {}

    /**
     * As xtext, the text's UTF-8 byte by byte; what may stand for itself does.
     *
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    public static String encode(String text) {
        if (!Mailbox.isWellFormed(text)) {
            throw Mailbox.bad("text has no lone surrogate", text);
        }
        StringBuilder xtext = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isXchar(b)) {
                xtext.append((char) b);
            } else {
                xtext.append(String.format(Locale.ROOT, "+%02X", b & 0xff));
            }
        }
        return xtext.toString();
    }

    /**
     * The text that was encoded.
     *
     * @throws GrammarException if it is not xtext, or not that of UTF-8
     */
    public static String decode(String xtext) throws GrammarException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+' && i + 2 < xtext.length() && isHex(xtext, i + 1, i + 3)) {
                bytes.write(Integer.parseInt(xtext, i + 1, i + 3, 16));
                i += 2;
            } else if (isXchar(c)) {
                bytes.write(c);
            } else {
                throw bad("xtext is xchars, and + with two upper case hexadecimal digits", RULES, xtext);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw bad("what xtext encodes is UTF-8 here", RULES, xtext);
        }
    }

    /**
     * An address of the type {@code utf-8}.
     *
     * @param sevenBit whether the server lacks SMTPUTF8, so that everything above 127 has to be embedded
     */
    static String encodeUtf8Address(String address, boolean sevenBit) {
        StringBuilder encoded = new StringBuilder(address.length());
        address.codePoints().forEach(c -> {
            if (isQchar(c) || (c > 0x7f && !sevenBit)) {
                encoded.appendCodePoint(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "\\x{%02X}", c));
            }
        });
        return encoded.toString();
    }

    /**
     * The address that was encoded in either of the forms of RFC 6533; a notification names the original recipient so.
     *
     * @throws GrammarException if it is none of them
     */
    public static String decodeUtf8Address(String encoded) throws GrammarException {
        StringBuilder address = new StringBuilder(encoded.length());
        int at = 0;
        while (at < encoded.length()) {
            int c = encoded.codePointAt(at);
            if (c == '\\') {
                int end = encoded.indexOf('}', at);
                address.appendCodePoint(embedded(encoded, at, end));
                at = end + 1;
            } else if (isQchar(c) || c > 0x7f) {
                address.appendCodePoint(c);
                at += Character.charCount(c);
            } else {
                throw bad("a utf-8 address has no control, space, + or =", UTF_8_RULES, encoded);
            }
        }
        return address.toString();
    }

    /**
     * HEXPOINT: two to six digits, no more than are needed; no surrogate, nothing that could be written as itself, and by the
     * grammar no control that ends in A to F, CR and LF among them.
     */
    private static int embedded(String encoded, int from, int end) throws GrammarException {
        int digits = from + EMBEDDED.length();
        boolean sound = encoded.startsWith(EMBEDDED, from)
                && end - digits >= 2
                && end - digits <= MAX_HEXPOINT
                && isHex(encoded, digits, end)
                && (end - digits == 2 || encoded.charAt(digits) != '0');
        int c = sound ? Integer.parseInt(encoded, digits, end, 16) : 0;
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean control = c < ' ' && (c == 0 || (c & 0xf) > 9);
        if (control || isQchar(c) || surrogate || c > Character.MAX_CODE_POINT) {
            throw bad("what follows a \\ is x{HEXPOINT}", UTF_8_RULES, encoded);
        }
        return c;
    }

    private static boolean isXchar(int c) {
        return c > ' ' && c < 0x7f && c != '+' && c != '=';
    }

    private static boolean isQchar(int c) {
        return isXchar(c) && c != '\\';
    }

    private static boolean isHex(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
    }

    private static GrammarException bad(String rule, String section, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new GrammarException(rule, section, GrammarException.excerpt(bytes, 0, bytes.length));
    }
}
