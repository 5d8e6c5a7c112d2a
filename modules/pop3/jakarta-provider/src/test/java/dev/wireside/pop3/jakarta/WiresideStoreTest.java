package dev.wireside.pop3.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.pop3.CommitRefusedException;
import dev.wireside.pop3.CommitUnknownException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.event.ConnectionAdapter;
import jakarta.mail.event.ConnectionEvent;
import jakarta.mail.event.MessageChangedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WiresideStoreTest {
    @TempDir
    Path files;

    private static Folder inbox(Store store, int mode) throws Exception {
        store.connect("ada", "s3cr3t");
        Folder inbox = store.getFolder("INBOX");
        inbox.open(mode);
        return inbox;
    }

    @Test
    void each_protocol_is_there_once_and_angus_keeps_its_own() throws Exception {
        Session session = Session.getInstance(new Properties());
        assertThat(Arrays.stream(session.getProviders())
                        .filter(provider -> provider.getVendor().equals("Wireside"))
                        .map(Provider::getProtocol))
                .containsExactlyInAnyOrder("wireside-pop3", "wireside-pop3s");
        assertThat(session.getStore("wireside-pop3s")).isInstanceOf(WiresideStore.class);
        assertThat(session.getStore("pop3").getClass().getName()).contains("angus");
    }

    @Test
    void headers_of_all_messages_are_asked_for_at_once_under_stls() throws Exception {
        Maildrop maildrop = Maildrop.withStls();
        try (maildrop;
                Store store = Maildrop.store(maildrop.overTls())) {
            Folder inbox = inbox(store, Folder.READ_ONLY);
            FetchProfile profile = new FetchProfile();
            profile.add(FetchProfile.Item.ENVELOPE);
            inbox.fetch(inbox.getMessages(), profile);
            inbox.fetch(inbox.getMessages(), profile);
            for (Message message : inbox.getMessages()) {
                assertThat(message.getSubject()).isEqualTo("Grüße");
            }
            inbox.close(false);
        }
        assertThat(maildrop.said())
                .containsOnlyOnce("TOP 1 0\r\nTOP 2 0\r\nTOP 3 0\r\n")
                .doesNotContain("RETR");
        assertThat(maildrop.server().conversations().getFirst().tlsProtocol()).isPresent();
    }

    @Test
    void the_server_offers_no_stls_and_nothing_is_said() throws Exception {
        Maildrop maildrop = Maildrop.unencrypted("!on STLS\n  S: -ERR no\n");
        try (maildrop;
                Store store = Maildrop.store(maildrop.overTls())) {
            assertThatThrownBy(() -> store.connect("ada", "s3cr3t"))
                    .isInstanceOf(MessagingException.class)
                    .isNotInstanceOf(AuthenticationFailedException.class);
        }
        assertThat(maildrop.said()).doesNotContain("ada", "AUTH", "PASS");
    }

    @Test
    void the_server_closes_and_the_folder_is_closed_with_it() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Maildrop maildrop = Maildrop.unencrypted("!on RETR 1\n  S: +OK\n  !close\n");
                Store store = Maildrop.store(maildrop.properties())) {
            store.connect("ada", "s3cr3t");
            Folder inbox = store.getFolder("INBOX");
            inbox.addConnectionListener(new ConnectionAdapter() {
                @Override
                public void opened(ConnectionEvent event) {
                    heard.add("opened");
                }

                @Override
                public void closed(ConnectionEvent event) {
                    heard.add("closed");
                }
            });
            inbox.open(Folder.READ_WRITE);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("opened");
            assertThatThrownBy(() -> inbox.getMessage(1).getContent()).isInstanceOf(FolderClosedException.class);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("closed");
            assertThat(inbox.isOpen()).isFalse();
            assertThatThrownBy(() -> inbox.getMessage(1)).isInstanceOf(IllegalStateException.class);
            inbox.open(Folder.READ_ONLY);
            assertThat(inbox.getMessageCount()).isEqualTo(3);
        }
    }

    @Test
    void quit_is_refused_or_never_answered_and_that_is_told() throws Exception {
        for (String answer : List.of("S: -ERR [SYS/TEMP] locked\n  !close\n", "!close\n")) {
            try (Maildrop maildrop = Maildrop.unencrypted("!on QUIT\n  " + answer);
                    Store store = Maildrop.store(maildrop.properties())) {
                Folder inbox = inbox(store, Folder.READ_WRITE);
                inbox.getMessage(2).setFlag(Flags.Flag.DELETED, true);
                assertThatThrownBy(() -> inbox.close(true))
                        .isInstanceOf(MessagingException.class)
                        .hasCauseInstanceOf(
                                answer.contains("-ERR") ? CommitRefusedException.class : CommitUnknownException.class);
                assertThat(inbox.isOpen()).isFalse();
            }
        }
    }

    @Test
    void one_message_cannot_be_deleted_and_the_others_are() throws Exception {
        Maildrop maildrop = Maildrop.unencrypted("!on DELE 2\n  S: -ERR no\n");
        try (maildrop;
                Store store = Maildrop.store(maildrop.properties())) {
            Folder inbox = inbox(store, Folder.READ_WRITE);
            inbox.setFlags(inbox.getMessages(), new Flags(Flags.Flag.DELETED), true);
            assertThatThrownBy(() -> inbox.close(true)).hasMessage("the server did not delete the messages 2");
        }
        assertThat(maildrop.said()).contains("DELE 1\r\nDELE 2\r\nDELE 3\r\nQUIT");
    }

    @Test
    void closing_the_store_closes_the_folder_and_deletes_nothing() throws Exception {
        Maildrop maildrop = Maildrop.unencrypted();
        Folder inbox;
        try (maildrop;
                Store store = Maildrop.store(maildrop.properties())) {
            inbox = inbox(store, Folder.READ_WRITE);
            inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            assertThat(store.isConnected()).isTrue();
        }
        assertThat(inbox.isOpen()).isFalse();
        assertThat(maildrop.said()).endsWith("NOOP\r\nQUIT\r\n").doesNotContain("DELE");
    }

    @Test
    void a_large_message_is_in_a_file_until_the_folder_is_closed() throws Exception {
        Maildrop maildrop =
                Maildrop.unencrypted("!on RETR 1\n  S: +OK\n  S: Subject: large\n  S:\n  !body 3MiB\n  S: .\n");
        try (maildrop;
                Store store = Maildrop.store(with(maildrop.properties(), "filecache.dir", files.toString()))) {
            Folder inbox = inbox(store, Folder.READ_ONLY);
            Message message = inbox.getMessage(1);
            assertThat(message.getInputStream().readAllBytes()).hasSize(3 << 20);
            assertThat(message.getSize()).isEqualTo(3 << 20);
            assertThat(message.getInputStream().readAllBytes()).hasSize(3 << 20);
            assertThat(names()).hasSize(1);
            inbox.getMessage(2).getContent();
            assertThat(names()).as("a small one is in memory").hasSize(1);
            inbox.close(false);
            assertThat(names()).isEmpty();
        }
        assertThat(maildrop.commands().filter("RETR 1"::equals)).hasSize(1);
    }

    @Test
    void a_large_message_that_breaks_off_leaves_no_file() throws Exception {
        try (Maildrop maildrop = Maildrop.unencrypted("!on RETR 1\n  S: +OK\n  !body 3MiB\n  !close\n");
                Store store = Maildrop.store(with(maildrop.properties(), "filecache.dir", files.toString()))) {
            Folder inbox = inbox(store, Folder.READ_ONLY);
            assertThatThrownBy(() -> inbox.getMessage(1).getContent()).isInstanceOf(FolderClosedException.class);
            assertThat(names()).isEmpty();
        }
    }

    private static Properties with(Properties properties, String name, String value) {
        properties.setProperty("mail.wireside-pop3." + name, value);
        return properties;
    }

    private List<Path> names() throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.toList();
        }
    }

    @Test
    void the_applications_own_stream_fails_and_the_folder_stays_open() throws Exception {
        try (Maildrop maildrop = Maildrop.unencrypted();
                Store store = Maildrop.store(maildrop.properties())) {
            Folder inbox = inbox(store, Folder.READ_ONLY);
            OutputStream full = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("the disk is full");
                }
            };
            assertThatThrownBy(() -> inbox.getMessage(1).writeTo(full))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is full");
            assertThat(inbox.getMessage(1).getContent()).asString().startsWith("Grüße");
        }
    }

    @Test
    void a_flag_is_changed_and_the_listener_hears_of_it() throws Exception {
        BlockingQueue<MessageChangedEvent> heard = new LinkedBlockingQueue<>();
        try (Maildrop maildrop = Maildrop.unencrypted();
                Store store = Maildrop.store(maildrop.properties())) {
            Folder inbox = inbox(store, Folder.READ_ONLY);
            inbox.addMessageChangedListener(heard::add);
            inbox.getMessage(2).setFlag(Flags.Flag.SEEN, true);
            MessageChangedEvent event = heard.poll(20, TimeUnit.SECONDS);
            assertThat(event.getMessage().getMessageNumber()).isEqualTo(2);
            assertThatThrownBy(() -> inbox.getMessage(4)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void a_message_of_another_folder_is_not_taken_for_one_of_this() throws Exception {
        try (Maildrop one = Maildrop.unencrypted();
                Maildrop other = Maildrop.unencrypted();
                Store first = Maildrop.store(one.properties());
                Store second = Maildrop.store(other.properties())) {
            Message foreign = inbox(first, Folder.READ_ONLY).getMessage(1);
            WiresideFolder folder = (WiresideFolder) inbox(second, Folder.READ_ONLY);
            assertThat(folder.getUID(folder.getMessage(2))).isEqualTo("second");
            assertThatThrownBy(() -> folder.getUID(foreign)).isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void debugging_shows_the_dialogue_and_no_secret() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (Maildrop maildrop = Maildrop.withStls()) {
            Session session = Session.getInstance(maildrop.overTls());
            session.setDebugOut(new PrintStream(written, true, StandardCharsets.UTF_8));
            session.setDebug(true);
            try (Store store = session.getStore("wireside-pop3")) {
                store.connect("ada", "s3cr3t");
            }
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("DEBUG wireside-pop3: S: +OK ready", "DEBUG wireside-pop3: C: AUTH PLAIN \u2022\u2022\u2022")
                .doesNotContain("s3cr3t", "AGFkYQBzM2NyM3Q=");
    }
}
