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
import java.util.Optional;

/** The disk of this machine. */
final class LocalDisk implements StoreDisk {
    static final LocalDisk INSTANCE = new LocalDisk();

    private LocalDisk() {}

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // told like a lock of another process
        } catch (IOException cannotLock) {
            channel.close();
            throw cannotLock;
        }
        channel.close();
        return Optional.empty();
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
