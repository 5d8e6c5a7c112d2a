package dev.wireside.pop3.sync;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a store does to a disk. The power may fail between any two of these calls, and during each. */
interface StoreDisk {
    /** A file that is being written. */
    interface Output extends Closeable {
        void write(byte[] bytes) throws IOException;

        /** Returns when what was written is on the disk. */
        void force() throws IOException;
    }

    /** Keeps others from locking the same file until it is closed. Empty if another has it. */
    Optional<Closeable> lock(Path file) throws IOException;

    /** All of a file; empty if there is none. */
    Optional<byte[]> read(Path file) throws IOException;

    /** A new file; one that is there is emptied. */
    Output create(Path file) throws IOException;

    /** The end of a file that is there. */
    Output append(Path file) throws IOException;

    /** Gives a file another file's name, at once. */
    void move(Path from, Path to) throws IOException;

    /** Returns when the names in a folder are on the disk. */
    void forceFolder(Path folder) throws IOException;
}
