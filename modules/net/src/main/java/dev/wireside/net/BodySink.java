package dev.wireside.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a received body goes: turns a stream that it is lent into a value. The stream ends only when the body is complete;
 * a truncated one is an exception out of {@code read}.
 *
 * @param <T> what the body becomes
 */
@FunctionalInterface
public interface BodySink<T> {
    /**
     * Reads the body. What is left unread is thrown away. The stream is the connection's: it must not be kept.
     *
     * @throws IOException what storing the body threw, or what the stream threw
     */
    T readFrom(InputStream body) throws IOException;

    /**
     * Into a file that appears under its name only when it is complete: the bytes go to a temporary file beside it, which
     * is then moved into place, replacing what was there. When anything fails the temporary file is deleted.
     */
    static BodySink<Path> toFile(Path file) {
        return new FileSink(file);
    }

    /** Into a stream, which is flushed and left open; the value is the number of bytes. */
    static BodySink<Long> toStream(OutputStream out) {
        return body -> {
            long count = body.transferTo(out);
            out.flush();
            return count;
        };
    }

    /**
     * Into memory.
     *
     * @param limit the most bytes; one more is an exception, and the memory was never allocated
     * @throws IllegalArgumentException if the limit is negative
     */
    static BodySink<byte[]> bytes(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is not negative: " + limit);
        }
        return body -> {
            ByteArrayOutputStream collected = new ByteArrayOutputStream();
            Blocks.each(body, (block, offset, read) -> {
                if (read > limit - collected.size()) {
                    throw new IOException("the body has more than the " + limit + " bytes that were asked for");
                }
                collected.write(block, offset, read);
            });
            return collected.toByteArray();
        };
    }

    /**
     * Into a string; what is not UTF-8 becomes replacement characters.
     *
     * @param limit the most bytes; one more is an exception
     */
    static BodySink<String> text(int limit) {
        return body -> new String(bytes(limit).readFrom(body), StandardCharsets.UTF_8);
    }

    /** Nowhere; the value is the number of bytes. */
    static BodySink<Long> discard() {
        return toStream(OutputStream.nullOutputStream());
    }
}
