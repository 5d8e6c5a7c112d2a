package dev.wireside.pop3.sync;

import dev.wireside.net.BodySink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file for each message; none is ever replaced by another message. */
final class FolderReceiver implements Receiver {
    private final Path folder;

    FolderReceiver(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public BodySink<Path> sinkFor(NewMessage message) throws IOException {
        make(folder);
        String name = message.id().name();
        Path file = file(name, 1);
        return body -> Files.notExists(file) ? BodySink.toFile(file).readFrom(body) : besideTaken(name, body);
    }

    private Path file(String name, int turn) {
        return folder.resolve(turn == 1 ? name + ".eml" : name + "-" + turn + ".eml");
    }

    /**
     * The name is taken: by this message, which is delivered once more; or by another one, whose unique id is the same
     * because it is another account's, or because the server has begun to count anew. That one may be nowhere else any more.
     */
    private Path besideTaken(String name, InputStream body) throws IOException {
        Path fresh = folder.resolve(".wireside-" + UUID.randomUUID() + ".part");
        try {
            BodySink.toFile(fresh).readFrom(body);
            int turn = 1;
            while (Files.exists(file(name, turn))) {
                if (Files.mismatch(fresh, file(name, turn)) < 0) {
                    return file(name, turn);
                }
                turn++;
            }
            Files.move(fresh, file(name, turn), StandardCopyOption.ATOMIC_MOVE);
            LocalDisk.INSTANCE.forceFolder(folder);
            return file(name, turn);
        } finally {
            Files.deleteIfExists(fresh);
        }
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
