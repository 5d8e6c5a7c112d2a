package dev.wireside.smtp.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.net.ConnectFailedException;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.SmtpClosingException;
import dev.wireside.smtp.SmtpRefusedException;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.event.ConnectionAdapter;
import jakarta.mail.event.ConnectionEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.NewsAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WiresideTransportTest {
    private static final Address[] BOB = bob();

    private static Address[] bob() {
        try {
            return Mails.to("bob@example.net");
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void one_connection_carries_several_messages_under_starttls() throws Exception {
        Server server = Server.withStartTls();
        try (server;
                Transport transport = Server.transport(server.overTls())) {
            transport.connect("ada", "s3cr3t");
            for (int i = 0; i < 3; i++) {
                transport.sendMessage(Mails.mail(), BOB);
            }
            assertThat(transport.isConnected()).isTrue();
        }
        assertThat(server.conversations()).hasSize(1);
        assertThat(server.conversations().getFirst().bodies()).hasSize(3);
        assertThat(server.conversations().getFirst().tlsProtocol()).isPresent();
        assertThat(server.clientBytes())
                .contains("AUTH PLAIN " + base64("\0ada\0s3cr3t"), "NOOP\r\n")
                .endsWith("QUIT\r\n");
        assertThat(server.message()).contains("To: bob@example.net").doesNotContain("Bcc", "secret@example.net");
    }

    @Test
    void the_server_offers_no_starttls_and_nothing_is_said() throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.overTls();
            assertThatThrownBy(() -> Server.transport(properties).connect("ada", "s3cr3t"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("STARTTLS")
                    .hasCauseInstanceOf(SmtpRefusedException.class);
        }
        assertThat(server.clientBytes()).doesNotContain("AUTH", "MAIL");
    }

    @Test
    void the_server_refuses_the_password_and_the_application_asks_again() throws Exception {
        String script = Server.STARTTLS + Server.EHLO + "!on (?i)AUTH PLAIN AGFkYQBnb29k.*\n  S: 235 2.7.0 welcome\n"
                + "!on (?i)AUTH .*\n  S: 535 5.7.8 no\n" + Server.MAIL;
        Server server = Server.plays(script);
        try (server) {
            Properties properties = server.overTls();
            assertThatThrownBy(() -> Server.transport(properties).connect("ada", "bad"))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("535 5.7.8 no")
                    .hasMessageNotContaining(base64("\0ada\0bad"));
            Session asking = Session.getInstance(properties, new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("ada", "good");
                }
            });
            try (Transport transport = asking.getTransport("wireside-smtp")) {
                transport.connect("ada", "bad");
                assertThat(transport.isConnected()).isTrue();
            }
        }
        assertThat(server.conversations()).hasSize(3);
    }

    @Test
    void nobody_listens_there() throws Exception {
        Server server = Server.unencrypted();
        Properties properties = server.properties();
        server.close();
        assertThatThrownBy(() -> Server.transport(properties).connect())
                .isInstanceOf(MessagingException.class)
                .isNotInstanceOf(AuthenticationFailedException.class)
                .hasCauseInstanceOf(ConnectFailedException.class);
    }

    @Test
    void server_closes_between_the_end_mark_and_its_answer() throws Exception {
        Mails.Events events = new Mails.Events();
        try (Server server = Server.unencrypted("!on (?i)DATA\n  S: 354 go on\n  !until .\n  !close\n");
                Transport transport = Server.transport(server.properties())) {
            transport.addTransportListener(events);
            transport.connect();
            assertThatThrownBy(() -> transport.sendMessage(Mails.mail(), BOB))
                    .isInstanceOf(MessagingException.class)
                    .isNotInstanceOf(SendFailedException.class)
                    .hasMessageContaining("may have been delivered, or not")
                    .hasCauseInstanceOf(OutcomeUnknownException.class);
            assertThat(transport.isConnected()).isFalse();
        }
        assertThat(events.isEmpty()).as("no event says that nobody knows").isTrue();
    }

    @Test
    void server_closes_with_421_and_the_listeners_hear_of_it() throws Exception {
        Mails.Events events = new Mails.Events();
        CountDownLatch closed = new CountDownLatch(1);
        List<String> connections = Collections.synchronizedList(new ArrayList<>());
        try (Server server = Server.unencrypted("!on (?i)MAIL.*\n  S: 421 4.3.2 going down\n  !close\n");
                Transport transport = Server.transport(server.properties())) {
            transport.addTransportListener(events);
            transport.addConnectionListener(new ConnectionAdapter() {
                @Override
                public void opened(ConnectionEvent event) {
                    connections.add("opened");
                }

                @Override
                public void closed(ConnectionEvent event) {
                    connections.add("closed");
                    closed.countDown();
                }
            });
            transport.connect();
            assertThatThrownBy(() -> transport.sendMessage(Mails.mail(), BOB))
                    .isInstanceOf(MessagingException.class)
                    .hasCauseInstanceOf(SmtpClosingException.class);
            assertThat(events.next()).startsWith("not delivered: sent null, unsent [bob@example.net]");
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(transport.isConnected()).isFalse();
            assertThatThrownBy(() -> transport.sendMessage(Mails.mail(), BOB))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Not connected");
        }
        assertThat(connections).containsExactly("opened", "closed");
    }

    @Test
    void it_can_be_connected_again_after_it_was_closed() throws Exception {
        Server server = Server.unencrypted();
        try (server;
                Transport transport = Server.transport(server.properties())) {
            transport.connect();
            assertThatThrownBy(transport::connect).isInstanceOf(IllegalStateException.class);
            transport.close();
            transport.close();
            assertThat(transport.isConnected()).isFalse();
            transport.connect();
            transport.sendMessage(Mails.mail(), BOB);
        }
        assertThat(server.conversations()).hasSize(2);
    }

    @Test
    void the_chain_names_each_recipient_with_what_the_server_said() throws Exception {
        try (Server server = Server.unencrypted();
                Transport transport = Server.transport(server.properties())) {
            transport.connect();
            SendFailedException no = catchThrowableOfType(
                    SendFailedException.class,
                    () -> transport.sendMessage(
                            Mails.mail(), Mails.to("unknown@a.example", "bob@a.example", "later@a.example")));
            RecipientRefusedException first = (RecipientRefusedException) no.getNextException();
            assertThat(first.address()).hasToString("unknown@a.example");
            assertThat(first.outcome().orElseThrow().reply().code().value()).isEqualTo(550);
            RecipientRefusedException second = (RecipientRefusedException) first.getNextException();
            assertThat(second.address()).hasToString("later@a.example");
            assertThat(second.getNextException()).isInstanceOf(SmtpRefusedException.class);
            transport.sendMessage(Mails.mail(), BOB);
        }
    }

    @Test
    void what_is_no_address_is_invalid_and_the_server_is_not_asked() throws Exception {
        Address bad = new InternetAddress("no one@example.net\r\nRCPT TO:<eve@example.net>", "x");
        Address[] both = {bad, BOB[0]};
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            try (Transport transport = Server.transport(properties)) {
                transport.connect();
                SendFailedException no = catchThrowableOfType(
                        SendFailedException.class, () -> transport.sendMessage(Mails.mail(), both));
                assertThat(no.getInvalidAddresses()).containsExactly(bad);
                assertThat(no.getValidUnsentAddresses()).containsExactly(BOB);
                assertThat(no.getNextException()).isInstanceOf(RecipientRefusedException.class);
                properties.setProperty("mail.smtp.sendpartial", "true");
                SendFailedException partly = catchThrowableOfType(
                        SendFailedException.class, () -> transport.sendMessage(Mails.mail(), both));
                assertThat(partly.getInvalidAddresses()).containsExactly(bad);
                assertThat(partly.getValidSentAddresses()).containsExactly(BOB);
            }
        }
        assertThat(server.clientBytes()).containsOnlyOnce("MAIL FROM").doesNotContain("eve");
    }

    @Test
    void a_newsgroup_is_refused_and_nothing_is_sent() throws Exception {
        try (Server server = Server.unencrypted();
                Transport transport = Server.transport(server.properties())) {
            transport.connect();
            Address[] news = {new NewsAddress("comp.mail.misc")};
            assertThatThrownBy(() -> transport.sendMessage(Mails.mail(), news))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessageContaining("comp.mail.misc");
        }
    }

    @Test
    void a_message_with_settings_for_angus_is_refused_and_not_stripped_of_them() throws Exception {
        try (Server server = Server.unencrypted();
                Transport transport = Server.transport(server.properties())) {
            transport.connect();
            SMTPMessage message = new SMTPMessage(Mails.mail());
            message.setEnvelopeFrom("bounces@example.org");
            assertThatThrownBy(() -> transport.sendMessage(message, BOB))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessageContaining("SMTPMessage");
        }
    }

    @Test
    void the_sender_is_the_property_then_from_then_sender_then_the_session() throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            try (Transport transport = Server.transport(properties)) {
                transport.connect();
                MimeMessage message = Mails.mail();
                transport.sendMessage(message, BOB);
                message.setSender(new InternetAddress("secretary@example.org"));
                message.removeHeader("From");
                transport.sendMessage(message, BOB);
                message.removeHeader("Sender");
                properties.setProperty("mail.from", "local@example.org");
                transport.sendMessage(message, BOB);
                properties.setProperty("mail.smtp.from", "bounces@example.org");
                transport.sendMessage(message, BOB);
                properties.setProperty("mail.wireside-smtp.from", "<>");
                transport.sendMessage(message, BOB);
            }
        }
        assertThat(server.clientBytes().lines().filter(line -> line.startsWith("MAIL")))
                .extracting(line -> line.split(" ", -1)[1])
                .containsExactly(
                        "FROM:<ada@example.org>",
                        "FROM:<secretary@example.org>",
                        "FROM:<local@example.org>",
                        "FROM:<bounces@example.org>",
                        "FROM:<>");
    }

    @Test
    void a_message_that_cannot_be_written_is_not_delivered() throws Exception {
        Mails.Events events = new Mails.Events();
        MimeMessage broken = new MimeMessage(Mails.mail()) {
            @Override
            public void writeTo(OutputStream out, String[] ignored) throws IOException {
                out.write("Subject: half of it".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                throw new IOException("the disk is gone");
            }
        };
        Server server = Server.unencrypted();
        try (server;
                Transport transport = Server.transport(server.properties())) {
            transport.addTransportListener(events);
            transport.connect();
            assertThatThrownBy(() -> transport.sendMessage(broken, BOB))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("the disk is gone");
            assertThat(events.next()).startsWith("not delivered");
            assertThat(transport.isConnected()).isFalse();
        }
        assertThat(server.clientBytes()).contains("DATA").doesNotContain("half of it");
    }

    @Test
    void a_header_in_utf_8_needs_a_server_that_knows_it() throws Exception {
        String plain = "!on (?i)EHLO .+\n  S: 250-mail.example.org\n  S: 250 8BITMIME\n";
        Server knows = Server.unencrypted();
        try (knows) {
            sendUtf8(knows);
        }
        assertThat(knows.clientBytes()).contains(" SMTPUTF8").contains("Subject: Grüße");
        Server doesNot = Server.unencrypted(plain);
        try (doesNot) {
            assertThatThrownBy(() -> sendUtf8(doesNot))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessageContaining("SMTPUTF8");
        }
        assertThat(doesNot.clientBytes()).doesNotContain("MAIL");
    }

    private static void sendUtf8(Server server) throws Exception {
        Properties properties = server.properties();
        properties.setProperty("mail.mime.allowutf8", "true");
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("wireside-smtp")) {
            transport.connect();
            MimeMessage message = Mails.mail(session, "text");
            message.setHeader("Subject", "Grüße");
            transport.sendMessage(message, BOB);
        }
    }

    @Test
    void lmtp_answers_for_each_recipient() throws Exception {
        String script = Server.GREETING + """
            C~ LHLO .+
            S: 250-mail.example.org
            S: 250 PIPELINING
            !on (?i)(MAIL|RCPT|RSET|NOOP)\\b.*
              S: 250 2.1.0 ok
            !on (?i)DATA
              S: 354 go on
              !until .
              S: 250 2.1.5 stored
              S: 452 4.2.2 over quota
            !on (?i)QUIT
              S: 221 bye
              !close
            """;
        try (Server server = Server.plays(script)) {
            Properties properties = server.properties("lmtp");
            try (Transport transport = Session.getInstance(properties).getTransport("wireside-lmtp")) {
                transport.connect();
                SendFailedException partly = catchThrowableOfType(
                        SendFailedException.class,
                        () -> transport.sendMessage(Mails.mail(), Mails.to("bob@a.example", "full@a.example")));
                assertThat(partly.getValidSentAddresses()).containsExactly(Mails.to("bob@a.example"));
                assertThat(partly.getValidUnsentAddresses()).containsExactly(Mails.to("full@a.example"));
                assertThat(partly.getNextException()).isInstanceOf(RecipientRefusedException.class);
                assertThat(transport.isConnected()).isTrue();
            }
        }
    }

    @Test
    void debugging_shows_the_dialogue_and_no_secret() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (Server server = Server.withStartTls()) {
            Session session = Session.getInstance(server.overTls());
            session.setDebugOut(new PrintStream(written, true, StandardCharsets.UTF_8));
            session.setDebug(true);
            try (Transport transport = session.getTransport("wireside-smtp")) {
                transport.connect("ada", "s3cr3t");
                transport.sendMessage(Mails.mail(), BOB);
            }
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("DEBUG wireside-smtp: S: 220 mail.example.org ESMTP")
                .contains("DEBUG wireside-smtp: C: AUTH PLAIN \u2022\u2022\u2022")
                .contains("DEBUG wireside-smtp: C: RCPT TO:<bob@example.net>")
                .doesNotContain("s3cr3t", base64("\0ada\0s3cr3t"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
