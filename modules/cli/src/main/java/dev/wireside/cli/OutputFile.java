package dev.wireside.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files that are complete under their name, or not there: written beside it and moved into place. */
final class OutputFile {
    /** What has to go when the command is interrupted. */
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    private OutputFile() {}

    /**
     * Says before the work begins that a file could not be written after it.
     *
     * @throws IOException if it could not
     */
    static void check(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        checkDirectory(directoryOf(file), file);
    }

    /**
     * Says before the work begins that files could not be written into a directory after it.
     *
     * @throws IOException if they could not
     */
    static void checkDirectory(Path directory, Path wanted) throws IOException {
        if (!Files.exists(directory)) {
            throw new NoSuchFileException(wanted.toString());
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(wanted.toString());
        }
    }

    /**
     * Writes the file, replacing what was there. A device or a pipe is written to as it is, never replaced.
     *
     * @throws IOException if that failed; then nothing has changed under the file's name
     */
    static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            fill(file, text, StandardOpenOption.WRITE);
            return;
        }
        // What a link points to is replaced, and not the link.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path unfinished = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        UNFINISHED.add(unfinished);
        try {
            fill(unfinished, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException beside) {
            throw named(file, beside);
        } finally {
            remove(unfinished);
            UNFINISHED.remove(unfinished);
        }
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException stuck) {
            // Why the file could not be written matters more, and at an interruption there is nobody left to be told.
        }
    }

    /** The name that was asked for, instead of the temporary one, which means nothing to whoever asked. */
    private static FileSystemException named(Path file, FileSystemException beside) {
        FileSystemException named = switch (beside) {
            case AccessDeniedException denied -> new AccessDeniedException(file.toString());
            case NoSuchFileException missing -> new NoSuchFileException(file.toString());
            case FileSystemException other
            when other.getReason() == null ->
                new FileSystemException(file.toString(), null, other.getClass().getSimpleName());
            case FileSystemException other -> new FileSystemException(file.toString(), null, other.getReason());
        };
        named.initCause(beside);
        return named;
    }

    /** Removes what is half written; for the moment of an interruption. */
    static void removeUnfinished() {
        UNFINISHED.forEach(OutputFile::remove);
    }

    /** Errors of a stream do not name the file; these do. */
    private static void fill(Path file, String text, StandardOpenOption... options) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, options)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unnamed) {
            FileSystemException named = new FileSystemException(file.toString(), null, unnamed.getMessage());
            named.initCause(unnamed);
            throw named;
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
