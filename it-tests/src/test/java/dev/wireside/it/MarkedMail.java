package dev.wireside.it;

import dev.wireside.it.servers.RealServer;
import dev.wireside.net.BodySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A message that is found again in a mailbox, and what was delivered of it below the lines that servers put above. */
final class MarkedMail {
    private static final long DELIVERED_WITHIN = 20_000_000_000L;

    private final String mark = "Message-Id: <" + UUID.randomUUID() + "@example.test>";
    private final byte[] rest;

    private MarkedMail(byte[] rest) {
        this.rest = rest;
    }

    /** @param rest further fields, an empty line and the body; below the mark, and read back byte for byte */
    static MarkedMail of(byte[] rest) {
        return new MarkedMail(rest);
    }

    static MarkedMail of(String rest) {
        return of(rest.getBytes(StandardCharsets.UTF_8));
    }

    /** Bodies that a mail system may damage on the way, each with a field above. */
    static Map<String, byte[]> awkward() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("empty", bytes(""));
        bodies.put("dots", bytes(".\r\n..\r\n.one\r\n. \r\nend.\r\n.\r\n"));
        bodies.put("end of data in the middle", bytes("one\r\n.\r\nRSET\r\n\r\n.\r\n"));
        bodies.put(
                "long lines",
                bytes("x".repeat(998) + "\r\n" + ".".repeat(1001) + "\r\n" + "y".repeat(70_000) + "\r\n"));
        bodies.put("bare line ends", bytes("one\ntwo\rthree\n\r.\r.\n.\r\n\n\n"));
        bodies.put("no final line end", bytes("one\r\ntwo"));
        bodies.put("a bare CR at the end", bytes("one\r\ntwo\r"));
        bodies.put("a dot at the end", bytes("one\r\n."));
        bodies.put("empty lines", bytes("\r\n\r\n\r\n"));
        bodies.put("From and spaces", bytes("From here\r\n>From there\r\n trailing \t \r\n"));
        byte[] eightBit = new byte[256];
        for (int i = 0; i < eightBit.length; i++) {
            eightBit[i] = (byte) (i == 0 || i == '\r' || i == '\n' ? ' ' : i);
        }
        bodies.put("every byte but NUL", eightBit);
        bodies.replaceAll((name, body) -> joined(bytes("Subject: " + name + "\r\n\r\n"), body));
        return bodies;
    }

    BodySource source() {
        return BodySource.ofBytes(joined(
                bytes("From: ada@example.test\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\n" + mark + "\r\n"), rest));
    }

    /** What is below the mark, as it is stored: lines end in LF. Waits until it is there. */
    byte[] storedBy(RealServer server, String user) throws Exception {
        return below(await(server, user, mark));
    }

    /** The same of a message that was fetched. */
    byte[] below(byte[] message) {
        // Latin-1 has a character for each byte.
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(mark);
        int lineEnd = text.indexOf('\n', at);
        return at < 0 ? new byte[0] : Arrays.copyOfRange(message, lineEnd + 1, message.length);
    }

    /** What is to be below the mark: CRLF, and CR or LF alone, have become LF, and the last line ends like the others. */
    byte[] expectedWithLf() {
        return normalised(true, "\n");
    }

    /** The same where nobody has ended the last line: neither BDAT does, nor a server that stores what it got. */
    byte[] exactlyWithLf() {
        return normalised(false, "\n");
    }

    /** The same with CRLF, and the last line ended: as it goes over the wire but by BDAT. */
    byte[] expectedWithCrlf() {
        return normalised(true, "\r\n");
    }

    private byte[] normalised(boolean ended, String lineEnd) {
        String text = new String(rest, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
        String whole = !ended || text.endsWith("\n") ? text : text + "\n";
        return whole.replace("\n", lineEnd).getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isIn(RealServer server, String user) throws IOException {
        return find(server, user, mark) != null;
    }

    /** The message in this user's Maildir that has this text in it. */
    static byte[] await(RealServer server, String user, String text) throws Exception {
        long until = System.nanoTime() + DELIVERED_WITHIN;
        while (System.nanoTime() < until) {
            byte[] found = find(server, user, text);
            if (found != null) {
                return found;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not delivered within 20 s: " + text);
    }

    private static byte[] find(RealServer server, String user, String text) throws IOException {
        for (Path file : server.messages(user)) {
            try {
                byte[] message = Files.readAllBytes(file);
                if (new String(message, StandardCharsets.ISO_8859_1).contains(text)) {
                    return message;
                }
            } catch (NoSuchFileException moved) {
                // From new to cur, where it is found next time.
            }
        }
        return null;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
