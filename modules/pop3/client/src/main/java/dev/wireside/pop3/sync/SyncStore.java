package dev.wireside.pop3.sync;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Printable;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a maildrop, on a disk. Each change is there wholly or not at all, whenever the power fails: a small one
 * is a line with a checksum, appended and forced; large ones go into a new file, which is forced and then takes the place of
 * the old one. After a write that failed nothing more is written: nobody knows what is on the disk (a second fsync may
 * report success for pages that the first one lost).
 */
final class SyncStore implements Closeable {
    /**
     * So many lines more than twice of what is needed are too many: each run whose receiver fails leaves two, and nothing
     * else may ever replace the file.
     */
    private static final int SPARE_LINES = 1000;

    private final StoreDisk disk;
    private final Path file;
    private final String account;
    private final Closeable lock;

    private KnownMessages known = new KnownMessages();
    private StoreText.Chain chain = new StoreText.Chain();
    /** Whether the file is there, ends with a whole line, and has not far more lines than it needs. */
    private boolean appendable;

    private boolean failed;
    private StoreDisk.@Nullable Output end;

    private SyncStore(StoreDisk disk, Path file, String account, Closeable lock) {
        this.disk = disk;
        this.file = file;
        this.account = account;
        this.lock = lock;
    }

    /** @throws SyncStoreException if it is in use, another account's, or damaged; it was not changed */
    static SyncStore open(StoreDisk disk, Path file, String account) throws IOException {
        Closeable lock = disk.lock(beside(file, ".lock"))
                .orElseThrow(() -> new SyncStoreException(
                        SyncStoreException.Reason.IN_USE,
                        "another run uses the store " + file + "; wait until it has ended"));
        SyncStore store = new SyncStore(disk, file, account, lock);
        try {
            store.load();
            return store;
        } catch (IOException | RuntimeException unusable) {
            store.close();
            throw unusable;
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private void load() throws IOException {
        Optional<byte[]> bytes = disk.read(file);
        if (bytes.isEmpty()) {
            return;
        }
        try {
            StoreText.Contents contents = StoreText.read(bytes.get());
            requireAccount(contents.account());
            known = contents.known();
            chain = contents.chain();
            appendable = !contents.torn()
                    && contents.lines() <= SPARE_LINES + 2 * known.changes().size();
        } catch (GrammarException broken) {
            throw new SyncStoreException(
                    SyncStoreException.Reason.DAMAGED,
                    "the store " + file + " cannot be read, and nothing was changed: " + broken.getMessage()
                            + "; put back a copy of it, or move it away: then every message that is still on the server"
                            + " is fetched again",
                    broken);
        }
    }

    private void requireAccount(String found) throws SyncStoreException {
        if (!found.equals(account)) {
            throw new SyncStoreException(
                    SyncStoreException.Reason.OTHER_ACCOUNT,
                    "the store " + file + " belongs to " + Printable.of(found) + ", not to " + Printable.of(account)
                            + "; each account needs a file of its own");
        }
    }

    KnownMessages known() {
        return known;
    }

    /**
     * Whether the file must be replaced before a line can be appended: it is not there, a crash tore its end, or it is far
     * longer than it need be.
     */
    boolean needsReplacing() {
        return !appendable;
    }

    /** Makes one change: returns when it is on the disk. */
    void append(Change change) throws IOException {
        requireUsable();
        failed = true;
        if (end == null) {
            end = disk.append(file);
        }
        end.write(chain.line(change.text()));
        end.force();
        known.apply(change);
        failed = false;
    }

    /** Replaces the file by one that holds what is known: returns when it is on the disk, under its name. */
    void replace() throws IOException {
        requireUsable();
        failed = true;
        closeEnd();
        Path fresh = beside(file, ".new");
        chain = new StoreText.Chain();
        try (StoreDisk.Output out = disk.create(fresh)) {
            out.write(text());
            out.force();
        }
        disk.move(fresh, file);
        disk.forceFolder(Objects.requireNonNull(file.getParent()));
        appendable = true;
        failed = false;
    }

    private byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(chain.line(StoreText.header(account)));
        known.changes().forEach(change -> text.writeBytes(chain.line(change.text())));
        return text.toByteArray();
    }

    private void requireUsable() throws IOException {
        if (failed) {
            throw new IOException("the store " + file + " could not be written before; it is left as it is");
        }
    }

    /** Whether a write failed, so that nobody knows what of it is on the disk. */
    boolean hasFailed() {
        return failed;
    }

    private void closeEnd() throws IOException {
        try (StoreDisk.Output closing = end) {
            end = null;
        }
    }

    @Override
    public void close() {
        try (Closeable last = lock) {
            closeEnd();
        } catch (IOException closing) {
            // All that was written was forced before, so there is nothing to lose.
        }
    }
}
