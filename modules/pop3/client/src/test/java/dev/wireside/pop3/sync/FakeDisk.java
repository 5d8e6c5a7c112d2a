package dev.wireside.pop3.sync;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A disk that loses what was not forced. What was written, and which names files have, is known to the running program at
 * once, and to the next one only after it was forced, or if chance has it.
 */
final class FakeDisk implements StoreDisk {
    /** What a power cut leaves of bytes that were written and not forced. */
    enum Tear {
        NOTHING,
        FIRST_BYTE,
        HALF,
        /** The file has its new length, but half of the new bytes were never written. */
        HALF_THEN_ZEROS,
        ZEROS_THEN_HALF,
        ALL_BUT_ONE,
        ALL;

        byte[] of(byte[] bytes) {
            int half = bytes.length / 2;
            byte[] zeros = bytes.clone();
            return switch (this) {
                case NOTHING -> new byte[0];
                case FIRST_BYTE -> Arrays.copyOf(bytes, Math.min(1, bytes.length));
                case HALF -> Arrays.copyOf(bytes, half);
                case HALF_THEN_ZEROS -> {
                    Arrays.fill(zeros, half, zeros.length, (byte) 0);
                    yield zeros;
                }
                case ZEROS_THEN_HALF -> {
                    Arrays.fill(zeros, 0, half, (byte) 0);
                    yield zeros;
                }
                case ALL_BUT_ONE -> Arrays.copyOf(bytes, Math.max(0, bytes.length - 1));
                case ALL -> bytes;
            };
        }
    }

    private static final class Content {
        byte[] forced = new byte[0];
        final ByteArrayOutputStream unforced = new ByteArrayOutputStream();

        byte[] all() {
            return join(forced, unforced.toByteArray());
        }
    }

    private Map<Path, Content> names = new HashMap<>();
    private Map<Path, Content> forcedNames = new HashMap<>();
    private boolean locked;
    Steps steps = new Steps(0);
    /** Whether a write gets only half of its bytes onto the disk, and then fails. */
    boolean full;

    int forces;

    /** The power fails and comes back. */
    void crash(Tear tear, boolean namesSurvive) {
        if (!namesSurvive) {
            names = new HashMap<>(forcedNames);
        }
        for (Content content : names.values()) {
            content.forced = join(content.forced, tear.of(content.unforced.toByteArray()));
            content.unforced.reset();
        }
        forcedNames = new HashMap<>(names);
        locked = false;
    }

    byte[] content(Path file) {
        Content content = names.get(file);
        return content == null ? new byte[0] : content.all();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Override
    public Optional<Closeable> lock(Path file) {
        steps.next("lock");
        if (locked) {
            return Optional.empty();
        }
        locked = true;
        return Optional.of(() -> locked = false);
    }

    @Override
    public Optional<byte[]> read(Path file) {
        steps.next("read");
        return Optional.ofNullable(names.get(file)).map(Content::all);
    }

    @Override
    public Output create(Path file) {
        steps.next("create " + file.getFileName());
        Content content = new Content();
        names.put(file, content);
        return output(content);
    }

    @Override
    public Output append(Path file) {
        steps.next("append");
        Content content = names.get(file);
        if (content == null) {
            throw new IllegalStateException("there is no " + file);
        }
        return output(content);
    }

    private Output output(Content content) {
        return new Output() {
            @Override
            public void write(byte[] bytes) throws IOException {
                steps.next("write");
                if (full) {
                    content.unforced.write(bytes, 0, bytes.length / 2);
                    throw new IOException("No space left on device");
                }
                content.unforced.writeBytes(bytes);
            }

            @Override
            public void force() {
                steps.next("force");
                forces++;
                content.forced = content.all();
                content.unforced.reset();
            }

            @Override
            public void close() {
                // nothing is left to do
            }
        };
    }

    @Override
    public void move(Path from, Path to) {
        steps.next("move");
        names.put(to, names.remove(from));
    }

    @Override
    public void forceFolder(Path folder) {
        steps.next("force the names");
        forcedNames = new HashMap<>(names);
    }
}
