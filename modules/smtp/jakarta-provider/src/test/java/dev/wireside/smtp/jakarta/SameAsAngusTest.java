package dev.wireside.smtp.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same application, once with {@code smtp}, which is Angus, and once with {@code wireside-smtp}: the same happens. */
@Timeout(60)
final class SameAsAngusTest {
    private static final String NO_RULE = "";
    private static final String[] FOUR = {
        "bob@example.net", "unknown@example.net", "later@example.net", "eve@example.net"
    };

    static List<Arguments> situations() {
        return List.of(
                Arguments.of("all are accepted", NO_RULE, false, new String[] {"bob@example.net", "eve@example.net"}),
                Arguments.of("one of four is refused, one postponed", NO_RULE, false, FOUR),
                Arguments.of("the same, and partial is enough", NO_RULE, true, FOUR),
                Arguments.of("all are refused", NO_RULE, false, new String[] {"unknown@a.example", "nobody@a.example"}),
                Arguments.of(
                        "all are refused, partial", NO_RULE, true, new String[] {"unknown@a.example", "later@a.example"
                        }),
                Arguments.of("552 is not for ever", NO_RULE, false, new String[] {"full@a.example", "bob@a.example"}),
                Arguments.of("552 with partial", NO_RULE, true, new String[] {"full@a.example", "bob@a.example"}),
                Arguments.of("MAIL is refused", "!on (?i)MAIL.*\n  S: 550 5.7.1 not you\n", false, FOUR),
                Arguments.of("MAIL is refused for now", "!on (?i)MAIL.*\n  S: 451 4.7.1 not now\n", true, FOUR),
                Arguments.of(
                        "DATA is refused", "!on (?i)DATA\n  S: 554 5.5.1 no\n", false, new String[] {"bob@a.example"}),
                Arguments.of("DATA is refused, partial", "!on (?i)DATA\n  S: 554 5.5.1 no\n", true, FOUR),
                Arguments.of("the end is refused", end("554 5.6.0 spam"), false, new String[] {"bob@a.example"}),
                Arguments.of("the end is refused, partial", end("452 4.3.1 disk full"), true, FOUR),
                Arguments.of("a group stands for its members", NO_RULE, false, new String[] {
                    "friends: bob@a.example, eve@a.example;", "zoe@a.example"
                }),
                Arguments.of(
                        "an empty group", NO_RULE, false, new String[] {"undisclosed-recipients:;", "zoe@a.example"}),
                Arguments.of("nobody", NO_RULE, false, new String[0]));
    }

    private static String end(String reply) {
        return "!on (?i)DATA\n  S: 354 go on\n  !until .\n  S: " + reply + "\n";
    }

    /** What the application sees, and what the server got. */
    private record Seen(String outcome, List<String> events, boolean stillConnected, String message) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void the_application_sees_the_same(String name, String rule, boolean partial, String[] to) throws Exception {
        MimeMessage message = Mails.mail();
        Seen angus = run("smtp", rule, partial, message, Mails.to(to));
        Seen wireside = run("wireside-smtp", rule, partial, message, Mails.to(to));
        assertThat(wireside.outcome()).as("what was thrown").isEqualTo(angus.outcome());
        assertThat(wireside.events()).as("what the listener heard").isEqualTo(angus.events());
        assertThat(wireside.stillConnected()).as("isConnected").isEqualTo(angus.stillConnected());
        assertThat(wireside.message()).as("what the server got").isEqualTo(angus.message());
    }

    private static Seen run(String protocol, String rule, boolean partial, MimeMessage message, Address[] to)
            throws Exception {
        Mails.Events events = new Mails.Events();
        String outcome;
        List<String> heard;
        boolean connected;
        Server server = Server.unencrypted(rule);
        try (server) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.sendpartial", String.valueOf(partial));
            Transport transport = Session.getInstance(properties).getTransport(protocol);
            try (transport) {
                transport.addTransportListener(events);
                transport.connect();
                outcome = outcome(transport, message, to);
                // Before it is closed, when Jakarta Mail may lose an event that has no thread yet.
                heard = to.length == 0 ? List.of() : List.of(events.next());
                connected = transport.isConnected();
            }
        }
        boolean got = !server.conversations().getFirst().bodies().isEmpty();
        return new Seen(outcome, heard, connected, got ? server.message() : "nothing");
    }

    private static String outcome(Transport transport, MimeMessage message, Address[] to) {
        try {
            transport.sendMessage(message, to);
            return "sent";
        } catch (SendFailedException no) {
            return "SendFailedException, sent " + Arrays.toString(no.getValidSentAddresses()) + ", unsent "
                    + Arrays.toString(no.getValidUnsentAddresses()) + ", invalid "
                    + Arrays.toString(no.getInvalidAddresses()) + ", failed addresses behind it: " + links(no);
        } catch (MessagingException broken) {
            return "MessagingException";
        }
    }

    /** How many exceptions about single recipients are chained behind this one. */
    private static long links(MessagingException no) {
        long links = 0;
        for (Exception link = no.getNextException();
                link instanceof SendFailedException part;
                link = part.getNextException()) {
            // Angus chains one about the sender, too.
            links += link.getClass().getSimpleName().contains("Sender") ? 0 : 1;
        }
        return links;
    }

    @Test
    void text_goes_out_in_eight_bits_where_the_server_and_the_application_say_so() throws Exception {
        String angus = eightBit("smtp");
        assertThat(eightBit("wireside-smtp")).isEqualTo(angus);
        assertThat(angus).contains("Content-Transfer-Encoding: 8bit", "Grüße an .alle");
    }

    private static String eightBit(String protocol) throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.allow8bitmime", "true");
            Session session = Session.getInstance(properties);
            try (Transport transport = session.getTransport(protocol)) {
                transport.connect();
                transport.sendMessage(Mails.mail(), Mails.to("bob@example.net"));
            }
        }
        byte[] message = server.conversations().getFirst().bodies().getFirst().message();
        return new String(message, StandardCharsets.UTF_8).replaceAll("(?m)^Message-ID: .*\r\n", "");
    }
}
