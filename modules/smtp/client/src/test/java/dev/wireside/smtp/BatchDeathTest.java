package dev.wireside.smtp;

import static dev.wireside.smtp.BatchRefusalTest.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.net.AbortedException;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connection dies in the middle of many messages, at every place: what is known of each. */
@Timeout(60)
class BatchDeathTest {
    private static final String BDAT =
            "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\nC: BDAT 7 LAST\n!read 7\n";
    private static final String DATA = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\nC: DATA\n";
    private static final MailObject MAIL =
            new MailObject(Envelope.from("ada@example.org").to("bob@example.net"), BodySource.ofText("hello\r\n"));

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    private static List<String> sendThree(String offered, String dialogue) throws IOException {
        try (var server = BatchServer.playsWithoutVerification(offered, dialogue);
                var smtp = server.connect()) {
            List<Delivery> deliveries = smtp.sendAll(List.of(MAIL, MAIL, MAIL));
            assertThat(smtp.isOpen()).isFalse();
            return outcomes(deliveries);
        }
    }

    private static String threeByBdat(String replies) {
        return BDAT + "C: RSET\n" + BDAT + "C: RSET\n" + BDAT + replies + "!close\n";
    }

    @Test
    void by_bdat_whatever_was_not_answered_may_have_arrived() throws IOException {
        assertThat(sendThree(BatchServer.CHUNKING, threeByBdat(""))).containsExactly("unknown", "unknown", "unknown");
        assertThat(sendThree(BatchServer.CHUNKING, threeByBdat("S: 250 ok\nS: 250 ok\nS: 250 queued\nS: 250 reset\n")))
                .containsExactly("accepted", "unknown", "unknown");
    }

    @Test
    void by_bdat_what_was_refused_before_the_death_is_refused() throws IOException {
        assertThat(sendThree(BatchServer.CHUNKING, threeByBdat("S: 250 ok\nS: 550 no such user\n")))
                .containsExactly("refused RCPT TO:<bob@example.net>", "unknown", "unknown");
    }

    @Test
    void by_bdat_421_in_place_of_a_reply_means_that_nothing_more_was_done() throws IOException {
        assertThat(sendThree(
                        BatchServer.CHUNKING,
                        threeByBdat("S: 250 ok\nS: 250 ok\nS: 250 queued\nS: 250 reset\nS: 421 closing\n")))
                .containsExactly("accepted", "not sent SmtpClosingException", "not sent SmtpClosingException");
    }

    @Test
    void by_bdat_a_reply_that_breaks_the_grammar_leaves_all_behind_it_unknown() throws IOException {
        assertThat(sendThree(BatchServer.CHUNKING, threeByBdat("S: 250 ok\nS: 250 ok\nS: nonsense\n")))
                .containsExactly("unknown", "unknown", "unknown");
    }

    @Test
    void without_pipelining_what_was_not_begun_is_not_sent() throws IOException {
        assertThat(sendThree(
                        "CHUNKING",
                        "C: MAIL FROM:<ada@example.org>\nS: 250 ok\nC: RCPT TO:<bob@example.net>\nS: 250 ok\n"
                                + "C: BDAT 7 LAST\n!read 7\n!close\n"))
                .containsExactly("unknown", "not sent ConnectionLostException", "not sent ConnectionLostException");
    }

    @Test
    void by_data_only_the_one_whose_dot_has_left_may_have_arrived() throws IOException {
        String first = DATA + "S: 250 ok\nS: 250 ok\nS: 354 go\n!until .\n" + DATA;
        assertThat(sendThree(BatchServer.PIPELINING, first + "!close\n"))
                .containsExactly("unknown", "not sent ConnectionLostException", "not sent ConnectionLostException");
        assertThat(sendThree(BatchServer.PIPELINING, first + "S: 250 queued\n!close\n"))
                .containsExactly("accepted", "not sent ConnectionLostException", "not sent ConnectionLostException");
        assertThat(sendThree(BatchServer.PIPELINING, first + "S: 421 closing\n!close\n"))
                .containsOnly("not sent SmtpClosingException");
        assertThat(sendThree(BatchServer.PIPELINING, first + "S: 250 queued\nS: 250 ok\nS: 421 closing\n!close\n"))
                .containsExactly("accepted", "not sent SmtpClosingException", "not sent SmtpClosingException");
    }

