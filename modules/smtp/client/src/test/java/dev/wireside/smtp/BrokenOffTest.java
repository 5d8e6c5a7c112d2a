package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.WireText;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.net.AbortedException;
import dev.wireside.net.BareNewlineException;
import dev.wireside.net.BodySource;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that end before they should: what the caller learns, and that nothing half-done is committed. */
@Timeout(60)
class BrokenOffTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Envelope TO_BOB = Envelope.from("ada@example.org").to("bob@example.net");
    private static final String END_MARK = "\r\n.\r\n";

    @ParameterizedTest
    @EnumSource
    void server_says_421_to_a_recipient(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("closing_at_recipient", delivery);
                var smtp = server.connect()) {
            var closing = catchThrowableOfType(SmtpClosingException.class, () -> smtp.send(TO_BOB, MESSAGE));
            assertThat(closing.enhanced()).contains(new EnhancedStatus(4, 3, 2));
            assertThat(closing.step()).isEqualTo("the reply to RCPT");
            assertThat(smtp.isOpen()).isFalse();
            assertThatThrownBy(smtp::noop).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_says_421_after_the_final_dot_so_the_message_is_not_accepted(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("closing_after_message", delivery);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.send(TO_BOB, MESSAGE)).isInstanceOf(SmtpClosingException.class);
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_closes_between_the_final_dot_and_250(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("server_closes_after_the_final_dot", delivery);
                var smtp = server.connect()) {
            var unknown = catchThrowableOfType(OutcomeUnknownException.class, () -> smtp.send(TO_BOB, MESSAGE));
            assertThat(unknown)
                    .hasMessageContaining("may have been delivered")
                    .hasCauseInstanceOf(ConnectionLostException.class);
            assertThat(unknown.recipients()).hasSize(1);
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @Test
    void server_is_silent_after_the_final_dot() throws IOException {
        try (var server = TestServer.plays("server_is_silent_after_the_final_dot", Delivery.WHOLE)) {
            var timeouts = SmtpTimeouts.defaults().withEndOfData(Duration.ofMillis(50));
            try (var smtp =
                    SmtpClient.connect(server.endpoint(), server.unencrypted().withTimeouts(timeouts))) {
                assertThatThrownBy(() -> smtp.send(TO_BOB, MESSAGE))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasCauseInstanceOf(DeadlineException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_answers_354_to_the_final_dot(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("garbage_after_the_final_dot", delivery);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.send(TO_BOB, MESSAGE))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasCauseInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void server_resets_after_354_so_nothing_was_delivered() throws IOException {
        try (var server = TestServer.playsWithoutVerification("server_closes_after_354", Delivery.WHOLE);
                var smtp = server.connect()) {
            BodySource endless = out -> {
                while (true) {
                    out.write(new byte[8192]);
                }
            };
            assertThatThrownBy(() -> smtp.send(TO_BOB, endless)).isInstanceOf(ConnectionLostException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void source_fails_half_way(Delivery delivery) throws IOException {
        BodySource halfWay = out -> {
            out.write("half a mess".getBytes(StandardCharsets.UTF_8));
            throw new NoSuchFileException("mail.eml");
        };
        Throwable failure = nothingIsDelivered("message_expected", delivery, TO_BOB, BareNewlines.NORMALISE, halfWay);
        assertThat(failure).isInstanceOf(NoSuchFileException.class).hasMessage("mail.eml");
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("nothing was delivered");
    }

    @ParameterizedTest
    @EnumSource
    void source_fails_half_way_by_a_bug(Delivery delivery) throws IOException {
        BodySource buggy = out -> {
            out.write('x');
            throw new IllegalStateException("a bug");
        };
        assertThat(nothingIsDelivered("message_expected", delivery, TO_BOB, BareNewlines.NORMALISE, buggy))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void bare_newline_in_strict_mode(Delivery delivery) throws IOException {
        for (String bare : new String[] {"one\n.\ntwo", "one\r\ntwo\rthree", "ends in\r"}) {
            assertThat(nothingIsDelivered(
                            "message_expected", delivery, TO_BOB, BareNewlines.REFUSE, BodySource.ofText(bare)))
                    .isInstanceOf(BareNewlineException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eight_bit_byte_for_a_server_without_8bitmime(Delivery delivery) throws IOException {
        assertThat(nothingIsDelivered(
                        "message_expected", delivery, TO_BOB, BareNewlines.NORMALISE, BodySource.ofText("Grüße\r\n")))
                .isInstanceOf(EightBitBodyException.class)
                .hasMessageContaining("0xc3");
    }

    @ParameterizedTest
    @EnumSource
    void eight_bit_byte_in_a_message_declared_seven_bit(Delivery delivery) throws IOException {
        assertThat(nothingIsDelivered(
                        "message_expected_8bitmime",
                        delivery,
                        TO_BOB.withBody(BodyEncoding.SEVEN_BIT),
                        BareNewlines.NORMALISE,
                        BodySource.ofText("Grüße\r\n")))
                .isInstanceOf(EightBitBodyException.class);
    }

    @ParameterizedTest
    @EnumSource
    void source_swallows_what_the_stream_throws(Delivery delivery) throws IOException {
        BodySource deaf = out -> {
            try {
                out.write(0xff);
            } catch (IOException ignored) {
                // This is the mistake.
            }
        };
        assertThat(nothingIsDelivered("message_expected", delivery, TO_BOB, BareNewlines.NORMALISE, deaf))
                .isInstanceOf(EightBitBodyException.class);
    }

    private static Throwable nothingIsDelivered(
            String script, Delivery delivery, Envelope envelope, BareNewlines policy, BodySource source)
            throws IOException {
        try (var server = TestServer.playsWithoutVerification(script, delivery)) {
            Throwable failure;
            try (var smtp =
                    SmtpClient.connect(server.endpoint(), server.unencrypted().withBareNewlines(policy))) {
                failure = catchThrowable(() -> smtp.send(envelope, source));
                assertThat(smtp.isOpen()).isFalse();
            }
            server.close();
            assertThat(server.clientBytes()).doesNotContain(END_MARK).doesNotContain("QUIT");
            return failure;
        }
    }

    @Test
    void source_keeps_the_stream() throws IOException {
        AtomicReference<OutputStream> kept = new AtomicReference<>();
        BodySource keeper = out -> {
            out.write("hello\r\n".getBytes(StandardCharsets.UTF_8));
            out.close();
            kept.set(out);
        };
        try (var server = TestServer.plays("message_expected", Delivery.WHOLE);
                var smtp = server.connect()) {
            smtp.send(TO_BOB, keeper);
            assertThatThrownBy(() -> kept.get().write('x')).isInstanceOf(IOException.class);
        }
    }

    @Test
    void message_cannot_be_opened() throws IOException {
        try (var server = TestServer.plays("nothing_offered", Delivery.WHOLE);
                var smtp = server.connect()) {
            BodySource missing = BodySource.ofFile(Path.of("no", "such", "mail.eml"));
            assertThatThrownBy(() -> smtp.send(TO_BOB, missing)).isInstanceOf(NoSuchFileException.class);
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void data_is_answered_250(Delivery delivery) throws IOException {
        violation("data_answered_250", delivery, "354");
    }

    @ParameterizedTest
    @EnumSource
    void mail_is_answered_354(Delivery delivery) throws IOException {
        violation("mail_answered_354", delivery, "2xx");
    }

    @ParameterizedTest
    @EnumSource
    void recipient_is_accepted_after_the_sender_was_refused(Delivery delivery) throws IOException {
        violation("recipient_accepted_after_sender_was_refused", delivery, "RCPT is not accepted");
    }

    private static void violation(String script, Delivery delivery, String rule) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.send(TO_BOB, MESSAGE))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining(rule);
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refused_rset_leaves_no_usable_session(Delivery delivery) throws IOException {
        Envelope toNobody = Envelope.from("ada@example.org").to("nobody@example.net");
        try (var server = TestServer.plays("rset_refused", delivery);
                var smtp = server.connect()) {
            Throwable violation = catchThrowable(() -> smtp.send(toNobody, MESSAGE));
            assertThat(violation).isInstanceOf(ProtocolViolationException.class);
            assertThat(violation.getSuppressed()[0]).isInstanceOf(SmtpRefusedException.class);
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @Test
    void reply_ahead_of_its_command_does_not_answer_it() throws IOException {
        try (var server = TestServer.playsWithoutVerification("surplus_reply", Delivery.WHOLE);
                var smtp = server.connect()) {
            assertThatThrownBy(smtp::noop)
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("a reply answers a command");
        }
    }

    @Test
    void unasked_421_is_understood() throws IOException {
        try (var server = TestServer.playsWithoutVerification("surplus_421", Delivery.WHOLE);
                var smtp = server.connect()) {
            assertThatThrownBy(smtp::noop).isInstanceOf(SmtpClosingException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_command_returns_its_reply_also_a_refusal(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("commands", delivery);
                var smtp = server.connect()) {
            assertThat(smtp.command(WireText.of("VRFY bob")).code().value()).isEqualTo(252);
            assertThat(smtp.command(WireText.of("EXPN staff")).code().value()).isEqualTo(550);
            assertThatThrownBy(() -> smtp.command(WireText.of("data"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> smtp.command(WireText.of("STARTTLS")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(smtp.command(WireText.of("X-CRASH")).code().value()).isEqualTo(421);
            assertThat(smtp.isOpen()).isFalse();
        }
    }

    @Test
    void server_does_not_answer_quit() throws IOException {
        try (var server = TestServer.plays("silent_at_quit", Delivery.WHOLE)) {
            server.connect().close();
        }
    }

    @Test
    void abort_ends_a_wait_from_another_thread() throws Exception {
        try (var server = TestServer.plays("silent_at_noop", Delivery.WHOLE);
                var smtp = server.connect()) {
            Thread aborting = Thread.ofVirtual().start(() -> {
                while (!server.conversation().lines().contains("NOOP")) {
                    Thread.onSpinWait();
                }
                smtp.abort();
            });
            Throwable ended = catchThrowable(smtp::noop);
            aborting.join();
            assertThat(ended).isInstanceOf(AbortedException.class);
        }
    }
}
