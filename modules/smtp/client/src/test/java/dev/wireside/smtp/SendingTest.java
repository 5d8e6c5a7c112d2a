package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.net.BodySource;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are accepted, in part or whole, and those that are refused; each reply whole, in bytes, and coalesced. */
@Timeout(60)
class SendingTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Envelope TO_BOB = Envelope.from("ada@example.org").to("bob@example.net");
    private static final Envelope TO_NOBODY = Envelope.from("ada@example.org").to("nobody@example.net");
    private static final Envelope TO_THREE =
            Envelope.from("ada@example.org").to("bob@example.net", "nobody@example.net", "full@example.net");

    @ParameterizedTest
    @EnumSource
    void without_pipelining_every_command_waits(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("one_by_one", delivery)) {
            try (var smtp = server.connect()) {
                Receipt receipt = smtp.send(TO_BOB.to("eve@example.net"), MESSAGE);
                assertThat(receipt.reply().text()).isEqualTo("2.0.0 queued as 4711");
                assertThat(receipt.enhanced()).contains(new EnhancedStatus(2, 0, 0));
                assertThat(receipt.accepted()).hasSize(2);
                assertThat(receipt.refused()).isEmpty();
            }
            server.close();
            assertThat(server.message()).isEqualTo("hello\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_pipelining_data_rides_along_with_one_recipient(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("pipelined_one_recipient", delivery)) {
            try (var smtp = server.connect()) {
                assertThat(smtp.send(TO_BOB, MESSAGE).accepted()).hasSize(1);
            }
            server.close();
            assertThat(server.message()).isEqualTo("hello\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void all_or_nothing_waits_for_all_recipients_before_data(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("pipelined_all_accepted", delivery);
                var smtp = server.connect()) {
            assertThat(smtp.send(TO_BOB.to("eve@example.net"), MESSAGE).accepted())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void all_or_nothing_resets_when_one_of_three_is_refused_pipelined(Delivery delivery) throws IOException {
        oneOfThreeIsRefused("pipelined_one_refused", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void all_or_nothing_resets_when_one_of_three_is_refused_one_by_one(Delivery delivery) throws IOException {
        oneOfThreeIsRefused("one_by_one_one_refused", delivery);
    }

    private static void oneOfThreeIsRefused(String script, Delivery delivery) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var smtp = server.connect()) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.send(TO_THREE, MESSAGE));
            assertThat(no)
                    .hasMessageContaining("2 of 3")
                    .hasMessageContaining("<nobody@example.net>: 550 5.1.1 no such user");
            assertThat(no.isTransient()).isFalse();
            assertThat(no.enhanced()).contains(new EnhancedStatus(5, 1, 1));
            assertThat(no.recipients()).extracting(RecipientOutcome::isAccepted).containsExactly(true, false, false);
            assertThat(no.recipients().getLast().isTransient()).isTrue();
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void partial_delivery_says_who_does_not_get_it_pipelined(Delivery delivery) throws IOException {
        partial("pipelined_partial", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void partial_delivery_says_who_does_not_get_it_one_by_one(Delivery delivery) throws IOException {
        partial("one_by_one_partial", delivery);
    }

    private static void partial(String script, Delivery delivery) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var smtp = server.connect()) {
            Receipt receipt = smtp.send(TO_THREE.allowingPartial(), MESSAGE);
            assertThat(receipt.accepted())
                    .extracting(RecipientOutcome::mailbox)
                    .containsExactly(Mailbox.of("bob@example.net"));
            assertThat(receipt.refused())
                    .extracting(outcome -> outcome.enhanced().orElseThrow().toString())
                    .containsExactly("5.1.1", "4.2.2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lone_dot_ends_a_354_for_nobody(Delivery delivery) throws IOException {
        refusedAndUsable("all_refused_but_354", delivery, TO_NOBODY, "550");
    }

    @ParameterizedTest
    @EnumSource
    void nobody_is_accepted_and_data_is_refused(Delivery delivery) throws IOException {
        refusedAndUsable("all_refused_and_data_too", delivery, TO_NOBODY, "550");
    }

    @ParameterizedTest
    @EnumSource
    void sender_is_refused_pipelined(Delivery delivery) throws IOException {
        refusedAndUsable("sender_refused_pipelined", delivery, TO_BOB, "550");
    }

    @ParameterizedTest
    @EnumSource
    void sender_is_refused_one_by_one(Delivery delivery) throws IOException {
        assertThat(refusedAndUsable("sender_refused_one_by_one", delivery, TO_BOB, "451")
                        .command())
                .isEqualTo("MAIL FROM:<ada@example.org>");
    }

    @ParameterizedTest
    @EnumSource
    void data_is_refused(Delivery delivery) throws IOException {
        assertThat(refusedAndUsable("data_refused", delivery, TO_BOB, "451").recipients())
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void message_is_refused_after_its_end(Delivery delivery) throws IOException {
        assertThat(refusedAndUsable("message_refused", delivery, TO_BOB, "554").recipients())
                .hasSize(1);
    }

    private static SmtpRefusedException refusedAndUsable(
            String script, Delivery delivery, Envelope envelope, String code) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var smtp = server.connect()) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.send(envelope, MESSAGE));
            assertThat(no.reply().orElseThrow().code().toString()).isEqualTo(code);
            assertThat(no.isTransient()).isEqualTo(code.startsWith("4"));
            smtp.noop();
            return no;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_follows_a_refused_one_on_the_same_connection(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("two_messages", delivery);
                var smtp = server.connect()) {
            assertThat(smtp.send(TO_BOB, MESSAGE).accepted()).hasSize(1);
            assertThatThrownBy(() -> smtp.send(TO_THREE, MESSAGE)).isInstanceOf(SmtpRefusedException.class);
            assertThat(smtp.send(TO_THREE.allowingPartial(), MESSAGE).refused()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hundreds_of_recipients_do_not_fill_the_pipe(Delivery delivery) throws IOException {
        List<Mailbox> many = new ArrayList<>();
        for (int i = 0; i < 350; i++) {
            many.add(Mailbox.of("user" + i + "@example.net"));
        }
        try (var server = TestServer.plays("many_recipients", delivery);
                var smtp = server.connect()) {
            Receipt receipt = smtp.send(Envelope.from("ada@example.org").to(many), MESSAGE);
            assertThat(receipt.accepted()).extracting(RecipientOutcome::mailbox).isEqualTo(many);
        }
    }

    @ParameterizedTest
    @EnumSource
    void size_is_declared_where_it_is_known(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("size_declared", delivery);
                var smtp = server.connect()) {
            assertThat(smtp.capabilities().sizeLimit()).hasValue(100);
            smtp.send(TO_BOB, MESSAGE);
        }
    }

    @Test
    void size_counts_what_the_source_has_not_what_bare_line_ends_become() throws IOException {
        try (var server = TestServer.plays("size_declared", Delivery.WHOLE)) {
            try (var smtp = server.connect()) {
                smtp.send(TO_BOB, BodySource.ofText("hello!\n"));
            }
            server.close();
            assertThat(server.message()).isEqualTo("hello!\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void message_over_the_announced_size_is_refused_before_anything_is_sent(Delivery delivery) throws IOException {
        refusedUnasked("size_too_large", delivery, TO_BOB, BodySource.ofBytes(new byte[101]), "at most 100");
    }

    @ParameterizedTest
    @EnumSource
    void smtputf8_is_missing(Delivery delivery) throws IOException {
        refusedUnasked("nothing_offered", delivery, TO_BOB.to("zoë@example.net"), MESSAGE, "SMTPUTF8");
        refusedUnasked("nothing_offered", delivery, TO_BOB.withUtf8Header(), MESSAGE, "SMTPUTF8");
    }

    @ParameterizedTest
    @EnumSource
    void eight_bit_message_for_a_server_without_8bitmime(Delivery delivery) throws IOException {
        refusedUnasked("nothing_offered", delivery, TO_BOB.withBody(BodyEncoding.EIGHT_BIT), MESSAGE, "8BITMIME");
    }

    private static void refusedUnasked(
            String script, Delivery delivery, Envelope envelope, BodySource message, String why) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var smtp = server.connect()) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.send(envelope, message));
            assertThat(no).hasMessageContaining(why).hasMessageContaining("nothing of the message was sent");
            assertThat(no.reply()).isEmpty();
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void smtputf8_is_declared_when_an_address_needs_it(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("smtputf8", delivery);
                var smtp = server.connect()) {
            smtp.send(Envelope.from("zoë@bücher.example").to("bob@example.net"), MESSAGE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void international_domain_goes_out_as_a_labels_and_null_sender_as_empty_path(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("idn_without_smtputf8", delivery);
                var smtp = server.connect()) {
            smtp.send(Envelope.fromNobody().to("bob@bücher.example"), MESSAGE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void seven_bit_message_is_declared_so(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("seven_bit_declared", delivery);
                var smtp = server.connect()) {
            smtp.send(TO_BOB.withBody(BodyEncoding.SEVEN_BIT), MESSAGE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eight_bit_bytes_reach_a_server_with_8bitmime_unchanged(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("message_expected_8bitmime", delivery)) {
            try (var smtp = server.connect()) {
                smtp.send(TO_BOB, BodySource.ofText("Grüße\r\n"));
            }
            server.close();
            assertThat(server.message()).isEqualTo("Grüße\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void dots_are_doubled_and_bare_newlines_become_crlf(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("message_expected", delivery)) {
            try (var smtp = server.connect()) {
                smtp.send(TO_BOB, BodySource.ofText("one\n.\ntwo\r.\rthree\r\n.\r\n..four"));
            }
            server.close();
            assertThat(server.conversation().bodies().getFirst().text())
                    .isEqualTo("one\r\n..\r\ntwo\r\n..\r\nthree\r\n..\r\n...four\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void composed_message_arrives_as_it_reads(Delivery delivery) throws IOException {
        var message = MessageText.from("ada@example.org")
                .to("bob@example.net")
                .withSubject("Grüße")
                .withText("Schöne Grüße\n");
        try (var server = TestServer.plays("message_expected", delivery)) {
            try (var smtp = server.connect()) {
                smtp.send(message.envelope(), message);
            }
            server.close();
            assertThat(server.message()).isEqualTo(message.toString());
        }
    }

    @Test
    void an_envelope_without_recipient_is_the_callers_fault() throws IOException {
        try (var server = TestServer.plays("nothing_offered", Delivery.WHOLE);
                var smtp = server.connect()) {
            Envelope nobody = Envelope.from("ada@example.org");
            assertThatThrownBy(() -> smtp.send(nobody, MESSAGE)).isInstanceOf(IllegalArgumentException.class);
            smtp.noop();
        }
    }
}
