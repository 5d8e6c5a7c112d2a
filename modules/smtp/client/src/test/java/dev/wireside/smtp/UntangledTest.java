package dev.wireside.smtp;

import static dev.wireside.smtp.BatchRefusalTest.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.net.BodySource;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.TranscriptEvent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What could get one message into another, or a command into a message, does not; nor is a message in doubt said to be refused. */
@Timeout(60)
class UntangledTest {
    private static final Envelope TO_BOB = Envelope.from("ada@example.org").to("bob@example.net");
    private static final MailObject HELLO = new MailObject(TO_BOB, BodySource.ofText("hello\r\n"));
    private static final String PROPOSAL = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\n";
    private static final String MESSAGE = PROPOSAL + "C: BDAT 7 LAST\n!read 7\n";
    private static final String ACCEPTED = "S: 250 ok\nS: 250 ok\n";
    private static final String END = "C: QUIT\nS: 221 bye\n!close\n";

    @Test
    void tap_that_throws_behind_bdat_ends_the_session_before_a_command_becomes_content() throws IOException {
        AtomicInteger chunks = new AtomicInteger();
        try (var server = BatchServer.playsWithoutVerification(BatchServer.CHUNKING, MESSAGE + "!close\n");
                var smtp = SmtpClient.connect(
                        server.endpoint(),
                        server.options(ChunkingUse.WHEN_OFFERED).withTap(event -> {
                            if (event instanceof TranscriptEvent.SentChunk && chunks.getAndIncrement() == 0) {
                                throw new IllegalStateException("the disk with the transcript is full");
                            }
                        }))) {
            assertThat(outcomes(smtp.sendAll(List.of(HELLO, HELLO))))
                    .containsExactly("not sent IllegalStateException", "not sent IllegalStateException");
            assertThat(smtp.isOpen()).isFalse();
            smtp.close();
            server.close();
            assertThat(server.bodies()).isEmpty();
        }
    }

    @Test
    void tap_that_throws_at_the_answer_to_the_last_chunk_leaves_the_message_unknown() throws IOException {
        try (var server = BatchServer.playsWithoutVerification("CHUNKING", inTurns() + "!close\n");
                var smtp = SmtpClient.connect(
                        server.endpoint(),
                        server.options(ChunkingUse.WHEN_OFFERED).withTap(event -> {
                            if (event.toString().contains("queued")) {
                                throw new IllegalStateException("the disk with the transcript is full");
                            }
                        }))) {
            assertThat(outcomes(smtp.sendAll(List.of(HELLO, HELLO))))
                    .containsExactly("unknown", "not sent IllegalStateException");
        }
    }

    @Test
    void stream_that_a_failed_source_has_kept_does_not_lead_into_the_next_message() throws IOException {
        AtomicReference<OutputStream> kept = new AtomicReference<>();
        MailObject broken = new MailObject(TO_BOB, out -> {
            kept.set(out);
            throw new FileNotFoundException("mail.eml");
        });
        MailObject careless = new MailObject(TO_BOB, out -> {
            out.write("hello\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> kept.get().write('x')).isInstanceOf(IOException.class);
        });
        String dialogue = PROPOSAL + "C: RSET\n" + MESSAGE + ACCEPTED + "S: 250 reset\n" + ACCEPTED + "S: 250 queued\n";
        try (var server = BatchServer.plays(BatchServer.CHUNKING, dialogue + END);
                var smtp = server.connect()) {
            assertThat(outcomes(smtp.sendAll(List.of(broken, careless))))
                    .containsExactly("not sent FileNotFoundException", "accepted");
            smtp.close();
            server.close();
            assertThat(server.bodies()).isEqualTo("hello\r\n");
        }
    }

    /** So it is with Postfix if another transaction was open: docs/decisions/0007. */
    @Test
    void recipient_is_accepted_although_the_sender_was_refused_and_the_last_chunk_is_on_its_way() throws IOException {
        String dialogue = MESSAGE + "S: 503 nested MAIL command\nS: 250 ok\nS: 250 queued\n!close\n";
        try (var server = BatchServer.playsWithoutVerification(BatchServer.CHUNKING, dialogue);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.send(HELLO.envelope(), HELLO.content()))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasCauseInstanceOf(ProtocolViolationException.class);
        }
        try (var server = BatchServer.playsWithoutVerification(BatchServer.CHUNKING, dialogue);
                var smtp = server.connect()) {
            assertThat(outcomes(smtp.sendAll(List.of(HELLO)))).containsExactly("unknown");
        }
    }

    @Test
    void recipient_is_accepted_although_the_sender_was_refused_and_nothing_of_the_message_has_left()
            throws IOException {
        String dialogue = PROPOSAL + "C: DATA\nS: 503 nested MAIL command\nS: 250 ok\nS: 354 go\n!close\n";
        try (var server = BatchServer.playsWithoutVerification(BatchServer.PIPELINING, dialogue);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.send(HELLO.envelope(), HELLO.content()))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void consumer_that_sends_with_the_same_client_is_refused_and_the_run_goes_on() throws IOException {
        try (var server = BatchServer.plays("CHUNKING", inTurns() + inTurns() + END);
                var smtp = server.connect()) {
            List<Delivery> told = new ArrayList<>();
            smtp.sendAll(List.of(HELLO, HELLO), delivery -> {
                told.add(delivery);
                assertThatThrownBy(() -> smtp.send(TO_BOB, HELLO.content())).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> smtp.sendAll(List.of(HELLO))).isInstanceOf(IllegalStateException.class);
            });
            assertThat(outcomes(told)).containsExactly("accepted", "accepted");
        }
    }

    private static String inTurns() {
        return "C: MAIL FROM:<ada@example.org>\nS: 250 ok\nC: RCPT TO:<bob@example.net>\nS: 250 ok\n"
                + "C: BDAT 7 LAST\n!read 7\nS: 250 queued\n";
    }
}
