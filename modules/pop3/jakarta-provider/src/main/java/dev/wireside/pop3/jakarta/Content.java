package dev.wireside.pop3.jakarta;

import dev.wireside.net.BodySink;
import jakarta.mail.internet.SharedInputStream;
import jakarta.mail.util.SharedByteArrayInputStream;
import jakarta.mail.util.SharedFileInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole message: in memory, or in a temporary file if it is large. */
final class Content {
    /**
     * Where the messages of a folder go.
     *
     * @param memoryLimit the most bytes of a message in memory; a larger one is in a file
     * @param folder of the files; empty for the system's own
     */
    record Place(int memoryLimit, Optional<Path> folder) {
        private Path newFile() throws IOException {
            // Only its owner can read it: so says Files.createTempFile.
            return folder.isPresent()
                    ? Files.createTempFile(folder.get(), "wireside", ".eml")
                    : Files.createTempFile("wireside", ".eml");
        }
    }

    private final SharedInputStream whole;
    private final long size;
    private final long bodyStart;
    private final @Nullable Path file;

    private Content(SharedInputStream whole, long size, @Nullable Path file) throws IOException {
        this.whole = whole;
        this.size = size;
        this.file = file;
        try (InputStream header = new BufferedInputStream(whole.newStream(0, -1))) {
            this.bodyStart = HeaderEnd.find(header);
        }
    }

    /** Makes a content of a message that comes in; what it made of a message that broke off is taken back. */
    static BodySink<Content> sink(Place place) {
        return message -> {
            byte[] beginning = message.readNBytes(place.memoryLimit() + 1);
            return beginning.length <= place.memoryLimit()
                    ? new Content(new SharedByteArrayInputStream(beginning), beginning.length, null)
                    : intoFile(place.newFile(), beginning, message);
        };
    }

    private static Content intoFile(Path file, byte[] beginning, InputStream rest) throws IOException {
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(beginning);
                rest.transferTo(out);
            }
            return new Content(new SharedFileInputStream(file.toFile()), Files.size(file), file);
        } catch (IOException | RuntimeException brokenOff) {
            Files.deleteIfExists(file);
            throw brokenOff;
        }
    }

    boolean isInMemory() {
        return file == null;
    }

    /** The whole message. */
    InputStream message() {
        return whole.newStream(0, -1);
    }

    InputStream header() {
        return whole.newStream(0, bodyStart);
    }

    InputStream body() {
        return whole.newStream(bodyStart, -1);
    }

    /** Where the body begins, in bytes. */
    long bodyStart() {
        return bodyStart;
    }

    long bodySize() {
        return size - bodyStart;
    }

    /** Deletes the file, if there is one; at the latest when the program ends. */
    void discard() {
        if (file == null) {
            return;
        }
        try {
            ((InputStream) whole).close();
            Files.deleteIfExists(file);
        } catch (IOException remains) {
            file.toFile().deleteOnExit();
        }
    }
}
