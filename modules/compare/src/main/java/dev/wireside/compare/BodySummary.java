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
    /** Collects a body line by line; a body of any size takes no more memory than its header. */
    static final class Collector {
        private final ByteArrayOutputStream header = new ByteArrayOutputStream();
        private final MessageDigest content;
        private boolean inHeader = true;
        private long bytes;

        Collector() {
            try {
                content = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java has SHA-256", impossible);
            }
        }

        /** Takes a line with its line end. */
        void line(byte[] buffer, int from, int to) {
            bytes += to - from;
            if (!inHeader) {
                content.update(buffer, from, to - from);
            } else if (to - from <= 2) {
                inHeader = false;
            } else {
                header.write(buffer, from, to - from);
            }
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
