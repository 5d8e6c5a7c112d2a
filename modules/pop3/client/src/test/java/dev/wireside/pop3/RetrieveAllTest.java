package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.net.AbortedException;
import dev.wireside.net.BodySink;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Timeouts;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.Ending;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RetrieveAllTest {
    @ParameterizedTest
    @EnumSource
    void three_messages_are_asked_for_before_the_first_has_come(Delivery delivery) throws Exception {
        try (ScriptedServer server = Maildrop.play(delivery, Maildrop.THREE);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            List<MessageOutcome<String>> outcomes = maildrop.retrieveAll(messages, Maildrop::sink);
            assertThat(outcomes)
                    .containsExactly(
                            new MessageOutcome.Done<>(messages.get(0), Maildrop.text(1)),
                            new MessageOutcome.Done<>(messages.get(1), Maildrop.text(2)),
                            new MessageOutcome.Done<>(messages.get(2), Maildrop.text(3)));
            maildrop.noop();
        }
    }

    @Test
    void a_thousand_messages_are_asked_for_in_three_writes() throws Exception {
        var script = Maildrop.pipelining(1000, rest -> {
            Maildrop.asks(rest, "RETR", 1, 500);
            IntStream.rangeClosed(1, 250).forEach(number -> Maildrop.message(rest, number));
            Maildrop.asks(rest, "RETR", 501, 750);
            IntStream.rangeClosed(251, 500).forEach(number -> Maildrop.message(rest, number));
            Maildrop.asks(rest, "RETR", 751, 1000);
            IntStream.rangeClosed(501, 1000).forEach(number -> Maildrop.message(rest, number));
            Maildrop.noopAndQuit(rest);
        });
        var flights = new Maildrop.Flights();
        try (ScriptedServer server =
                        ScriptedServer.play(script, ServerOptions.defaults().withListener(flights));
                Pop3Client maildrop = Wire.open(server)) {
            List<MessageOutcome<String>> outcomes = maildrop.retrieveAll(maildrop.list(), Maildrop::sink);
            assertThat(outcomes).hasSize(1000);
            for (int i = 0; i < 1000; i++) {
                assertThat(outcomes.get(i).listing().number()).isEqualTo(i + 1);
                assertThat(outcomes.get(i).value()).isEqualTo(Maildrop.text(i + 1));
            }
            maildrop.noop();
        }
        assertThat(flights.sizes("RETR")).containsExactly(500L, 250L, 250L);
    }

    @ParameterizedTest
    @EnumSource
    void without_pipelining_each_command_waits_for_the_message_before(Delivery delivery) throws Exception {
        var script = Maildrop.oneByOne(3, rest -> {
            for (int number = 1; number <= 3; number++) {
                Maildrop.asks(rest, "RETR", number, number);
                Maildrop.message(rest, number);
            }
            Maildrop.noopAndQuit(rest);
        });
        var flights = new Maildrop.Flights();
        try (ScriptedServer server = ScriptedServer.play(
                        script, ServerOptions.defaults().withDelivery(delivery).withListener(flights));
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.retrieveAll(maildrop.list(), Maildrop::sink))
                    .extracting(MessageOutcome::value)
                    .containsExactly(Maildrop.text(1), Maildrop.text(2), Maildrop.text(3));
            maildrop.noop();
        }
        assertThat(flights.sizes("RETR")).containsExactly(1L, 1L, 1L);
    }

    @ParameterizedTest
    @EnumSource
    void a_refusal_in_the_middle_leaves_the_others_untouched(Delivery delivery) throws Exception {
        var script = Maildrop.pipelining(3, rest -> {
            Maildrop.asks(rest, "RETR", 1, 3);
            Maildrop.message(rest, 1);
            rest.server("-ERR [SYS/TEMP] it is being moved");
            Maildrop.message(rest, 3);
            Maildrop.noopAndQuit(rest);
        });
        List<Integer> sinks = new ArrayList<>();
        try (ScriptedServer server = Maildrop.play(delivery, script);
                Pop3Client maildrop = Wire.open(server)) {
            var outcomes = maildrop.retrieveAll(maildrop.list(), message -> {
                sinks.add(message.number());
                return BodySink.text(1000);
            });
            assertThat(outcomes.get(0).value()).isEqualTo(Maildrop.text(1));
            assertThat(outcomes.get(1)).isInstanceOfSatisfying(MessageOutcome.Refused.class, refused -> {
                assertThat(refused.listing().number()).isEqualTo(2);
                assertThat(refused.reason().command()).isEqualTo("RETR 2");
                assertThat(refused.reason().responseCode()).contains(PopResponseCode.SYS_TEMP);
            });
            assertThatThrownBy(outcomes.get(1)::value).isInstanceOf(Pop3RefusedException.class);
            assertThat(outcomes.get(2).value()).isEqualTo(Maildrop.text(3));
            maildrop.noop();
        }
        assertThat(sinks).containsExactly(1, 3);
    }

    /** From the first byte of the first answer to the last of the last. */
    @ParameterizedTest
    @EnumSource
    void the_connection_dies_at_each_byte_and_no_half_message_is_reported(Ending ending) throws Exception {
        long before = Maildrop.pipelining(3, rest -> {}).steps().stream()
                .mapToLong(RetrieveAllTest::serverBytes)
                .sum();
        StringBuilder answers = new StringBuilder();
        IntStream.rangeClosed(1, 3)
                .forEach(number -> answers.append("+OK 1000 octets\r\nSubject: ")
                        .append(number)
                        .append("\r\n\r\n..stuffed\r\n.\r\n"));
        for (int cut = 0; cut < answers.length(); cut++) {
            List<String> complete = new ArrayList<>();
            var options =
                    ServerOptions.defaults().withCutAt(before + cut, ending).withoutVerification();
            try (ScriptedServer server = ScriptedServer.play(Maildrop.THREE, options);
                    Pop3Client maildrop = Wire.open(server)) {
                List<Listing> messages = maildrop.list();
                assertThatThrownBy(() -> maildrop.retrieveAll(messages, message -> body -> {
                            String text = BodySink.text(1000).readFrom(body);
                            complete.add(text);
                            return text;
                        }))
                        .as("cut at %s", cut)
                        .isInstanceOf(ConnectionLostException.class);
                assertThat(maildrop.isOpen()).isFalse();
            }
            String seen = answers.substring(0, cut);
            assertThat(complete).hasSizeLessThanOrEqualTo(seen.split("\r\n\\.\r\n", -1).length - 1);
        }
    }

    private static long serverBytes(WireStep step) {
        return step instanceof WireStep.ServerLine line ? line.bytes().length : 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 hello", "+ go on", "Subject: one line too many", ""})
    void a_status_that_is_none_ends_the_session(String garbage) throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            Maildrop.message(rest, 1);
            rest.server(garbage);
            Maildrop.message(rest, 2);
        });
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Maildrop.playUnchecked(delivery, script);
                    Pop3Client maildrop = Wire.open(server)) {
                List<Listing> messages = maildrop.list();
                assertThatThrownBy(() -> maildrop.retrieveAll(messages, Maildrop::sink))
                        .isInstanceOf(ProtocolViolationException.class)
                        .hasMessageContaining("RETR 2");
                assertThat(maildrop.isOpen()).isFalse();
            }
        }
    }

    /** Byte by byte, the extra answer may come later still; then the next command finds it. */
    @ParameterizedTest
    @EnumSource(names = {"WHOLE", "COALESCED"})
    void an_unasked_answer_among_the_others_is_noticed_at_the_end(Delivery delivery) throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            rest.server("-ERR not asked");
            Maildrop.message(rest, 1);
            Maildrop.message(rest, 2);
        });
        try (ScriptedServer server = Maildrop.playUnchecked(delivery, script);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, Maildrop::sink))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("a server speaks only when it is asked");
        }
    }

    @Test
    void a_message_that_exceeds_the_limit_ends_the_session() throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            Maildrop.message(rest, 1);
            rest.server("+OK 10 octets").serverBody(1 << 20).server(".");
        });
        try (ScriptedServer server = Maildrop.playUnchecked(Delivery.WHOLE, script);
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withMaxMessageSize(1000))) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, message -> BodySink.discard()))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("at most 1000 bytes");
        }
    }

    @Test
    void the_idle_clock_ends_a_run_that_stops_in_a_message() throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            Maildrop.message(rest, 1);
            rest.server("+OK").server("half").stall(Duration.ofSeconds(50));
        });
        var options = Wire.inClear().withTimeouts(Timeouts.defaults().withIdle(Duration.ofMillis(300)));
        try (ScriptedServer server = Maildrop.playUnchecked(Delivery.WHOLE, script);
                Pop3Client maildrop = Wire.open(server, options)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, Maildrop::sink))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("the message after RETR 2");
        }
    }

    @Test
    void abort_in_the_middle_ends_the_run() throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            Maildrop.message(rest, 1);
            rest.server("+OK").server("half").stall(Duration.ofSeconds(50));
        });
        try (ScriptedServer server = Maildrop.playUnchecked(Delivery.WHOLE, script);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, message -> body -> {
                        if (message.number() == 2) {
                            Thread.ofVirtual().start(maildrop::abort);
                        }
                        return body.readAllBytes();
                    }))
                    .isInstanceOf(AbortedException.class);
            assertThatThrownBy(maildrop::noop).isInstanceOf(AbortedException.class);
        }
    }

    @Test
    void nothing_is_sent_for_no_message_nor_for_one_of_another_session() throws Exception {
        var nothing = Maildrop.pipelining(1, Maildrop::noopAndQuit);
        try (ScriptedServer server = Maildrop.play(Delivery.WHOLE, nothing);
                ScriptedServer other = Maildrop.play(Delivery.WHOLE, nothing);
                Pop3Client maildrop = Wire.open(server);
                Pop3Client otherMaildrop = Wire.open(other)) {
            List<Listing> own = maildrop.list();
            List<Listing> foreign = otherMaildrop.list();
            assertThat(maildrop.retrieveAll(List.of(), Maildrop::sink)).isEmpty();
            assertThatThrownBy(() -> maildrop.retrieveAll(List.of(own.get(0), foreign.get(0)), Maildrop::sink))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another session");
            maildrop.noop();
            otherMaildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void top_of_many(Delivery delivery) throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            rest.client("TOP 1 0").client("TOP 2 0");
            rest.server("+OK").server("Subject: 1").server("").server(".");
            rest.server("-ERR no");
            Maildrop.noopAndQuit(rest);
        });
        try (ScriptedServer server = Maildrop.play(delivery, script);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            var outcomes = maildrop.topAll(messages, 0, Maildrop::sink);
            assertThat(outcomes.get(0).value()).isEqualTo("Subject: 1\r\n\r\n");
            assertThat(outcomes.get(1)).isInstanceOf(MessageOutcome.Refused.class);
            assertThatThrownBy(() -> maildrop.topAll(messages, -1, Maildrop::sink))
                    .isInstanceOf(IllegalArgumentException.class);
            maildrop.noop();
        }
    }
}
