package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/** A message with one attached file, written straight from the file: read a block, encode it, write it. */
final class Attachment {
    /** Bytes of the file to a line of Base64 (RFC 2045 section 6.8). */
    private static final int LINE = 57;

    /** Lines that are encoded at a time: just below 64 KiB of file. */
    private static final int LINES = 1149;

    private static final int CRLF = 2;
    private static final int ENCODED_LINE = 76 + CRLF;

    private static final byte[] HEAD = ascii("From: Ada <ada@example.org>\r\nTo: Bob <bob@example.net>\r\n"
            + "Subject: The figures\r\nMessage-ID: <1@bench.example.org>\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=bench-boundary\r\n\r\n"
            + "--bench-boundary\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nAttached.\r\n"
            + "--bench-boundary\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment; filename=figures.bin\r\n\r\n");
    private static final byte[] TAIL = ascii("--bench-boundary--\r\n");

    private final Path file;
    private final byte[] block = new byte[LINE * LINES];
    private final byte[] encoded = new byte[ENCODED_LINE * LINES];

    Attachment(Path file) {
        this.file = file;
    }

    /** Bytes of the whole message. */
    static long size(long fileSize) {
        long characters = (fileSize + 2) / 3 * 4;
        long lines = (fileSize + LINE - 1) / LINE;
        return HEAD.length + characters + lines * CRLF + TAIL.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(HEAD);
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.readNBytes(block, 0, block.length);
                    read > 0;
                    read = in.readNBytes(block, 0, block.length)) {
                out.write(encoded, 0, encode(read));
            }
        }
        out.write(TAIL);
    }

    private int encode(int read) {
        byte[] input = read == block.length ? block : Arrays.copyOf(block, read);
        int length = Base64.getMimeEncoder().encode(input, encoded);
        encoded[length] = '\r';
        encoded[length + 1] = '\n';
        return length + CRLF;
    }
}
