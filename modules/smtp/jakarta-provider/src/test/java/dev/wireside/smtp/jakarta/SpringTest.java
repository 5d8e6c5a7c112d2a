package dev.wireside.smtp.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.testkit.TestCertificates;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** An application of Spring that changes its protocol, and whom it trusts; each test runs with Angus, too. */
@Timeout(60)
final class SpringTest {
    private static JavaMailSenderImpl sender(Server server, String protocol) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("localhost");
        sender.setPort(server.port());
        sender.setUsername("ada");
        sender.setPassword("s3cr3t");
        sender.getJavaMailProperties().put("mail.smtp.auth", "true");
        sender.getJavaMailProperties().put("mail.smtp.starttls.enable", "true");
        sender.getJavaMailProperties().put("mail.smtp.starttls.required", "true");
        sender.getJavaMailProperties().put("mail.smtp.timeout", "20000");
        sender.setProtocol(protocol);
        if (protocol.equals("smtp")) {
            var trusting = TestCertificates.clientContext().getSocketFactory();
            sender.getJavaMailProperties().put("mail.smtp.ssl.socketFactory", trusting);
        } else {
            sender.getJavaMailProperties().put("mail.wireside-smtp.wireside.tls", Server.trust());
        }
        return sender;
    }

    private static SimpleMailMessage mail(String to) {
        SimpleMailMessage mail = new SimpleMailMessage();
        mail.setFrom("ada@example.org");
        mail.setTo(to);
        mail.setSubject("Grüße");
        mail.setText("An " + to);
        return mail;
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "wireside-smtp"})
    void a_mime_message_with_an_attachment(String protocol) throws Exception {
        Server server = Server.withStartTls();
        try (server) {
            JavaMailSenderImpl sender = sender(server, protocol);
            MimeMessage message = sender.createMimeMessage();
            MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
            helper.setFrom("ada@example.org", "Ada Lovelace");
            helper.setTo(new String[] {"bob@example.net", "eve@example.net"});
            helper.setBcc("zoe@example.net");
            helper.setSubject("Bericht");
            helper.setText("nur Text", "<p>und HTML</p>");
            helper.addAttachment("größe.bin", () -> new java.io.ByteArrayInputStream(new byte[100_000]));
            sender.testConnection();
            sender.send(message);
        }
        assertThat(server.conversations()).hasSize(2);
        String sent = new String(server.conversations().get(1).bytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(sent)
                .contains("RCPT TO:<bob@example.net>", "RCPT TO:<eve@example.net>", "RCPT TO:<zoe@example.net>")
                .contains("Subject: Bericht", "multipart/mixed")
                .doesNotContain("Bcc:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "wireside-smtp"})
    void several_messages_leave_on_one_connection(String protocol) throws Exception {
        Server server = Server.withStartTls();
        try (server) {
            sender(server, protocol).send(mail("bob@example.net"), mail("eve@example.net"), mail("zoe@example.net"));
        }
        assertThat(server.conversations()).hasSize(1);
        assertThat(server.conversations().getFirst().bodies()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "wireside-smtp"})
    void one_of_three_is_refused_and_the_exception_names_it(String protocol) throws Exception {
        SimpleMailMessage refused = mail("unknown@example.net");
        Server server = Server.withStartTls();
        try (server) {
            MailSendException failure = catchThrowableOfType(
                    MailSendException.class,
                    () -> sender(server, protocol).send(mail("bob@example.net"), refused, mail("zoe@example.net")));
            Map<Object, Exception> failed = failure.getFailedMessages();
            assertThat(failed).containsOnlyKeys(refused);
            SendFailedException no = (SendFailedException) failed.get(refused);
            assertThat(Arrays.toString(no.getInvalidAddresses())).isEqualTo("[unknown@example.net]");
            assertThat(no.getValidUnsentAddresses()).isEmpty();
            assertThat(no.getValidSentAddresses()).isNull();
        }
        assertThat(server.conversations()).hasSize(1);
        assertThat(server.conversations().getFirst().bodies()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "wireside-smtp"})
    void the_password_is_wrong(String protocol) throws Exception {
        try (Server server = Server.plays(Server.STARTTLS + Server.EHLO
                + "!on (?i)(AUTH.*|[A-Za-z0-9+/=]+)\n  S: 535 5.7.8 no\n" + Server.MAIL)) {
            assertThatThrownBy(() -> sender(server, protocol).send(mail("bob@example.net")))
                    .isInstanceOf(MailAuthenticationException.class);
        }
    }
}
