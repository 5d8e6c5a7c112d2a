package dev.wireside.pop3.vs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** The disk of this machine: what is wrong with it is no outcome of a conversation. */
final class OwnDisk {
    /** A stream's error has no type of its own, only the words of the operating system. */
    private static final String NO_SPACE = "No space left";

    private OwnDisk() {}

    /**
     * Returns if the failure is somebody else's.
     *
     * @throws UncheckedIOException if it is this disk's
     */
    static void rethrow(Exception failure) {
        if (failure instanceof FileSystemException disk) {
            throw new UncheckedIOException(disk);
        }
        if (failure instanceof IOException full
                && String.valueOf(full.getMessage()).contains(NO_SPACE)) {
            throw new UncheckedIOException(full);
        }
    }
}
