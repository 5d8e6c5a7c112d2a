package dev.wireside.pop3.sync;

import dev.wireside.net.BodySink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for each message. */
final class FolderReceiver implements Receiver {
    private final Path folder;

    FolderReceiver(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public BodySink<Path> sinkFor(NewMessage message) throws IOException {
        make(folder);
        return BodySink.toFile(folder.resolve(message.id().name() + ".eml"));
    }

    /** The names of folders must survive a power cut as well. */
    private static void make(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(folder)) {
            make(parent);
            Files.createDirectories(folder);
            LocalDisk.INSTANCE.forceFolder(parent);
        }
    }
}
