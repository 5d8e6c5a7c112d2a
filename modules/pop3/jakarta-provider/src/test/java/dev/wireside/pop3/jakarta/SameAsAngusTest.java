package dev.wireside.pop3.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same application, once with {@code pop3}, which is Angus, and once with {@code wireside-pop3}: the same happens. */
@Timeout(60)
final class SameAsAngusTest {
    /** What an application does with a store that is connected, and what it learns from it. */
    private interface Application {
        void run(Store store, List<Object> learnt) throws Exception;
    }

    private static void assertSame(String rules, Application application) throws Exception {
        List<Object> angus = learnt("pop3", rules, application);
        List<Object> wireside = learnt("wireside-pop3", rules, application);
        assertThat(wireside).isEqualTo(angus).isNotEmpty();
    }

    private static List<Object> learnt(String protocol, String rules, Application application) throws Exception {
        List<Object> learnt = new ArrayList<>();
        try (Maildrop maildrop = Maildrop.unencrypted(rules)) {
            Properties properties = maildrop.properties();
            try (Store store = Session.getInstance(properties).getStore(protocol)) {
                store.connect(null, "s3cr3t");
                application.run(store, learnt);
            }
        }
        return learnt;
    }

    @Test
    void folders_and_what_they_are() throws Exception {
        assertSame("", (store, learnt) -> {
            learnt.add(store.isConnected());
            Folder root = store.getDefaultFolder();
            learnt.addAll(List.of(root.getName(), root.getType(), root.exists(), root.isOpen(), root.list().length));
            learnt.add(root.getFolder("inbox").exists());
            Folder inbox = store.getFolder("INBOX");
            learnt.addAll(List.of(
                    inbox.getFullName(), inbox.getType(), inbox.exists(), inbox.isOpen(), inbox.getMessageCount()));
            learnt.add(store.getFolder("Sent").exists());
            learnt.add(inbox.getParent().getName());
            learnt.add(thrown(() -> store.getFolder("Sent").open(Folder.READ_ONLY)));
            learnt.add(thrown(() -> root.getFolder("Sent")));
            learnt.add(thrown(() -> inbox.getMessage(1)));
            learnt.add(thrown(() -> inbox.close(false)));
            inbox.open(Folder.READ_ONLY);
            learnt.addAll(List.of(inbox.isOpen(), inbox.getMode(), inbox.hasNewMessages(), inbox.getNewMessageCount()));
            learnt.add(thrown(() -> inbox.open(Folder.READ_ONLY)));
            learnt.add(thrown(inbox::expunge));
            learnt.add(thrown(() -> inbox.appendMessages(new Message[0])));
            learnt.add(thrown(() -> inbox.delete(false)));
            learnt.add(thrown(() -> inbox.getFolder("x")));
            inbox.close(false);
            learnt.addAll(List.of(inbox.isOpen(), inbox.getMessageCount(), store.isConnected()));
        });
    }

    private interface Failing {
        void run() throws Exception;
    }

