package dev.wireside.pop3.sync;

import java.io.IOException;
import java.nio.file.Path;

/** A program of its own that tells by its exit status whether it gets a lock. */
final class LockingProgram {
    static final int GOT_IT = 0;
    static final int IN_USE = 3;

    private LockingProgram() {}

    /** @param args the file to lock */
    public static void main(String[] args) throws IOException {
        boolean locked = LocalDisk.INSTANCE.lock(Path.of(args[0])).isPresent();
        Runtime.getRuntime().halt(locked ? GOT_IT : IN_USE);
    }
}
