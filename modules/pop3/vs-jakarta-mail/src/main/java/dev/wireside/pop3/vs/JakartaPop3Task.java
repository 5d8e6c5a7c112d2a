package dev.wireside.pop3.vs;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.pop3.POP3Folder;

/**
 * With Jakarta Mail 2.1 as implemented by Eclipse Angus 2.0.5. Its settings: <a
 * href="https://javadoc.io/doc/org.eclipse.angus/angus-mail/2.0.5/org.eclipse.angus.mail/org/eclipse/angus/mail/pop3/package-summary.html">package
 * pop3</a>; its <a href="https://eclipse-ee4j.github.io/angus-mail/FAQ">FAQ</a>.
 */
public final class JakartaPop3Task implements Pop3Task {
    private static final String SECONDS_30 = "30000";

    /** Has no state: each task is a session of its own. */
    public JakartaPop3Task() {}

    @Override
    public Outcome<Entry> list(Account account) {
        List<Entry> entries = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Store maildrop = open(account)) {
            // 2. Sizes and unique ids of all messages
            POP3Folder inbox = inbox(maildrop, Folder.READ_ONLY);
            Message[] messages = inbox.getMessages();
            // Angus 2.0.5 leaves the sizes 0 when the connection is lost in the middle of LIST; the UIDL behind it
            // finds out.
            int[] sizes = inbox.getSizes();
            FetchProfile uids = new FetchProfile();
            uids.add(UIDFolder.FetchProfileItem.UID);
            inbox.fetch(messages, uids);
            for (Message message : messages) {
                // 3. One entry each
                int number = message.getMessageNumber();
                entries.add(new Entry(number, sizes[number - 1], inbox.getUID(message)));
            }
            return new Outcome<>(Fate.DONE, entries);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (MessagingException | IllegalStateException failure) {
            return learnt(failure, entries);
        }
    }

    @Override
    public Outcome<String> readSubjects(Account account) {
        List<String> subjects = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Store maildrop = open(account)) {
            // 2. Which messages there are
            POP3Folder inbox = inbox(maildrop, Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                // 3. The header of each; a FetchProfile for ENVELOPE would add a LIST for each
                String[] subject = message.getHeader("Subject");
                subjects.add(subject == null ? "" : subject[0]);
            }
            return new Outcome<>(Fate.DONE, subjects);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (MessagingException | IllegalStateException failure) {
            return learnt(failure, subjects);
        }
    }

    @Override
    public Outcome<Integer> fetchAll(Account account, Path directory) {
        List<Integer> fetched = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Store maildrop = open(account)) {
            // 2. Which messages there are
            POP3Folder inbox = inbox(maildrop, Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                // 3. Each into a file, which has its name only when it is complete
                Path file = directory.resolve(message.getMessageNumber() + ".eml");
                toFile(message, file);
                fetched.add(message.getMessageNumber());
            }
            return new Outcome<>(Fate.DONE, fetched);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (MessagingException | IOException | IllegalStateException failure) {
            OwnDisk.rethrow(failure);
            return learnt(failure, fetched);
        }
    }

    /** Which messages are new is for the application to know, and to keep: see "POP3 supports no permanent flags" there. */
    @Override
    public Outcome<Synced> sync(Account account, Path record, Path directory, Runnable stored) {
        List<Synced> fetched = new ArrayList<>();
        // 1. Connect, greet, log in
        try (Store maildrop = open(account)) {
            // 2. Which messages are new
            Set<String> known = known(record);
            POP3Folder inbox = inbox(maildrop, Folder.READ_ONLY);
            Message[] messages = inbox.getMessages();
            FetchProfile uids = new FetchProfile();
            uids.add(UIDFolder.FetchProfileItem.UID);
            inbox.fetch(messages, uids);
            for (Message message : messages) {
                String uid = uid(inbox, message);
                if (known.add(uid)) {
                    // 3. Each into a file, then into the record
                    toFile(message, directory.resolve(fileName(uid)));
                    stored.run();
                    note(known, record);
                    fetched.add(new Synced(uid, false));
                }
            }
            return new Outcome<>(Fate.DONE, fetched);
            // 4. Leave; nothing is deleted: at the end of the block
        } catch (MessagingException | IOException | IllegalStateException failure) {
            OwnDisk.rethrow(failure);
            return learnt(failure, fetched);
        }
    }

