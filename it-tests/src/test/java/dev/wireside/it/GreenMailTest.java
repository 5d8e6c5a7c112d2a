package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.net.BodySink;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Tls;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.smtp.SmtpTls;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both clients against an embedded mail server that somebody else wrote: what one sends, the other fetches. */
@Timeout(60)
final class GreenMailTest {
    private static final Credentials ADA = Credentials.of("ada", Secret.of("pass-word-of-ada"));
    private static final Envelope TO_ADA = Envelope.from("bob@example.org").to("ada@example.org");

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        setup(ServerSetup.PROTOCOL_SMTP),
        setup(ServerSetup.PROTOCOL_SMTPS),
        setup(ServerSetup.PROTOCOL_POP3),
        setup(ServerSetup.PROTOCOL_POP3S)
    });

    @TempDir
    Path folder;

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, "127.0.0.1", protocol);
    }

    @BeforeEach
    void start() {
        server.setUser("ada@example.org", "ada", "pass-word-of-ada");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private SmtpClient smtp(SmtpOptions options) throws Exception {
        return SmtpClient.connect(Endpoint.of("127.0.0.1", server.getSmtp().getPort()), options);
    }

    private Pop3Client maildrop(Credentials credentials) throws Exception {
        return Pop3Client.open(
                Endpoint.of("127.0.0.1", server.getPop3().getPort()),
                credentials,
                Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).allowingSecretsOnUnencryptedChannel());
    }

    private static SmtpOptions clear() {
        return SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED).allowingSecretsOnUnencryptedChannel();
    }

    private static String message(String subject) {
        return "From: bob@example.org\r\nTo: ada@example.org\r\nSubject: " + subject + "\r\n\r\n"
                + ".a dot at the beginning\r\n..two\r\n.\r\n\r\nnot the end yet\r\n"
                + IntStream.range(0, 500).mapToObj(i -> "line " + i + "\r\n").reduce("", String::concat);
    }

    @Test
    void what_was_sent_is_fetched_byte_for_byte() throws Exception {
        try (SmtpClient smtp = smtp(clear().withLogin(ADA))) {
            assertThat(smtp.send(TO_ADA, BodySource.ofText(message("one"))).accepted())
                    .hasSize(1);
        }
        try (Pop3Client maildrop = maildrop(ADA)) {
            Listing only = maildrop.list().getFirst();
            String fetched = maildrop.retrieve(only, BodySink.text(1_000_000));
            assertThat(fetched).endsWith(message("one"));
            Path file = maildrop.retrieve(only, BodySink.toFile(folder.resolve("one.eml")));
            assertThat(Files.readString(file)).isEqualTo(fetched);
        }
    }

    @Test
    void many_messages_leave_on_one_connection_and_are_deleted_only_by_commit() throws Exception {
        try (SmtpClient smtp = smtp(clear())) {
            for (int i = 0; i < 20; i++) {
                smtp.send(TO_ADA, BodySource.ofText(message("number " + i)));
            }
        }
        List<String> subjects = new ArrayList<>();
        try (Pop3Client maildrop = maildrop(ADA)) {
            for (Listing one : maildrop.list()) {
                String text = maildrop.retrieve(one, BodySink.text(1_000_000));
                subjects.add(text.lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .findFirst()
                        .orElseThrow());
                maildrop.markDeleted(one);
            }
        }
        assertThat(subjects)
                .isEqualTo(IntStream.range(0, 20)
                        .mapToObj(i -> "Subject: number " + i)
                        .toList());
        try (Pop3Client maildrop = maildrop(ADA)) {
            List<Listing> still = maildrop.list();
            assertThat(still).as("marked, and not committed").hasSize(20);
            for (Listing one : still.subList(0, 15)) {
                maildrop.markDeleted(one);
            }
            maildrop.commit();
        }
        try (Pop3Client maildrop = maildrop(ADA)) {
            assertThat(maildrop.stat().messages()).isEqualTo(5);
        }
    }

    @Test
    void every_mechanism_that_it_has_lets_ada_in() throws Exception {
        try (SmtpClient plain = smtp(clear().withLogin(ADA, Sasl::plain));
                SmtpClient login = smtp(clear().withLogin(ADA, Sasl::login))) {
            plain.noop();
            login.noop();
        }
    }

    @Test
    void the_wrong_password_is_refused_by_both() throws Exception {
        Credentials wrong = Credentials.of("ada", Secret.of("not-her-password"));
        assertThatThrownBy(() -> smtp(clear().withLogin(wrong)))
                .isInstanceOf(SmtpRefusedException.class)
                .hasMessageNotContaining("not-her-password");
        assertThatThrownBy(() -> maildrop(wrong))
                .isInstanceOf(Pop3RefusedException.class)
                .hasMessageNotContaining("not-her-password");
    }

    @Test
    void required_tls_is_not_there_and_nothing_is_said() throws Exception {
        assertThatThrownBy(() -> smtp(SmtpOptions.defaults().withLogin(ADA)))
                .isInstanceOf(SmtpRefusedException.class)
                .hasMessageContaining("STARTTLS");
        assertThatThrownBy(() -> Pop3Client.open(
                        Endpoint.of("127.0.0.1", server.getPop3().getPort()),
                        ADA,
                        Pop3Options.defaults().withTls(Pop3Tls.STLS)))
                .isInstanceOf(Pop3RefusedException.class);
    }

    @Test
    void implicit_tls_with_exactly_its_certificate() throws Exception {
        Tls itsOwn = Tls.defaults().trustingExactly(certificate());
        SmtpOptions options = SmtpOptions.defaults()
                .withTls(SmtpTls.IMPLICIT)
                .withTlsSettings(itsOwn)
                .withLogin(ADA);
        try (SmtpClient smtp =
                SmtpClient.connect(Endpoint.of("127.0.0.1", server.getSmtps().getPort()), options)) {
            smtp.send(TO_ADA, BodySource.ofText(message("secret")));
        }
        try (Pop3Client maildrop = Pop3Client.open(
                Endpoint.of("127.0.0.1", server.getPop3s().getPort()),
                ADA,
                Pop3Options.defaults().withTlsSettings(itsOwn))) {
            assertThat(maildrop.top(maildrop.list().getFirst(), 0, BodySink.text(10_000)))
                    .contains("Subject: secret");
        }
    }

    /** What GreenMail shows, from the key store in its jar. */
    private static X509Certificate certificate() throws Exception {
        try (InputStream store = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(store, "changeit".toCharArray());
            return (X509Certificate) keys.getCertificate(keys.aliases().nextElement());
        }
    }
}
