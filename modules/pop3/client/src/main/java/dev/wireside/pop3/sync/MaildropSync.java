package dev.wireside.pop3.sync;

import dev.wireside.pop3.Pop3Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches each message of a maildrop once and leaves it on the server, or deletes it there later. What was fetched is
 * remembered in a file, the store; a program that is killed at any point loses no message.
 *
 * <pre>{@code
 * var sync = MaildropSync.in(Path.of("ada.uids"), "ada@pop.example.org").deletingAfter(Duration.ofDays(30));
 * try (var maildrop = Pop3Client.open(server, credentials, Pop3Options.defaults())) {
 *     SyncReport report = sync.run(maildrop, Receiver.toFolder(Path.of("mail")));
 * }
 * }</pre>
 *
 * <p>What holds whenever a run is killed, or its machine loses power:
 * <ul>
 *   <li>No message is lost: one is recorded after its {@link Receiver} returned, and deleted after the record is on the
 *       disk.
 *   <li>None is delivered twice but the one that was being handed over at that moment; {@link NewMessage#mayBeRepeated} and
 *       {@link SyncReport#inDoubt} say which.
 * </ul>
 *
 * <p>This rests on the server's unique ids (RFC 1939 section 7), which it must not give to another message. Where it lists
 * two messages with the same, or one without, the content tells them apart: such messages are read again in each run.
 *
 * <p>Immutable: every method that changes something returns a new one. Safe for any thread; a second {@link #run} on the
 * same store, from here or another process, is refused while the first goes on.
 */
public final class MaildropSync {
    /** Written only between the copying and the construction of the object that owns it. */
    private static final class Values {
        /** How long a message stays on the server after its delivery; null is for ever. */
        @Nullable
        Duration keep;

        boolean byHeaders;
        boolean continuing;
        int mostNew = Integer.MAX_VALUE;
        InstantSource clock = InstantSource.system();
        StoreDisk disk = LocalDisk.INSTANCE;

        Values() {}

        Values(Values from) {
            keep = from.keep;
            byHeaders = from.byHeaders;
            continuing = from.continuing;
            mostNew = from.mostNew;
            clock = from.clock;
            disk = from.disk;
        }
    }

    private final Path storeFile;
    private final String account;
    private final Values values;

    private MaildropSync(Path storeFile, String account, Values values) {
        this.storeFile = storeFile;
        this.account = account;
        this.values = values;
    }

    private MaildropSync with(Consumer<Values> change) {
        Values copy = new Values(values);
        change.accept(copy);
        return new MaildropSync(storeFile, account, copy);
    }

    /**
     * Remembers in this file, which the first run makes, and deletes nothing. Two more names beside it are used: with
     * {@code .lock} and {@code .new} at the end.
     *
     * @param storeFile on a disk of this machine: locks and fsync are only as good as the file system
     * @param account whose maildrop it is, user and server: {@code "ada@pop.example.org"}. The store remembers it and
     *     refuses another
     * @throws IllegalArgumentException if the account is empty
     */
    public static MaildropSync in(Path storeFile, String account) {
        if (account.isEmpty()) {
            throw new IllegalArgumentException("an account has a name, such as ada@pop.example.org");
        }
        return new MaildropSync(storeFile, account, new Values());
    }

    /** Deletes nothing. */
    public MaildropSync leavingOnServer() {
        return with(v -> v.keep = null);
    }

    /** Deletes each message when it has been delivered, also those that earlier runs delivered and left. */
    public MaildropSync deletingDelivered() {
        return deletingAfter(Duration.ZERO);
    }

    /**
     * Deletes each message in the first run in which its delivery is so long ago.
     *
     * @throws IllegalArgumentException if that is negative
     */
    public MaildropSync deletingAfter(Duration sinceDelivery) {
        if (sinceDelivery.isNegative()) {
            throw new IllegalArgumentException("messages are not deleted before they were delivered: " + sinceDelivery);
        }
        return with(v -> v.keep = sinceDelivery);
    }

    /**
     * Makes do without unique ids: what the server gives none is named by its headers, which TOP fetches in each run
     * (RFC 1939 section 7), and its size. Without this, a server without UIDL is refused, and a single message without a
     * unique id is told by its content.
     *
     * <p>Two messages with the same headers and size count as one unless both are listed at the same time; a server that
     * adds headers later, such as {@code Status}, has the message delivered again.
     */
    public MaildropSync identifyingByHeaders() {
        return with(v -> v.byHeaders = true);
    }

    /**
     * Goes on to the next message when a receiver throws; the report has what it threw, and the next run tries again.
     * Without this the run stops, because on a full disk the next message fails as well.
     */
    public MaildropSync continuingAfterFailures() {
        return with(v -> v.continuing = true);
    }

    /**
     * Refuses to fetch when there are more new messages than this: a server that gives new unique ids to all messages, as
     * after a move to other software, has everything fetched again.
     *
     * @throws IllegalArgumentException if that is negative
     */
    public MaildropSync refusingMoreThan(int newMessages) {
        if (newMessages < 0) {
            throw new IllegalArgumentException("a number of messages is not negative: " + newMessages);
        }
        return with(v -> v.mostNew = newMessages);
    }

    /** What time it is; for tests of what happens later. Years have four digits. */
    public MaildropSync withClock(InstantSource clock) {
        return with(v -> v.clock = clock);
    }

    MaildropSync withDisk(StoreDisk disk) {
        return with(v -> v.disk = disk);
    }

    /**
     * Sends LIST and UIDL; RETR for each new message, in the maildrop's order; DELE for each that is due; and QUIT if
     * anything was marked (RFC 1939 sections 5 to 7). Also RETR for messages that share a unique id or have none. In the
     * end the client is closed, whatever happened; if the run stopped, nothing was deleted, unless the report says so.
     *
     * @param maildrop open, and nothing marked in it
     * @return what was done, if each new message was fetched, or refused by the server; a refused or unknown end of the
     *     deletion is in it too
     * @throws SyncStoreException if the store is in use, damaged, or another account's; nothing was sent
     * @throws SyncStoppedException if anything else ended the run early; it has the report
     * @throws IOException if the store could not be opened or locked; nothing was sent
     */
    public SyncReport run(Pop3Client maildrop, Receiver receiver) throws IOException {
        try (Pop3Client closing = maildrop;
                SyncStore store = SyncStore.open(values.disk, storePath(), account)) {
            return new SyncRun(this, maildrop, store).run(receiver);
        }
    }

    /** The file itself, not a symbolic link to it, which replacing the file would replace. */
    private Path storePath() throws IOException {
        return Files.exists(storeFile) ? storeFile.toRealPath() : storeFile.toAbsolutePath();
    }

    boolean isDue(Instant delivered) {
        Duration keep = values.keep;
        return keep != null
                && (keep.isZero()
                        || Duration.between(delivered, values.clock.instant()).compareTo(keep) >= 0);
    }

    boolean isByHeaders() {
        return values.byHeaders;
    }

    boolean isContinuing() {
        return values.continuing;
    }

    int mostNew() {
        return values.mostNew;
    }

    InstantSource clock() {
        return values.clock;
    }
}
