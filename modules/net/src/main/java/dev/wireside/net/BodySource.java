package dev.wireside.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A body that can be sent: it writes itself to a stream that it is lent. The client knows whether it returned or threw,
 * so a body that failed half-way is never committed.
 */
@FunctionalInterface
public interface BodySource {
    /**
     * Writes the whole body. The stream is the connection's: it need not be flushed or closed, and must not be kept.
     * May be called again for another try; a source that cannot repeat itself throws then.
     *
     * @throws IOException what reading the body threw, or what the stream threw
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * How many bytes {@link #writeTo} will write, if that is known beforehand; servers are asked with it.
     *
     * @throws IOException if finding out failed
     */
    default OptionalLong size() throws IOException {
        return OptionalLong.empty();
    }

    /** These bytes; the array must not change while it is in use. */
    static BodySource ofBytes(byte[] bytes) {
        return new SizedSource(out -> out.write(bytes), () -> bytes.length);
    }

    /** This text in UTF-8. */
    static BodySource ofText(String text) {
        return ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a file, read each time it is sent, in constant memory. */
    static BodySource ofFile(Path file) {
        return new SizedSource(
                out -> {
                    try (InputStream in = Files.newInputStream(file)) {
                        Blocks.each(in, out::write);
                    }
                },
                () -> Files.size(file));
    }
}