    @Test
    void all_that_are_not_sent_have_the_same_reason() throws IOException {
        try (var server = BatchServer.playsWithoutVerification(BatchServer.PIPELINING, DATA + "!close\n");
                var smtp = server.connect()) {
            List<Delivery> deliveries = smtp.sendAll(List.of(MAIL, MAIL));
            assertThat(deliveries).allMatch(Delivery.NotSent.class::isInstance);
            assertThat(((Delivery.NotSent) deliveries.get(0)).reason())
                    .isSameAs(((Delivery.NotSent) deliveries.get(1)).reason());
            assertThatThrownBy(() -> deliveries.get(1).receipt()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void abort_from_another_thread_ends_the_run() throws Exception {
        try (var server = BatchServer.playsWithoutVerification(BatchServer.CHUNKING, BDAT + "!stall 10s\n");
                var smtp = server.connect()) {
            Thread aborting = Thread.ofVirtual().start(() -> {
                while (server.conversation().bodies().isEmpty()) {
                    Thread.onSpinWait();
                }
                smtp.abort();
            });
            List<Delivery> deliveries = smtp.sendAll(List.of(MAIL));
            aborting.join();
            assertThat(outcomes(deliveries)).containsExactly("unknown");
            assertThat(((Delivery.Unknown) deliveries.getFirst()).reason()).hasCauseInstanceOf(AbortedException.class);
        }
    }

    @Test
    void interrupt_before_anything_left_means_not_sent() throws IOException {
        try (var server = BatchServer.playsWithoutVerification(BatchServer.CHUNKING, BDAT + "!close\n");
                var smtp = server.connect()) {
            MailObject interrupted = new MailObject(
                    MAIL.envelope(), out -> Thread.currentThread().interrupt());
            assertThat(outcomes(smtp.sendAll(List.of(interrupted, MAIL))))
                    .containsExactly("not sent AbortedException", "not sent AbortedException");
        }
    }

    @Test
    void iterable_throws_and_the_connection_is_aborted() throws IOException {
        try (var server = BatchServer.playsWithoutVerification(BatchServer.CHUNKING, BDAT + "!close\n");
                var smtp = server.connect()) {
            Iterable<MailObject> broken = () -> {
                throw new IllegalArgumentException("no mail today");
            };
            assertThatThrownBy(() -> smtp.sendAll(broken)).hasMessage("no mail today");
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @Test
    void consumer_throws_and_the_connection_is_aborted() throws IOException {
        String dialogue = DATA + "S: 250 ok\nS: 250 ok\nS: 354 go\n!until .\n" + DATA
                + "S: 250 queued\nS: 250 ok\nS: 250 ok\nS: 354 go\n!until .\nS: 250 queued\n!close\n";
        try (var server = BatchServer.playsWithoutVerification(BatchServer.PIPELINING, dialogue);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.sendAll(List.of(MAIL, MAIL), delivery -> {
                        throw new IllegalStateException("disk full");
                    }))
                    .hasMessage("disk full");
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @Test
    void consumer_and_iterable_may_not_use_the_client() throws IOException {
        String dialogue = BDAT + "S: 250 ok\nS: 250 ok\nS: 250 queued\nC: QUIT\nS: 221 bye\n!close\n";
        try (var server = BatchServer.plays(BatchServer.CHUNKING, dialogue);
                var smtp = server.connect()) {
            List<Delivery> told = new ArrayList<>();
            Iterable<MailObject> one = () -> {
                assertThatThrownBy(smtp::noop).isInstanceOf(IllegalStateException.class);
                return List.of(MAIL).iterator();
            };
            smtp.sendAll(one, delivery -> {
                assertThatThrownBy(smtp::noop).isInstanceOf(IllegalStateException.class);
                told.add(delivery);
            });
            assertThat(outcomes(told)).containsExactly("accepted");
        }
    }
}
