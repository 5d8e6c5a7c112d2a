package dev.wireside.pop3.sync;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The disk of this machine. */
final class LocalDisk implements StoreDisk {
    static final LocalDisk INSTANCE = new LocalDisk();

    /**
     * What this process has locked, which must not be opened a second time: on POSIX, closing any channel of a file gives
     * up the lock that another one has ({@link java.nio.channels.FileLock}, "Platform dependencies").
     */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private LocalDisk() {}

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path real = folder.toRealPath().resolve(file.getFileName());
        if (!LOCKED.add(real)) {
            return Optional.empty();
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(real, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            locked = hasLocked(channel);
            return locked ? Optional.of(() -> unlock(channel, real)) : Optional.empty();
        } finally {
            if (!locked) {
                LOCKED.remove(real);
            }
        }
    }

    /** Whether the channel now has the lock; else it is closed. */
    private static boolean hasLocked(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException underAnotherName) {
            // told like a lock of another process
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked;
    }

    private static void unlock(FileChannel channel, Path file) throws IOException {
        if (channel.isOpen()) {
            try {
                channel.close();
            } finally {
                LOCKED.remove(file);
            }
        }
    }

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public Output append(Path file) throws IOException {
        return open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static Output open(Path file, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(file, options);
        return new Output() {
            @Override
            public void write(byte[] bytes) throws IOException {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(true);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        boolean isWindows = File.separatorChar == '\\';
        if (isWindows) {
            return; // which opens no folder as a file, and keeps its names in NTFS's own journal
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
