package dev.wireside.pop3.vs;

import dev.wireside.codec.Secret;
import dev.wireside.net.BodySink;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.pop3.CommitRefusedException;
import dev.wireside.pop3.CommitUnknownException;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.sync.MaildropSync;
import dev.wireside.pop3.sync.Receiver;
import dev.wireside.pop3.sync.SyncReport;
import dev.wireside.pop3.sync.SyncStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** With Wireside: {@link Pop3Client}, and {@link MaildropSync}. */
public final class WiresidePop3Task implements Pop3Task {
    private static final int MAX_HEADER = 1 << 20;

    /** Has no state: each task is a session of its own. */
    public WiresidePop3Task() {}

    @Override
    public Outcome<Entry> list(Account account) {
        List<Entry> entries = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Pop3Client maildrop = open(account)) {
            // 2. Sizes and unique ids of all messages
            for (Listing message : maildrop.list()) {
                // 3. One entry each
                entries.add(new Entry(
                        message.number(),
                        message.size().orElse(-1),
                        message.uid().orElse("")));
            }
            return new Outcome<>(Fate.DONE, entries);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (IOException failure) {
            return learnt(failure, entries);
        }
    }

    @Override
    public Outcome<String> readSubjects(Account account) {
        List<String> subjects = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Pop3Client maildrop = open(account)) {
            // 2. Which messages there are
            List<Listing> messages = maildrop.list();
            // 3. The header of each, all asked for at once
            requireAll(maildrop.topAll(messages, 0, message -> header -> {
                String lines = BodySink.text(MAX_HEADER).readFrom(header);
                return subjects.add(subject(lines));
            }));
            return new Outcome<>(Fate.DONE, subjects);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (IOException failure) {
            return learnt(failure, subjects);
        }
    }

    @Override
    public Outcome<Integer> fetchAll(Account account, Path directory) {
        List<Integer> fetched = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Pop3Client maildrop = open(account)) {
            // 2. Which messages there are
            List<Listing> messages = maildrop.list();
            // 3. Each into a file, which has its name only when it is complete; all asked for at once
            requireAll(maildrop.retrieveAll(messages, message -> body -> {
                Path file = directory.resolve(message.number() + ".eml");
                BodySink.toFile(file).readFrom(body);
                return fetched.add(message.number());
            }));
            return new Outcome<>(Fate.DONE, fetched);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (IOException failure) {
            OwnDisk.rethrow(failure);
            return learnt(failure, fetched);
        }
    }

    @Override
    public Outcome<Synced> sync(Account account, Path record, Path directory, Runnable stored) {
        MaildropSync sync = MaildropSync.in(record, account.user() + "@" + account.host());
        Receiver files = Receiver.toFolder(directory);
        // 1. Connect, greet, log in
        try (Pop3Client maildrop = open(account)) {
            // 2. Which messages are new; each into a file, then into the record; nothing is deleted
            SyncReport report = sync.run(maildrop, message -> then(files.sinkFor(message), stored));
            return new Outcome<>(Fate.DONE, synced(report));
        } catch (SyncStoppedException stopped) {
            OwnDisk.rethrow(stopped);
            return new Outcome<>(Fate.NOT_DONE, synced(stopped.report()));
        } catch (IOException failure) {
            OwnDisk.rethrow(failure);
            return learnt(failure, List.of());
        }
    }

    private static <T> BodySink<T> then(BodySink<T> file, Runnable stored) {
        return body -> {
            T value = file.readFrom(body);
            stored.run();
            return value;
        };
    }

    private static List<Synced> synced(SyncReport report) {
        return report.delivered().stream()
                .map(message -> new Synced(message.id().uid().orElse(""), message.mayBeRepeated()))
                .toList();
    }

    @Override
    public Outcome<Integer> delete(Account account, List<Integer> numbers) {
        // 1. Connect, greet, log in
        try (Pop3Client maildrop = open(account)) {
            // 2. Which messages there are
            for (Listing message : maildrop.list()) {
                // 3. Mark those to be deleted
                if (numbers.contains(message.number())) {
                    maildrop.markDeleted(message);
                }
            }
            // 4. Commit, and leave
            maildrop.commit();
            return new Outcome<>(Fate.DONE, numbers);
        } catch (IOException failure) {
            return learnt(failure, List.of());
        }
    }

    private static Pop3Client open(Account account) throws IOException {
        // Each step is bounded as a whole by default: 30 s to connect, 60 s for a reply, 60 s without a byte.
        Pop3Options options =
                Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).allowingSecretsOnUnencryptedChannel();
        Credentials credentials = Credentials.of(account.user(), Secret.of(account.password()));
        return Pop3Client.open(Endpoint.of(account.host(), account.port()), credentials, options);
    }

    /** What the server refused is thrown; the others are there all the same. */
    private static void requireAll(List<? extends MessageOutcome<?>> outcomes) throws Pop3RefusedException {
        for (MessageOutcome<?> outcome : outcomes) {
            Object ignored = outcome.value();
        }
    }

    /** Wireside has no header parser: a message is bytes to it. */
    private static String subject(String header) {
        String unfolded = header.replace("\r\n ", " ").replace("\r\n\t", " ");
        return unfolded.lines()
                .filter(line -> line.regionMatches(true, 0, "Subject:", 0, 8))
                .map(line -> line.substring(8).strip())
                .findFirst()
                .orElse("");
    }

    /** The exception's type is the answer. */
    private static <T> Outcome<T> learnt(IOException failure, List<T> values) {
        return switch (failure) {
            case Pop3RefusedException no -> new Outcome<>(Fate.REFUSED, values);
            case CommitRefusedException some -> new Outcome<>(Fate.REFUSED, values);
            case CommitUnknownException unknown -> new Outcome<>(Fate.UNKNOWN, values);
            default -> new Outcome<>(Fate.NOT_DONE, values);
        };
    }
}
