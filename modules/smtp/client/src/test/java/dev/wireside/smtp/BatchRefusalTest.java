package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.BodySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of several messages is refused, at every place: what goes over the wire, and that its neighbours do not notice. */
@Timeout(60)
class BatchRefusalTest {
    private static final Envelope FROM_ADA = Envelope.from("ada@example.org");
    private static final String END = "C: QUIT\nS: 221 bye\n!close\n";

    private static MailObject to(String... recipients) {
        return new MailObject(FROM_ADA.to(recipients), BodySource.ofText("hello\r\n"));
    }

    private static String bdat(String recipient) {
        return "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<" + recipient + "@example.net>\nC: BDAT 7 LAST\n!read 7\n";
    }

    private static String data(String recipient) {
        return "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<" + recipient + "@example.net>\nC: DATA\n";
    }

    private static String says(String... replies) {
        StringBuilder said = new StringBuilder();
        for (String reply : replies) {
            said.append("S: ").append(reply).append('\n');
        }
        return said.toString();
    }

    /** "accepted", "refused by what", "unknown" or "not sent because of what", one a message. */
    static List<String> outcomes(List<Delivery> deliveries) {
        List<String> outcomes = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            outcomes.add(
                    switch (delivery) {
                        case Delivery.Accepted accepted -> "accepted";
                        case Delivery.Refused refused ->
                            "refused " + refused.reason().command();
                        case Delivery.Unknown unknown -> "unknown";
                        case Delivery.NotSent notSent ->
                            "not sent " + notSent.reason().getClass().getSimpleName();
                    });
        }
        return outcomes;
    }

    private static List<String> sendAll(String offered, String dialogue, MailObject... mails) throws IOException {
        try (var server = BatchServer.plays(offered, dialogue + END);
                var smtp = server.connect()) {
            List<Delivery> deliveries = smtp.sendAll(List.of(mails));
            assertThat(deliveries).extracting(Delivery::mail).containsExactly(mails);
            assertThat(smtp.isOpen()).isTrue();
            return outcomes(deliveries);
        }
    }

    private static final MailObject BOB = to("bob@example.net");
    private static final MailObject EVE = to("eve@example.net");
    private static final MailObject DAN = to("dan@example.net");

    @Test
    void by_bdat_the_sender_of_the_second_is_refused() throws IOException {
        String dialogue = bdat("bob") + "C: RSET\n" + bdat("eve") + "C: RSET\n" + bdat("dan")
                + says("250 ok", "250 ok", "250 queued", "250 reset")
                + says("550 no", "503 no sender", "503 no sender", "250 reset")
                + says("250 ok", "250 ok", "250 queued");
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, BOB, EVE, DAN))
                .containsExactly("accepted", "refused MAIL FROM:<ada@example.org>", "accepted");
    }

    @Test
    void by_bdat_the_recipient_of_the_second_is_refused() throws IOException {
        String dialogue = bdat("bob") + "C: RSET\n" + bdat("eve") + "C: RSET\n" + bdat("dan")
                + says("250 ok", "250 ok", "250 queued", "250 reset")
                + says("250 ok", "550 no such user", "554 no valid recipients", "250 reset")
                + says("250 ok", "250 ok", "250 queued");
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, BOB, EVE, DAN))
                .containsExactly("accepted", "refused RCPT TO:<eve@example.net>", "accepted");
    }

    @Test
    void by_bdat_a_message_taken_for_nobody_is_refused_all_the_same() throws IOException {
        String dialogue = bdat("bob") + "C: RSET\n" + bdat("eve")
                + says("250 ok", "550 no such user", "250 queued", "250 reset")
                + says("250 ok", "250 ok", "250 queued");
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, BOB, EVE))
                .containsExactly("refused RCPT TO:<bob@example.net>", "accepted");
    }

    @Test
    void by_bdat_the_last_is_refused_at_its_end_and_reset() throws IOException {
        String dialogue = bdat("bob") + "C: RSET\n" + bdat("eve")
                + says("250 ok", "250 ok", "250 queued", "250 reset")
                + says("250 ok", "250 ok", "554 spam") + "C: RSET\nS: 250 reset\n";
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, BOB, EVE))
                .containsExactly("accepted", "refused the end of the message");
    }

    @Test
    void by_bdat_all_or_nothing_keeps_the_last_chunk_back_until_all_are_accepted() throws IOException {
        String two = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\nC: RCPT TO:<eve@example.net>\n";
        String dialogue = two + says("250 ok", "250 ok", "250 ok") + "C: BDAT 7 LAST\n!read 7\nC: RSET\n" + two
                + says("250 queued", "250 reset", "250 ok", "250 ok", "550 no") + "C: RSET\n" + bdat("dan")
                + says("250 reset", "250 ok", "250 ok", "250 queued");
        MailObject both = to("bob@example.net", "eve@example.net");
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, both, both, DAN))
                .containsExactly("accepted", "refused RCPT TO:<eve@example.net>", "accepted");
    }

    @Test
    void by_bdat_partial_delivery_does_not_wait() throws IOException {
        String dialogue = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\nC: RCPT TO:<eve@example.net>\n"
                + "C: BDAT 7 LAST\n!read 7\nC: RSET\n" + bdat("dan")
                + says("250 ok", "250 ok", "550 no", "250 queued", "250 reset", "250 ok", "250 ok", "250 queued");
        MailObject both = to("bob@example.net", "eve@example.net");
        MailObject some = new MailObject(both.envelope().allowingPartial(), both.content());
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, some, DAN)).containsExactly("accepted", "accepted");
    }

    @Test
    void by_bdat_without_pipelining_only_a_refusal_is_reset() throws IOException {
        String dialogue = "C: MAIL FROM:<ada@example.org>\nS: 250 ok\nC: RCPT TO:<bob@example.net>\nS: 550 no\n"
                + "C: RSET\nS: 250 reset\n"
                + "C: MAIL FROM:<ada@example.org>\nS: 250 ok\nC: RCPT TO:<eve@example.net>\nS: 250 ok\n"
                + "C: BDAT 7 LAST\n!read 7\nS: 554 spam\nC: RSET\nS: 250 reset\n"
                + "C: MAIL FROM:<ada@example.org>\nS: 550 no\n";
        assertThat(sendAll("CHUNKING", dialogue, BOB, EVE, DAN))
                .containsExactly(
                        "refused RCPT TO:<bob@example.net>",
                        "refused the end of the message",
                        "refused MAIL FROM:<ada@example.org>");
    }

    @Test
    void by_data_the_sender_of_the_second_is_refused() throws IOException {
        String dialogue = data("bob") + says("250 ok", "250 ok", "354 go") + "!until .\n" + data("eve")
                + says("250 queued", "550 no", "503 no sender", "503 no sender") + data("dan")
                + says("250 ok", "250 ok", "354 go") + "!until .\nS: 250 queued\n";
        assertThat(sendAll(BatchServer.PIPELINING, dialogue, BOB, EVE, DAN))
                .containsExactly("accepted", "refused MAIL FROM:<ada@example.org>", "accepted");
    }

    @Test
    void by_data_the_recipient_of_the_second_is_refused() throws IOException {
        String dialogue = data("bob") + says("250 ok", "250 ok", "354 go") + "!until .\n" + data("eve")
                + says("250 queued", "250 ok", "550 no such user", "503 no recipient") + "C: RSET\n" + data("dan")
                + says("250 reset", "250 ok", "250 ok", "354 go") + "!until .\nS: 250 queued\n";
        assertThat(sendAll(BatchServer.PIPELINING, dialogue, BOB, EVE, DAN))
                .containsExactly("accepted", "refused RCPT TO:<eve@example.net>", "accepted");
    }

    @Test
    void by_data_a_354_for_nobody_gets_an_empty_message_in_front_of_the_next() throws IOException {
        String dialogue = data("bob") + says("250 ok", "550 no such user", "354 go") + "C: .\n" + data("eve")
                + says("554 nobody", "250 ok", "250 ok", "354 go") + "!until .\nS: 250 queued\n";
        assertThat(sendAll(BatchServer.PIPELINING, dialogue, BOB, EVE))
                .containsExactly("refused RCPT TO:<bob@example.net>", "accepted");
    }

    @Test
    void by_data_the_first_is_refused_at_its_end() throws IOException {
        String dialogue = data("bob") + says("250 ok", "250 ok", "354 go") + "!until .\n" + data("eve")
                + says("554 spam", "250 ok", "250 ok", "354 go") + "!until .\nS: 250 queued\n";
        assertThat(sendAll(BatchServer.PIPELINING, dialogue, BOB, EVE))
                .containsExactly("refused the end of the message", "accepted");
    }

    @Test
    void by_data_the_go_ahead_is_refused() throws IOException {
        String dialogue = data("bob") + says("250 ok", "250 ok", "451 later") + "C: RSET\n" + data("eve")
                + says("250 reset", "250 ok", "250 ok", "354 go") + "!until .\nS: 250 queued\n";
        assertThat(sendAll(BatchServer.PIPELINING, dialogue, BOB, EVE)).containsExactly("refused DATA", "accepted");
    }

    @Test
    void by_data_all_or_nothing_waits_for_all_recipients() throws IOException {
        String two = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\nC: RCPT TO:<eve@example.net>\n";
        String dialogue = data("dan") + says("250 ok", "250 ok", "354 go") + "!until .\n" + two
                + says("250 queued", "250 ok", "250 ok", "250 ok") + "C: DATA\nS: 354 go\n!until .\n" + two
                + says("250 queued", "250 ok", "550 no", "250 ok") + "C: RSET\n" + data("dan")
                + says("250 reset", "250 ok", "250 ok", "354 go") + "!until .\nS: 250 queued\n";
        MailObject both = to("bob@example.net", "eve@example.net");
        assertThat(sendAll(BatchServer.PIPELINING, dialogue, DAN, both, both, DAN))
                .containsExactly("accepted", "accepted", "refused RCPT TO:<bob@example.net>", "accepted");
    }

    @Test
    void what_the_server_lacks_is_refused_unasked_between_two_others() throws IOException {
        String dialogue = bdat("bob") + "C: RSET\n" + bdat("eve")
                + says("250 ok", "250 ok", "250 queued", "250 reset", "250 ok", "250 ok", "250 queued");
        MailObject binary = new MailObject(BOB.envelope().withBody(BodyEncoding.BINARY), BOB.content());
        MailObject nobody = new MailObject(FROM_ADA, BOB.content());
        assertThat(sendAll(BatchServer.CHUNKING, dialogue, BOB, binary, nobody, EVE))
                .containsExactly("accepted", "refused BINARYMIME", "not sent IllegalArgumentException", "accepted");
    }
}
