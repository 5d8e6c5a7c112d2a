package dev.wireside.compare;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A temporary directory for what the clients fetch and for a large message; gone when it is closed. */
final class Workshop implements AutoCloseable {
    /** The size of the large message. */
    static final int LARGE_BYTES = 50 * 1024 * 1024;

    private final Path root;
    private final Thread atInterruption = new Thread(this::removeAll);
    private int directories;
    private @Nullable Path large;

    Workshop() throws IOException {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * In this directory.
     *
     * @throws FileSystemException if there is no such directory
     */
    Workshop(Path temporary) throws IOException {
        if (!Files.isDirectory(temporary)) {
            throw new FileSystemException(
                    temporary.toString(), null, "it is the directory for temporary files, and it is not there");
        }
        root = Files.createTempDirectory(temporary, "wireside-compare");
        Runtime.getRuntime().addShutdownHook(atInterruption);
    }

    /** A new, empty directory. */
    Path newDirectory() throws IOException {
        return Files.createDirectory(root.resolve("run-" + ++directories));
    }

    /** The same problem, with the name of the directory where it arose: errors of a stream have none. */
    IOException named(UncheckedIOException thrown) {
        IOException problem = Objects.requireNonNull(thrown.getCause());
        if (problem instanceof FileSystemException) {
            return problem;
        }
        FileSystemException named = new FileSystemException(root.toString(), null, problem.getMessage());
        named.initCause(problem);
        return named;
    }

    /** A finished message of 50 MiB, as one with a large attachment would be: lines of 76 characters. */
    Path largeMessage() throws IOException {
        Path file = large;
        if (file == null) {
            file = root.resolve("large.eml");
            byte[] header = ("From: ada@example.org\r\nTo: bob@example.net\r\nSubject: Large\r\n"
                            + "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] line = ("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo".repeat(3).substring(0, 76) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                out.write(header);
                for (int size = header.length; size < LARGE_BYTES; size += line.length) {
                    out.write(line);
                }
            }
            large = file;
        }
        return file;
    }

    /** The names of the files in a directory, with their sizes. */
    static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(Workshop::describe).toList();
        }
    }

    private static String describe(Path file) {
        try {
            return "file " + file.getFileName() + ", " + Files.size(file) + " bytes";
        } catch (IOException gone) {
            return "file " + file.getFileName() + ", unreadable";
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atInterruption);
        removeAll();
    }

    private void removeAll() {
        remove(root);
    }

    /** Removes a directory with everything in it. */
    static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            // The directory for temporary files is where it may stay.
        }
    }
}
