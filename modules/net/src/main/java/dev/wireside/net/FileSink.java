package dev.wireside.net;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there whole or not at all, also after a power cut: its bytes are on the disk before it gets its name, and
 * the name is before this returns, because a caller may delete the original next. It has the permissions that any new file
 * gets here.
 */
final class FileSink implements BodySink<Path> {
    private final Path file;

    FileSink(Path file) {
        this.file = file;
    }

    @Override
    public Path readFrom(InputStream body) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException("not a file: " + file);
        }
        Path temporary = folder.resolve(".wireside-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                body.transferTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            moveIntoPlace(temporary, absolute);
            forceFolder(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return file;
    }

    private static void moveIntoPlace(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException lesserFileSystem) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The name has to survive a power cut, too. Windows opens no folder as a file, and keeps names in NTFS's journal. */
    private static void forceFolder(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException mayBeWrittenButNotRead) {
            // The name gets to the disk when the system finds the time.
        }
    }
}
