package dev.wireside.smtp.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an application comes to have our transport. */
@Timeout(60)
final class ProviderTest {
    @Test
    void each_protocol_is_there_once_and_angus_keeps_its_own() throws Exception {
        Session session = Session.getInstance(new Properties());
        assertThat(Arrays.stream(session.getProviders())
                        .filter(provider -> provider.getVendor().equals("Wireside"))
                        .map(Provider::getProtocol))
                .containsExactlyInAnyOrder("wireside-smtp", "wireside-smtps", "wireside-lmtp");
        assertThat(session.getTransport("wireside-smtp")).isInstanceOf(WiresideTransport.class);
        assertThat(session.getTransport("wireside-smtps")).isInstanceOf(WiresideTransport.class);
        assertThat(session.getTransport("smtp").getClass().getName()).contains("angus");
    }

    @Test
    void one_property_is_changed() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "wireside-smtp");
        assertThat(Session.getInstance(properties).getTransport()).isInstanceOf(WiresideTransport.class);
    }

    @Test
    void the_static_send_goes_by_the_type_of_the_address() throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            properties.setProperty("mail.transport.protocol.rfc822", "wireside-smtp");
            Transport.send(Mails.mail(Session.getInstance(properties), "text"), Mails.to("bob@example.net"));
        }
        assertThat(server.clientBytes()).contains("EHLO [127.0.0.1]").contains("RCPT TO:<bob@example.net>");
    }

    @Test
    void an_application_that_asks_for_smtp_gets_it_by_its_class() throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.class", WiresideTransport.class.getName());
            Session session = Session.getInstance(properties);
            try (Transport transport = session.getTransport("smtp")) {
                assertThat(transport).isInstanceOf(WiresideTransport.class);
                transport.connect();
            }
        }
        assertThat(server.clientBytes()).startsWith("EHLO [127.0.0.1]");
    }
}
