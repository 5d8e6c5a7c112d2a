package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.net.BodySource;
import dev.wireside.net.Endpoint;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A local delivery agent answers for each recipient (RFC 2033). */
@Timeout(60)
class LmtpTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Envelope TO_THREE =
            Envelope.from("chris@bar.com").to("pat@foo.edu", "jones@foo.edu", "green@foo.edu");

    @ParameterizedTest
    @EnumSource
    void by_data_each_accepted_recipient_has_its_reply(Delivery delivery) throws IOException {
        mixed("lmtp_mixed", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void by_bdat_each_accepted_recipient_has_its_reply(Delivery delivery) throws IOException {
        mixed("lmtp_mixed_bdat", delivery);
    }

    private static void mixed(String script, Delivery delivery) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var lmtp = LmtpClient.connect(server.endpoint(), server.unencrypted())) {
            LmtpReceipt receipt = lmtp.send(TO_THREE.allowingPartial(), MESSAGE);
            assertThat(receipt.recipients())
                    .extracting(outcome -> outcome.reply().code().value())
                    .containsExactly(250, 550, 452);
            assertThat(receipt.accepted())
                    .extracting(RecipientOutcome::mailbox)
                    .containsExactly(Mailbox.of("pat@foo.edu"));
            assertThat(receipt.refused())
                    .extracting(RecipientOutcome::isTransient)
                    .containsExactly(false, true);
        }
    }

    private static final String PROPOSAL =
            "C: MAIL FROM:<chris@bar.com>\nC: RCPT TO:<pat@foo.edu>\nC: RCPT TO:<jones@foo.edu>\n";
    private static final String ACCEPTED = "S: 250 ok\nS: 250 ok\nS: 250 ok\n";
    private static final String END = "C: NOOP\nS: 250 here\nC: QUIT\nS: 221 bye\n!close\n";
    private static final Envelope TO_TWO = Envelope.from("chris@bar.com").to("pat@foo.edu", "jones@foo.edu");

    @Test
    void nobody_has_it_at_the_end() throws IOException {
        String dialogue =
                PROPOSAL + ACCEPTED + "C: BDAT 7 LAST\n!read 7\nS: 452 full\nS: 552 too much\nC: RSET\nS: 250 ok\n";
        try (var server = BatchServer.playsLmtp(BatchServer.CHUNKING, dialogue + END);
                var lmtp = server.connectLmtp()) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> lmtp.send(TO_TWO, MESSAGE));
            assertThat(no.recipients())
                    .extracting(outcome -> outcome.reply().code().value())
                    .containsExactly(452, 552);
            lmtp.noop();
        }
    }

    @Test
    void all_or_nothing_is_decided_before_the_message() throws IOException {
        String dialogue = PROPOSAL + "S: 250 ok\nS: 250 ok\nS: 550 no\nC: RSET\nS: 250 ok\n";
        for (String offered : List.of(BatchServer.CHUNKING, BatchServer.PIPELINING)) {
            try (var server = BatchServer.playsLmtp(offered, dialogue + END);
                    var lmtp = server.connectLmtp()) {
                assertThatThrownBy(() -> lmtp.send(TO_TWO, MESSAGE)).isInstanceOf(SmtpRefusedException.class);
                lmtp.noop();
            }
        }
    }

    @Test
    void without_pipelining_each_recipient_has_its_reply() throws IOException {
        String dialogue = "C: MAIL FROM:<chris@bar.com>\nS: 250 ok\nC: RCPT TO:<pat@foo.edu>\nS: 250 ok\n"
                + "C: RCPT TO:<jones@foo.edu>\nS: 250 ok\nC: DATA\nS: 354 go\n!until .\nS: 250 ok\nS: 452 full\n";
        try (var server = BatchServer.playsLmtp(
                        "8BITMIME", dialogue.replace("bar.com>\n", "bar.com> BODY=8BITMIME\n") + END);
                var lmtp = server.connectLmtp()) {
            assertThat(lmtp.send(TO_TWO, MESSAGE).accepted()).hasSize(1);
            lmtp.noop();
        }
    }

    @Test
    void more_recipients_than_the_window_each_have_their_reply() throws IOException {
        int count = 300;
        String rules = "!on MAIL FROM:.*\n  S: 250 ok\n!on RCPT TO:<odd.*\n  S: 550 no\n!on RCPT TO:.*\n  S: 250 ok\n"
                + "!on BDAT 7 LAST\n  !read 7\n" + "  S: 250 ok\n  S: 452 full\n".repeat(count / 4)
                + "!on QUIT\n  S: 221 bye\n  !close\n";
        List<Mailbox> many = IntStream.range(0, count)
                .mapToObj(i -> Mailbox.of((i % 2 == 0 ? "even" : "odd") + i + "@foo.edu"))
                .toList();
        try (var server = BatchServer.playsLmtp(BatchServer.CHUNKING, rules);
                var lmtp = server.connectLmtp()) {
            LmtpReceipt receipt =
                    lmtp.send(Envelope.from("chris@bar.com").to(many).allowingPartial(), MESSAGE);
            assertThat(receipt.recipients())
                    .extracting(RecipientOutcome::mailbox)
                    .containsExactlyElementsOf(many);
            for (int i = 0; i < count; i++) {
                int said = receipt.recipients().get(i).reply().code().value();
                assertThat(said).isEqualTo(i % 2 == 1 ? 550 : i % 4 == 0 ? 250 : 452);
            }
        }
    }

    @Test
    void server_closes_between_two_final_replies() throws IOException {
        for (String last : List.of("", "S: 421 closing\n")) {
            String dialogue = PROPOSAL + ACCEPTED + "C: BDAT 7 LAST\n!read 7\nS: 250 ok\n" + last + "!close\n";
            try (var server = BatchServer.playsLmtp(BatchServer.CHUNKING, dialogue);
                    var lmtp = server.connectLmtp()) {
                var unknown = catchThrowableOfType(OutcomeUnknownException.class, () -> lmtp.send(TO_TWO, MESSAGE));
                assertThat(unknown.recipients()).hasSize(2);
                assertThat(unknown.unanswered())
                        .extracting(RecipientOutcome::mailbox)
                        .containsExactly(Mailbox.of("jones@foo.edu"));
            }
        }
    }

    @Test
    void final_reply_that_nobody_is_left_for_ends_the_session_at_the_next_command() throws IOException {
        String dialogue = PROPOSAL + ACCEPTED + "C: BDAT 7 LAST\n!read 7\nS: 250 ok\nS: 250 ok\nS: 250 ok\n!close\n";
        try (var server = BatchServer.playsLmtp(BatchServer.CHUNKING, dialogue);
                var lmtp = server.connectLmtp()) {
            assertThat(lmtp.send(TO_TWO, MESSAGE).accepted()).hasSize(2);
            assertThatThrownBy(lmtp::noop).isInstanceOf(IOException.class);
            assertThat(lmtp.isOpen()).isFalse();
        }
    }

    @Test
    void server_says_421_before_the_first_final_reply_so_nobody_has_it() throws IOException {
        String dialogue = PROPOSAL + ACCEPTED + "C: BDAT 7 LAST\n!read 7\nS: 421 closing\n!close\n";
        try (var server = BatchServer.playsLmtp(BatchServer.CHUNKING, dialogue);
                var lmtp = server.connectLmtp()) {
            assertThatThrownBy(() -> lmtp.send(TO_TWO, MESSAGE)).isInstanceOf(SmtpClosingException.class);
        }
    }

    @Test
    void go_ahead_for_nobody_breaks_the_protocol() throws IOException {
        String dialogue = "C: MAIL FROM:<chris@bar.com>\nC: RCPT TO:<pat@foo.edu>\nC: DATA\n"
                + "S: 250 ok\nS: 550 no\nS: 354 go\n!close\n";
        try (var server = BatchServer.playsLmtp(BatchServer.PIPELINING, dialogue);
                var lmtp = server.connectLmtp()) {
            assertThatThrownBy(() -> lmtp.send(Envelope.from("chris@bar.com").to("pat@foo.edu"), MESSAGE))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void there_is_no_helo_to_fall_back_to_and_no_port_25() throws IOException {
        try (var server = TestServer.plays("lmtp_refused", Delivery.WHOLE)) {
            assertThatThrownBy(() -> LmtpClient.connect(server.endpoint(), server.unencrypted()))
                    .isInstanceOf(SmtpRefusedException.class);
        }
        assertThatThrownBy(() -> LmtpClient.connect(Endpoint.of("localhost", 25), SmtpOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
