package dev.wireside.pop3.sync;

import dev.wireside.codec.GrammarException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** The words of the store's lines: visible US-ASCII; anything else, and {@code %} and {@code #}, is written {@code %XX}. */
final class Token {
    private static final String SECTION = "the store's format, version " + StoreText.VERSION;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int SHA256_DIGITS = 64;
    /** {@code 2026-11-20T14:03:11Z} */
    private static final int TIME_LENGTH = 20;

    private Token() {}

    static String of(String text, Charset charset) {
        StringBuilder token = new StringBuilder();
        for (byte each : text.getBytes(charset)) {
            if (each > ' ' && each < 0x7f && each != '%' && each != '#') {
                token.append((char) each);
            } else {
                token.append('%').append(HEX.toHexDigits(each));
            }
        }
        return token.toString();
    }

    /** Lenient: a {@code %} that no two digits follow stands for itself. */
    static String decode(String token, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < token.length(); at++) {
            char each = token.charAt(at);
            if (each == '%' && at + 2 < token.length() && isHex(token, at + 1) && isHex(token, at + 2)) {
                bytes.write(HexFormat.fromHexDigits(token, at + 1, at + 3));
                at += 2;
            } else {
                bytes.write(each);
            }
        }
        return bytes.toString(charset);
    }

    private static boolean isHex(String token, int at) {
        return HexFormat.isHexDigit(token.charAt(at));
    }

    static String requireSha256(String token) throws GrammarException {
        boolean isDigest = token.length() == SHA256_DIGITS;
        for (int at = 0; isDigest && at < SHA256_DIGITS; at++) {
            char each = token.charAt(at);
            isDigest = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
        }
        if (!isDigest) {
            throw broken("a SHA-256 has 64 hexadecimal digits in lower case", token);
        }
        return token;
    }

    /** Whole seconds, in UTC. */
    static String of(Instant time) {
        String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
        if (text.length() != TIME_LENGTH) {
            throw new IllegalStateException("a clock shows a year of four digits, not " + text);
        }
        return text;
    }

    static Instant time(String token) throws GrammarException {
        try {
            Instant time = Instant.parse(token);
            if (token.length() == TIME_LENGTH && time.toString().equals(token)) {
                return time;
            }
        } catch (DateTimeException noTime) {
            // told below, in the words of the format
        }
        throw broken("a time reads 2026-11-20T14:03:11Z", token);
    }

    static GrammarException broken(String rule, String found) {
        byte[] bytes = found.getBytes(StandardCharsets.ISO_8859_1);
        return new GrammarException(rule, SECTION, GrammarException.excerpt(bytes, 0, bytes.length));
    }
}
