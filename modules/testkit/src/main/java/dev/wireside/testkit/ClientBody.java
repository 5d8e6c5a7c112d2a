package dev.wireside.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a client sent for an {@code !until} (without the last line) or a {@code !read}: counted and hashed as a whole, and
 * kept up to {@value #KEPT} bytes. Immutable.
 */
public final class ClientBody {
    /** How many bytes of a body are kept; what comes behind is only counted and hashed. */
    public static final int KEPT = 16 * 1024 * 1024;

    private final long size;
    private final String sha256;
    private final byte[] start;

    private ClientBody(long size, String sha256, byte[] start) {
        this.size = size;
        this.sha256 = sha256;
        this.start = start;
    }

    /** Bytes on the wire, with dot-stuffing, without the line that ended the body. */
    public long size() {
        return size;
    }

    /** SHA-256 of the bytes on the wire, in lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** The bytes on the wire, as a fresh array: all of them, or the first {@value #KEPT}. */
    public byte[] bytes() {
        return start.clone();
    }

    /** The same as text; bytes that are not UTF-8 become U+FFFD. */
    public String text() {
        return new String(start, UTF_8);
    }

    /** The message without its dot-stuffing: of each line that begins with a dot, this dot is removed. */
    public byte[] message() {
        ByteArrayOutputStream message = new ByteArrayOutputStream(start.length);
        boolean lineStart = true;
        for (int i = 0; i < start.length; i++) {
            if (!lineStart || start[i] != '.') {
                message.write(start[i]);
            }
            lineStart = start[i] == '\n' && i > 0 && start[i - 1] == '\r';
        }
        return message.toByteArray();
    }

    /** Says how much it is. */
    @Override
    public String toString() {
        return size + " bytes, SHA-256 " + sha256;
    }

    /** Collects a body while it arrives. */
    static final class Collector {
        private final ByteArrayOutputStream start = new ByteArrayOutputStream();
        private final MessageDigest digest = sha256();
        private long size;

        void add(byte[] bytes, int from, int to) {
            size += to - from;
            digest.update(bytes, from, to - from);
            start.write(bytes, from, Math.min(to - from, KEPT - start.size()));
        }

        ClientBody finish() {
            return new ClientBody(size, HexFormat.of().formatHex(digest.digest()), start.toByteArray());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError("every Java has SHA-256", impossible);
            }
        }
    }
}
