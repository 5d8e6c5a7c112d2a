package dev.wireside.bench.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What is sent and fetched: deterministic, CRLF line ends, of exactly the size asked for. */
final class Messages {
    /** Bytes of a small message. */
    static final int SMALL = 4096;

    /** How many different small messages there are. */
    static final int SMALL_COUNT = 5000;

    /** Octets of a line with its CRLF, as RFC 2045 section 6.8 wants Base64 lines. */
    private static final int LINE = 78;

    private static final String PROSE = "It is a truth universally acknowledged, that a single man in possession of a"
            + " good fortune, must be in want of a wife. However little known the feelings or views of such a man may"
            + " be on his first entering a neighbourhood, this truth is so well fixed in the minds of the surrounding"
            + " families. ";

    private static final String BASE64 = "QmVuY2htYXJrcyBhcmUgbGlrZSBzYXVzYWdlczogaXQgaXMgYmV0dGVyIG5vdCB0byBzZWUg"
            + "dGhlbSBiZWluZyBtYWRlLiBCdXQgc29tZWJvZHkgaGFzIHRvLCBhbmQgd3JpdGUgaXQgZG93bg";

    private Messages() {}

    /** Headers and prose; one line begins with a dot, as happens. */
    static byte[] small(int number) {
        StringBuilder text = new StringBuilder(SMALL)
                .append(header(number, "text/plain; charset=us-ascii"))
                .append(".profile was not read, says the shell\r\n");
        return filled(text, SMALL, PROSE);
    }

    /** Headers and Base64 lines: the first bytes of a long message. */
    static byte[] large(int size) {
        return filled(new StringBuilder(header(1, "application/octet-stream")), size, BASE64);
    }

    /** Base64 lines alone: what a long message goes on with. */
    static byte[] lines(int size) {
        return filled(new StringBuilder(), size, BASE64);
    }

    private static String header(int number, String type) {
        return "From: Ada <ada@example.org>\r\nTo: Bob <bob@example.net>\r\nSubject: Message " + (100_000 + number)
                + "\r\nMessage-ID: <" + (100_000 + number) + "@bench.example.org>\r\n"
                + "Date: Fri, 20 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n\r\n";
    }

    private static byte[] filled(StringBuilder text, int size, String pattern) {
        String endless = pattern.repeat(2);
        int shift = 0;
        for (int left = size - text.length(); left > 0; left = size - text.length()) {
            int line = left == LINE + 1 ? LINE - 1 : Math.min(LINE, left);
            text.append(endless, shift, shift + line - 2).append("\r\n");
            shift = (shift + LINE) % pattern.length();
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The message as it goes over the wire behind DATA or RETR: dots doubled, and the lone dot behind it. */
    static byte[] stuffed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 16);
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '.' && (i == 0 || message[i - 1] == '\n')) {
                out.write('.');
            }
            out.write(message[i]);
        }
        out.writeBytes(ascii(".\r\n"));
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
