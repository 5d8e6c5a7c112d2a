package dev.wireside.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import picocli.CommandLine.ParameterException;

/** How the command ends, as the shell sees it. The launcher script adds 69 (no JDK) and 70 (the build failed). */
enum ExitCode {
    /** Everything was done; that outcomes differ is a result and no failure. */
    DONE(0),
    /** A bug. */
    INTERNAL(1),
    /** The command line makes no sense. */
    USAGE(2),
    /** A file cannot be written. */
    FILE(3),
    /** There is no space left. */
    DISK_FULL(4),
    /** A host is unreachable, or a server cannot be started. */
    NETWORK(5),
    /** Ctrl-C. */
    INTERRUPTED(130);

    private static final String NO_SPACE = "No space left on device";

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** What goes to standard error, and how the command ends. */
    record Failure(ExitCode code, String sentence) {}

    /** One sentence about what went wrong. */
    static Failure of(Throwable problem) {
        return switch (problem) {
            case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
            case ParameterException usage -> new Failure(USAGE, message(usage));
            case InterruptedException stopped -> new Failure(INTERRUPTED, "interrupted");
            case IOException full when message(full).contains(NO_SPACE) -> new Failure(DISK_FULL, full(full));
            case AccessDeniedException denied -> new Failure(FILE, "not allowed to write " + denied.getFile());
            case NoSuchFileException missing ->
                new Failure(FILE, "there is no directory for " + missing.getFile() + "; create it first");
            case NotDirectoryException file -> new Failure(FILE, file.getFile() + " is not a directory");
            case FileSystemException other ->
                new Failure(FILE, "cannot write " + other.getFile() + ": " + reason(other));
            case UnknownHostException unknown ->
                new Failure(NETWORK, "the host " + message(unknown) + " is unknown; check its name and the network");
            case SocketException network -> new Failure(NETWORK, "the network does not let us: " + message(network));
            case IOException other -> new Failure(FILE, "cannot read or write: " + message(other));
            default -> new Failure(INTERNAL, "this should not have happened: " + problem + "; --verbose shows where");
        };
    }

    private static String full(IOException full) {
        return full instanceof FileSystemException of && of.getFile() != null
                ? "no space is left for " + of.getFile()
                : "no space is left for the output";
    }

    private static String reason(FileSystemException other) {
        return other.getReason() == null ? other.getClass().getSimpleName() : other.getReason();
    }

    private static String message(Throwable problem) {
        return String.valueOf(problem.getMessage());
    }
}
