package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.net.BodySink;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.Timeouts;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sinks do to a run of several messages. */
@Timeout(60)
class SinksTest {
    private interface Action {
        Object run() throws IOException;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_sink_throws_and_what_is_in_flight_is_thrown_away(int bad) throws Exception {
        var diskFull = new IOException("no space left");
        for (Delivery delivery : Delivery.values()) {
            List<Integer> sinks = new ArrayList<>();
            try (ScriptedServer server = Maildrop.play(delivery, Maildrop.THREE);
                    Pop3Client maildrop = Wire.open(server)) {
                List<Listing> messages = maildrop.list();
                Throwable thrown = catchThrowable(() -> maildrop.retrieveAll(messages, message -> body -> {
                    sinks.add(message.number());
                    assertThat(body.read()).isEqualTo('S');
                    if (message.number() == bad) {
                        throw diskFull;
                    }
                    return "";
                }));
                assertThat(thrown).isSameAs(diskFull).hasNoSuppressedExceptions();
                maildrop.noop();
            }
            assertThat(sinks).hasSize(bad);
        }
    }

    @Test
    void a_refusal_in_flight_is_thrown_away_too_when_a_sink_throws() throws Exception {
        var script = Maildrop.pipelining(3, rest -> {
            Maildrop.asks(rest, "RETR", 1, 3);
            Maildrop.message(rest, 1);
            rest.server("-ERR gone");
            Maildrop.message(rest, 3);
            Maildrop.noopAndQuit(rest);
        });
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Maildrop.play(delivery, script);
                    Pop3Client maildrop = Wire.open(server)) {
                List<Listing> messages = maildrop.list();
                assertThatThrownBy(() -> maildrop.retrieveAll(messages, SinksTest::noSink))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasNoSuppressedExceptions();
                maildrop.noop();
            }
        }
    }

    private static BodySink<String> noSink(Listing message) {
        throw new UnsupportedOperationException("no sink for " + message);
    }

    @Test
    void after_a_sink_has_thrown_nothing_more_is_asked_for() throws Exception {
        var script = Maildrop.pipelining(1000, rest -> {
            Maildrop.asks(rest, "RETR", 1, 500);
            IntStream.rangeClosed(1, 500).forEach(number -> Maildrop.message(rest, number));
            Maildrop.noopAndQuit(rest);
        });
        try (ScriptedServer server = Maildrop.play(Delivery.WHOLE, script);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, SinksTest::noSink))
                    .isInstanceOf(UnsupportedOperationException.class);
            maildrop.noop();
        }
    }

    @Test
    void more_in_flight_than_a_failed_run_is_worth_costs_the_connection() throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            Maildrop.message(rest, 1);
            rest.server("+OK").serverBody(20L << 20).server(".");
        });
        var diskFull = new IOException("no space left");
        try (ScriptedServer server = Maildrop.playUnchecked(Delivery.WHOLE, script);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            Throwable thrown = catchThrowable(() -> maildrop.retrieveAll(messages, message -> body -> {
                throw diskFull;
            }));
            assertThat(thrown).isSameAs(diskFull);
            assertThat(thrown.getSuppressed())
                    .singleElement()
                    .asString()
                    .contains("what is in flight behind it", "unread, so the connection was closed");
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @Test
    void what_is_in_flight_when_a_sink_throws_has_one_reply_clock() throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "RETR", 1, 2);
            Maildrop.message(rest, 1);
            rest.server("+OK").stall(Duration.ofSeconds(50));
        });
        var options = Wire.inClear().withTimeouts(Timeouts.defaults().withReply(Duration.ofMillis(500)));
        try (ScriptedServer server = Maildrop.playUnchecked(Delivery.WHOLE, script);
                Pop3Client maildrop = Wire.open(server, options)) {
            List<Listing> messages = maildrop.list();
            Throwable thrown = catchThrowable(() -> maildrop.retrieveAll(messages, SinksTest::noSink));
            assertThat(thrown).isInstanceOf(UnsupportedOperationException.class);
            assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(DeadlineException.class);
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sinks_that_read_only_the_head_do_not_shift_the_answers(Delivery delivery) throws Exception {
        try (ScriptedServer server = Maildrop.play(delivery, Maildrop.THREE);
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.retrieveAll(maildrop.list(), message -> body -> new String(body.readNBytes(10), UTF_8)))
                    .extracting(MessageOutcome::value)
                    .containsExactly("Subject: 1", "Subject: 2", "Subject: 3");
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void no_sink_can_speak_to_the_server(int which) throws Exception {
        List<Consumer<Pop3Client>> forbidden = List.of(
                client -> quietly(client::stat),
                client -> quietly(client::commit),
                client -> quietly(() -> client.retrieveAll(List.of(), Maildrop::sink)),
                client -> quietly(() -> client.deleteAll(List.of())));
        try (ScriptedServer server = Maildrop.play(Delivery.WHOLE, Maildrop.THREE);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, message -> {
                        forbidden.get(which).accept(maildrop);
                        return BodySink.text(1000);
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on its way");
            maildrop.noop();
        }
    }

    private static void quietly(Action action) {
        try {
            assertThat(action.run()).isNotNull();
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void a_sink_that_closes_the_client_ends_the_run() throws Exception {
        try (ScriptedServer server = Maildrop.playUnchecked(Delivery.WHOLE, Maildrop.THREE)) {
            Pop3Client maildrop = Wire.open(server);
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.retrieveAll(messages, message -> body -> {
                        String text = BodySink.text(1000).readFrom(body);
                        maildrop.close();
                        return text;
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @Test
    void a_stream_that_is_kept_does_not_read_the_next_message() throws Exception {
        List<InputStream> kept = new ArrayList<>();
        try (ScriptedServer server = Maildrop.play(Delivery.WHOLE, Maildrop.THREE);
                Pop3Client maildrop = Wire.open(server)) {
            var outcomes = maildrop.retrieveAll(maildrop.list(), message -> body -> {
                kept.forEach(earlier -> assertThatThrownBy(earlier::read).isInstanceOf(IllegalStateException.class));
                kept.add(body);
                return BodySink.text(1000).readFrom(body);
            });
            assertThat(outcomes.get(2).value()).isEqualTo(Maildrop.text(3));
            maildrop.noop();
        }
    }

    @Test
    void a_message_may_be_read_in_any_way_and_while_another_is() throws Exception {
        byte[] first = Maildrop.text(1).getBytes(UTF_8);
        List<BodySink<byte[]>> ways = List.of(
                InputStream::readAllBytes,
                body -> body.readNBytes(Integer.MAX_VALUE),
                body -> {
                    var out = new ByteArrayOutputStream();
                    assertThat(body.transferTo(out)).isEqualTo(first.length);
                    assertThat(body.transferTo(out)).isZero();
                    return out.toByteArray();
                },
                body -> {
                    var out = new ByteArrayOutputStream();
                    for (int b = body.read(); b >= 0; b = body.read()) {
                        out.write(b);
                    }
                    assertThat(body.read(new byte[1], 0, 0)).isZero();
                    return out.toByteArray();
                },
                body -> {
                    var out = new ByteArrayOutputStream();
                    out.write(body.read());
                    out.writeBytes(body.readNBytes(3));
                    assertThat(body.readNBytes(0)).isEmpty();
                    assertThatThrownBy(() -> body.readNBytes(-1)).isInstanceOf(IllegalArgumentException.class);
                    assertThat(body.transferTo(out)).isEqualTo(first.length - 4);
                    return out.toByteArray();
                });
        for (BodySink<byte[]> way : ways) {
            try (ScriptedServer server = Maildrop.play(Delivery.WHOLE, Maildrop.THREE);
                    ScriptedServer other = Maildrop.play(Delivery.WHOLE, Maildrop.THREE);
                    Pop3Client maildrop = Wire.open(server);
                    Pop3Client otherMaildrop = Wire.open(other)) {
                List<Listing> others = otherMaildrop.list();
                List<byte[]> inner = new ArrayList<>();
                var outcomes = maildrop.retrieveAll(maildrop.list(), message -> body -> {
                    if (inner.isEmpty()) {
                        otherMaildrop.retrieveAll(others, it -> way).forEach(outcome -> inner.add(value(outcome)));
                        otherMaildrop.noop();
                    }
                    return way.readFrom(body);
                });
                assertThat(outcomes.get(0).value()).isEqualTo(first);
                assertThat(inner.get(0)).isEqualTo(first);
                maildrop.noop();
            }
        }
    }

    private static <T> T value(MessageOutcome<T> outcome) {
        try {
            return outcome.value();
        } catch (Pop3RefusedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void a_block_in_use_is_not_lent_twice() throws Exception {
        try (ScriptedServer server = Maildrop.play(Delivery.WHOLE, Maildrop.THREE);
                ScriptedServer other = Maildrop.play(Delivery.WHOLE, Maildrop.THREE);
                Pop3Client maildrop = Wire.open(server);
                Pop3Client otherMaildrop = Wire.open(other)) {
            List<Listing> others = otherMaildrop.list();
            List<String> inner = new ArrayList<>();
            var outer = new ByteArrayOutputStream();
            OutputStream interrupted = new OutputStream() {
                @Override
                public void write(int b) {
                    throw new AssertionError("blocks are written");
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (inner.isEmpty()) {
                        otherMaildrop.retrieveAll(others, Maildrop::sink).forEach(it -> inner.add(value(it)));
                        otherMaildrop.noop();
                    }
                    outer.write(bytes, from, length);
                }
            };
            assertThat(maildrop.retrieveAll(maildrop.list(), message -> BodySink.toStream(interrupted)))
                    .hasSize(3);
            assertThat(inner).containsExactly(Maildrop.text(1), Maildrop.text(2), Maildrop.text(3));
            assertThat(outer.toString(UTF_8)).isEqualTo(Maildrop.text(1) + Maildrop.text(2) + Maildrop.text(3));
            maildrop.noop();
        }
    }
}
