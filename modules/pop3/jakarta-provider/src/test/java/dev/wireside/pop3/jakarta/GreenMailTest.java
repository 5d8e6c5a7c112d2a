package dev.wireside.pop3.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Angus and we fetch the same from a server that somebody else wrote. */
@Timeout(60)
final class GreenMailTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3));

    @BeforeEach
    void start() throws Exception {
        GreenMailUser bob = server.setUser("bob@example.net", "bob", "pass-word-of-bob");
        server.start();
        for (int i = 0; i < 5; i++) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
            message.setSubject("Grüße " + i);
            // CRLF, because GreenMail hands out a bare LF as it is, and doubles the dot behind it: only we take that
            // literally.
            message.setText(".\r\n..\r\nZeile " + i + "\r\n", "UTF-8");
            message.saveChanges();
            bob.deliver(message);
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pop3", "wireside-pop3"})
    void two_of_five_are_deleted(String protocol) throws Exception {
        List<String> before = fetched(protocol, 2, 4);
        List<String> after = fetched(protocol);
        assertThat(before).hasSize(5);
        assertThat(after).containsExactly(before.get(0), before.get(2), before.get(4));
        assertThat(after).isEqualTo(fetched("pop3"));
    }

    private List<String> fetched(String protocol, int... deleted) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.pop3.host", "127.0.0.1");
        properties.setProperty("mail.pop3.port", String.valueOf(server.getPop3().getPort()));
        properties.setProperty("mail.pop3.starttls.enable", "false");
        properties.setProperty("mail.pop3.wireside.secretsonunencryptedchannel", "true");
        List<String> all = new ArrayList<>();
        try (Store store = Session.getInstance(properties).getStore(protocol)) {
            store.connect("bob", "pass-word-of-bob");
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            FetchProfile envelope = new FetchProfile();
            envelope.add(FetchProfile.Item.ENVELOPE);
            inbox.fetch(inbox.getMessages(), envelope);
            for (Message message : inbox.getMessages()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                message.writeTo(out);
                all.add(message.getSubject()
                        + message.getContent()
                        + message.getSize()
                        + out.toString(StandardCharsets.UTF_8));
            }
            inbox.setFlags(deleted, new Flags(Flags.Flag.DELETED), true);
            inbox.close(true);
        }
        return all;
    }
}
