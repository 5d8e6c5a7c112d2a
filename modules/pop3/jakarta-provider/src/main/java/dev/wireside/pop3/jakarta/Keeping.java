package dev.wireside.pop3.jakarta;

import dev.wireside.jakarta.ServiceProperties;
import jakarta.mail.MessagingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * How the messages of a folder are kept, as the properties say it.
 *
 * @param place where
 * @param inMemory whether what is in memory stays there when memory runs short
 * @param written whether also what was only written somewhere is kept
 * @param ownHeader whether a message's own header counts when it is there, and no longer that of TOP
 */
record Keeping(Content.Place place, boolean inMemory, boolean written, boolean ownHeader) {
    /** As large as most messages with a picture; a larger one is in a file. */
    private static final int MEMORY_LIMIT = 1 << 20;

    static Keeping read(ServiceProperties properties) throws MessagingException {
        int limit = properties
                .number("wireside.memorylimit", 0, Integer.MAX_VALUE - 1)
                .orElse(MEMORY_LIMIT);
        return new Keeping(
                place(properties, properties.isTrue("filecache.enable") ? 0 : limit),
                properties.isTrue("keepmessagecontent"),
                properties.isTrue("cachewriteto"),
                properties.isTrue("forgettopheaders"));
    }

    private static Content.Place place(ServiceProperties properties, int limit) throws MessagingException {
        try {
            return new Content.Place(limit, properties.text("filecache.dir").map(Path::of));
        } catch (InvalidPathException noPath) {
            throw properties.refusal("filecache.dir", "is a directory");
        }
    }
}
