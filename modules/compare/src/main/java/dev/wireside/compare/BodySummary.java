package dev.wireside.compare;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A message that crossed the wire: counted, and hashed without its header, which is different in every run.
 *
 * @param bytes as they were on the wire, with dot-stuffing, without the final dot
 * @param subject of its header, or empty
 * @param contentSha256 the beginning of the SHA-256 of what follows the header
 */
record BodySummary(long bytes, String subject, String contentSha256) {
    /** Collects a body in pieces; a body of any size takes no more memory than its header. */
    static final class Collector {
        private final ByteArrayOutputStream header = new ByteArrayOutputStream();
        private final MessageDigest content;
        private boolean inHeader = true;
        private int lineStart;
        private long bytes;

        Collector() {
            try {
                content = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java has SHA-256", impossible);
            }
        }

        /** Takes the next bytes, wherever a line ends in them. */
        void add(byte[] buffer, int from, int to) {
            bytes += to - from;
            int at = from;
            while (inHeader && at < to) {
                header.write(buffer[at]);
                if (buffer[at] == '\n') {
                    // A line end and nothing before it.
                    inHeader = header.size() - lineStart > 2;
                    lineStart = header.size();
                }
                at++;
            }
            content.update(buffer, at, to - at);
        }

        BodySummary finish() {
            String subject = header.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Subject: "))
                    .map(line -> line.substring(9))
                    .findFirst()
                    .orElse("");
            return new BodySummary(
                    bytes, subject, HexFormat.of().formatHex(content.digest()).substring(0, 12));
        }
    }
}