    private static String thrown(Failing failing) {
        try {
            failing.run();
            return "nothing";
        } catch (Exception thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    @Test
    void headers_contents_sizes_and_unique_ids() throws Exception {
        assertSame("", (store, learnt) -> {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            Message[] messages = inbox.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(FetchProfile.Item.ENVELOPE);
            profile.add(UIDFolder.FetchProfileItem.UID);
            inbox.fetch(messages, profile);
            for (Message message : messages) {
                learnt.add(message.getMessageNumber());
                learnt.add(message.getSubject());
                learnt.add(Arrays.toString(message.getFrom()));
                learnt.add(message.getContentType());
                learnt.add(message.getSize());
                learnt.add(uid(inbox, message));
                learnt.add(written(message, null));
                learnt.add(String.valueOf(message.getContent()));
                learnt.add(message.getSize());
                learnt.add(written(message, null));
                learnt.add(written(message, new String[] {"From"}));
                learnt.add(
                        new String(((MimeMessage) message).getRawInputStream().readAllBytes(), StandardCharsets.UTF_8));
                learnt.add(thrown(() -> message.setHeader("X", "y")));
                learnt.add(thrown(message::saveChanges));
                learnt.add(thrown(() -> message.setText("z")));
            }
            inbox.close(false);
        });
    }

    @ParameterizedTest
    @CsvSource({"disabletop", "forgettopheaders", "cachewriteto", "keepmessagecontent", "filecache.enable"})
    void what_a_message_says_does_not_depend_on_how_it_is_kept(String property) throws Exception {
        List<List<Object>> both = new ArrayList<>();
        for (String protocol : List.of("pop3", "wireside-pop3")) {
            List<Object> learnt = new ArrayList<>();
            try (Maildrop maildrop = Maildrop.unencrypted()) {
                Properties properties = maildrop.properties();
                properties.setProperty("mail.pop3." + property, "true");
                try (Store store = Session.getInstance(properties).getStore(protocol)) {
                    store.connect(null, "s3cr3t");
                    Folder inbox = store.getFolder("INBOX");
                    inbox.open(Folder.READ_ONLY);
                    Message message = inbox.getMessage(2);
                    learnt.add(message.getSubject());
                    learnt.add(written(message, null));
                    learnt.add(message.getContent());
                    learnt.add(written(message, null));
                    learnt.add(message.getSize());
                    inbox.close(false);
                }
            }
            both.add(learnt);
        }
        assertThat(both.get(1)).isEqualTo(both.get(0));
    }

    private static String uid(Folder folder, Message message) throws MessagingException {
        return folder instanceof WiresideFolder ours
                ? String.valueOf(ours.getUID(message))
                : String.valueOf(((POP3Folder) folder).getUID(message));
    }

    private static String written(Message message, String[] without) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((MimeMessage) message).writeTo(out, without);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "opened {0}, close({1})")
    @CsvSource({"2, true", "2, false", "1, true"})
    void what_is_deleted(int mode, boolean expunge) throws Exception {
        List<List<String>> deleted = new ArrayList<>();
        for (String protocol : List.of("pop3", "wireside-pop3")) {
            Maildrop maildrop = Maildrop.unencrypted();
            try (maildrop;
                    Store store = Session.getInstance(maildrop.properties()).getStore(protocol)) {
                store.connect(null, "s3cr3t");
                Folder inbox = store.getFolder("INBOX");
                inbox.open(mode);
                inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
                inbox.getMessage(3).setFlag(Flags.Flag.DELETED, true);
                inbox.getMessage(3).setFlag(Flags.Flag.DELETED, false);
                inbox.close(expunge);
            }
            deleted.add(maildrop.commands()
                    .filter(line -> line.startsWith("DELE") || line.startsWith("RSET"))
                    .toList());
        }
        assertThat(deleted.get(1)).isEqualTo(deleted.get(0));
        assertThat(deleted.get(0)).hasSize(mode == Folder.READ_WRITE && expunge ? 1 : 0);
    }

    @Test
    void the_password_is_wrong() throws Exception {
        for (String protocol : List.of("pop3", "wireside-pop3")) {
            String refusing = "!on (AUTH|PASS).*\n  S: -ERR no\n";
            try (Maildrop maildrop = Maildrop.unencrypted(refusing);
                    Store store = Session.getInstance(maildrop.properties()).getStore(protocol)) {
                assertThat(thrown(() -> store.connect(null, "s3cr3t"))).isEqualTo("AuthenticationFailedException");
            }
        }
    }

    @Test
    void a_message_is_not_handed_out() throws Exception {
        assertSame("!on RETR 2\n  S: -ERR no such message\n", (store, learnt) -> {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            learnt.add(thrown(() -> written(inbox.getMessage(2), null)));
            learnt.add(thrown(() -> inbox.getMessage(2).getContent()));
            learnt.add(inbox.getMessage(3).getContent());
        });
    }

    @Test
    void the_connection_breaks_in_the_middle_of_a_message() throws Exception {
        String cut = "!on RETR 2\n  S: +OK\n  S: Subject: half\n  S:\n  S: te\n  !close\n";
        assertSame(cut, (store, learnt) -> {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            learnt.add(thrown(() -> inbox.getMessage(2).getContent()));
            learnt.add(inbox.isOpen());
        });
    }

    @Test
    void a_server_without_top_and_uidl() throws Exception {
        String bare = "!on CAPA\n  S: +OK\n  S: USER\n  S: .\n!on (TOP|UIDL).*\n  S: -ERR what?\n";
        assertSame(bare, (store, learnt) -> {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            FetchProfile profile = new FetchProfile();
            profile.add(FetchProfile.Item.ENVELOPE);
            profile.add(UIDFolder.FetchProfileItem.UID);
            inbox.fetch(inbox.getMessages(), profile);
            learnt.add(inbox.getMessage(1).getSubject());
            learnt.add(uid(inbox, inbox.getMessage(1)));
        });
    }
}