    private static Set<String> known(Path record) throws IOException {
        return Files.exists(record)
                ? new LinkedHashSet<>(Files.readAllLines(record, StandardCharsets.ISO_8859_1))
                : new LinkedHashSet<>();
    }

    /** The whole record, so that a program that is killed leaves the old one or the new one. */
    private static void note(Set<String> known, Path record) throws MessagingException, IOException {
        write(record, out -> out.write(String.join("\n", known).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String uid(POP3Folder inbox, Message message) throws MessagingException {
        String uid = inbox.getUID(message);
        if (uid == null) {
            throw new MessagingException("the server has no unique id for message " + message.getMessageNumber());
        }
        return uid;
    }

    /** As Wireside's: nothing of the server's gets into the name. */
    private static String fileName(String uid) {
        try {
            byte[] key = ("uid:" + uid).getBytes(StandardCharsets.ISO_8859_1);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(digest) + ".eml";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public Outcome<Integer> delete(Account account, List<Integer> numbers) {
        // 1. Connect, greet, log in
        try (Store maildrop = open(account)) {
            // 2. Which messages there are. Not in try-with-resources: Folder.close() is close(true), which deletes
            POP3Folder inbox = inbox(maildrop, Folder.READ_WRITE);
            for (Message message : inbox.getMessages()) {
                // 3. Mark those to be deleted
                if (numbers.contains(message.getMessageNumber())) {
                    message.setFlag(Flags.Flag.DELETED, true);
                }
            }
            // 4. Commit, and leave. Angus 2.0.5 does not look at the answers to DELE and QUIT, nor whether there was
            // one
            inbox.close(true);
            return new Outcome<>(Fate.DONE, numbers);
        } catch (MessagingException | IllegalStateException failure) {
            return learnt(failure, List.of());
        }
    }

    private static Store open(Account account) throws MessagingException {
        Properties options = new Properties();
        // All of these clocks stand still by default. Each is for one read or write, so none bounds a slow trickle.
        options.put("mail.pop3.connectiontimeout", SECONDS_30);
        options.put("mail.pop3.timeout", SECONDS_30);
        options.put("mail.pop3.writetimeout", SECONDS_30);
        Store maildrop = store(Session.getInstance(options));
        maildrop.connect(account.host(), account.port(), account.user(), account.password());
        return maildrop;
    }

    private static Store store(Session session) {
        try {
            return session.getStore("pop3");
        } catch (NoSuchProviderException missing) {
            throw new IllegalStateException("Angus is not on the class path", missing);
        }
    }

    private static POP3Folder inbox(Store maildrop, int mode) throws MessagingException {
        POP3Folder inbox = (POP3Folder) maildrop.getFolder("INBOX");
        inbox.open(mode);
        return inbox;
    }

    /** Streams the message; {@code getInputStream} would hold it in memory, in a buffer of the size that LIST announced. */
    private static void toFile(Message message, Path file) throws MessagingException, IOException {
        write(file, message::writeTo);
    }

    private interface Content {
        void writeTo(OutputStream out) throws MessagingException, IOException;
    }

    private static void write(Path file, Content content) throws MessagingException, IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            // Angus 2.0.5 writes byte by byte.
            try (FileChannel channel = FileChannel.open(
                            partial,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.writeTo(out);
                out.flush();
                // As Wireside's sink does: the bytes are on the disk before they have a name, also after a power cut.
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * A lost connection during the login is an {@link AuthenticationFailedException}, too, so this caller cannot tell it
     * from a wrong password by type, only by the words of the message; one that is noticed by {@code getMessages}, which
     * sends NOOP, is an {@link IllegalStateException}. Later {@code -ERR} is either not reported or a
     * {@link MessageRemovedException}.
     */
    private static <T> Outcome<T> learnt(Exception failure, List<T> values) {
        return switch (failure) {
            case AuthenticationFailedException no -> new Outcome<>(Fate.REFUSED, values);
            case MessageRemovedException no -> new Outcome<>(Fate.REFUSED, values);
            default -> new Outcome<>(Fate.NOT_DONE, values);
        };
    }
}
