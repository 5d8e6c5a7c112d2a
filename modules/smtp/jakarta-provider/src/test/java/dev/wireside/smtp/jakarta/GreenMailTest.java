package dev.wireside.smtp.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same message by Angus and by us, to a server that somebody else wrote. */
@Timeout(60)
final class GreenMailTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.setUser("bob@example.net", "bob", "pass-word-of-bob");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void it_got_the_same_twice() throws Exception {
        MimeMessage message = Mails.mail();
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Grüße\n.\n..\n", "UTF-8");
        parts.addBodyPart(text);
        MimeBodyPart attachment = new MimeBodyPart();
        attachment.setContent(new byte[100_000], "application/octet-stream");
        attachment.setFileName("größe.bin");
        parts.addBodyPart(attachment);
        message.setContent(parts);
        message.saveChanges();
        send("smtp", message);
        send("wireside-smtp", message);
        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(2);
        assertThat(text(received[1])).isEqualTo(text(received[0])).contains("multipart/mixed");
    }

    private void send(String protocol, MimeMessage message) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(server.getSmtp().getPort()));
        properties.setProperty("mail.smtp.starttls.enable", "false");
        properties.setProperty("mail.smtp.wireside.secretsonunencryptedchannel", "true");
        try (Transport transport = Session.getInstance(properties).getTransport(protocol)) {
            transport.connect("bob", "pass-word-of-bob");
            transport.sendMessage(message, Mails.to("bob@example.net"));
        }
    }

    /** Without what the server writes above it. */
    private static String text(MimeMessage received) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        received.writeTo(out, new String[] {"Received", "Return-Path"});
        return out.toString(StandardCharsets.UTF_8);
    }
}
