package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DeleteAllTest {
    private static WireScript threeMarked(Consumer<WireScript.Builder> then) {
        return Maildrop.pipelining(3, script -> {
            Maildrop.asks(script, "DELE", 1, 3);
            script.server("+OK marked").server("-ERR marked already").server("+OK marked");
            then.accept(script);
        });
    }

    @ParameterizedTest
    @EnumSource
    void three_are_marked_in_one_write_and_a_refusal_leaves_the_others_marked(Delivery delivery) throws Exception {
        var script = threeMarked(rest -> rest.client("QUIT").server("-ERR some messages not deleted"));
        try (ScriptedServer server = Maildrop.play(delivery, script);
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            List<MessageOutcome<PopStatus>> outcomes = maildrop.deleteAll(messages);
            assertThat(outcomes).extracting(MessageOutcome::listing).containsExactlyElementsOf(messages);
            assertThat(outcomes.get(0).value().text()).isEqualTo("marked");
            assertThatThrownBy(outcomes.get(1)::value)
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("DELE 2")
                    .hasMessageContaining("marked already");
            assertThat(outcomes.get(2)).isInstanceOf(MessageOutcome.Done.class);
            var refused = catchThrowableOfType(CommitRefusedException.class, maildrop::commit);
            assertThat(refused.marked()).isEqualTo(2);
        }
    }

    @Test
    void a_thousand_are_marked_in_three_writes() throws Exception {
        var script = Maildrop.pipelining(1000, rest -> {
            Maildrop.asks(rest, "DELE", 1, 500);
            IntStream.rangeClosed(1, 250).forEach(number -> rest.server("+OK"));
            Maildrop.asks(rest, "DELE", 501, 750);
            IntStream.rangeClosed(251, 500).forEach(number -> rest.server("+OK"));
            Maildrop.asks(rest, "DELE", 751, 1000);
            IntStream.rangeClosed(501, 1000).forEach(number -> rest.server("+OK"));
            rest.client("QUIT").server("+OK");
        });
        var flights = new Maildrop.Flights();
        try (ScriptedServer server =
                        ScriptedServer.play(script, ServerOptions.defaults().withListener(flights));
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.deleteAll(maildrop.list()))
                    .hasSize(1000)
                    .hasOnlyElementsOfType(MessageOutcome.Done.class);
            maildrop.commit();
        }
        assertThat(flights.sizes("DELE")).containsExactly(500L, 250L, 250L);
    }

    @ParameterizedTest
    @EnumSource
    void close_takes_the_marks_off_again(Delivery delivery) throws Exception {
        var script = threeMarked(
                rest -> rest.client("RSET").server("+OK").client("QUIT").server("+OK"));
        try (ScriptedServer server = Maildrop.play(delivery, script);
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.deleteAll(maildrop.list())).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_run_cut_off_in_the_middle_deletes_nothing(Delivery delivery) throws Exception {
        var script = Maildrop.pipelining(3, rest -> {
            Maildrop.asks(rest, "DELE", 1, 3);
            rest.server("+OK").close();
        });
        ScriptedServer server = Maildrop.playUnchecked(delivery, script);
        try (server;
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.deleteAll(messages))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("the reply to DELE 2");
            assertThatThrownBy(maildrop::commit).isInstanceOf(IllegalStateException.class);
        }
        assertThat(server.conversations().get(0).lines()).doesNotContain("QUIT");
    }

    @ParameterizedTest
    @EnumSource
    void a_status_that_is_none_deletes_nothing(Delivery delivery) throws Exception {
        var script = Maildrop.pipelining(2, rest -> {
            Maildrop.asks(rest, "DELE", 1, 2);
            rest.server("+OK").server("250 deleted");
        });
        ScriptedServer server = Maildrop.playUnchecked(delivery, script);
        try (server;
                Pop3Client maildrop = Wire.open(server)) {
            List<Listing> messages = maildrop.list();
            assertThatThrownBy(() -> maildrop.deleteAll(messages)).isInstanceOf(ProtocolViolationException.class);
        }
        assertThat(server.conversations().get(0).lines()).doesNotContain("QUIT");
    }

    @ParameterizedTest
    @EnumSource
    void without_pipelining_each_mark_waits_for_the_one_before(Delivery delivery) throws Exception {
        var script = Maildrop.oneByOne(2, rest -> {
            rest.client("DELE 1").server("+OK").client("DELE 2").server("+OK");
            rest.client("QUIT").server("+OK");
        });
        var flights = new Maildrop.Flights();
        try (ScriptedServer server = ScriptedServer.play(
                        script, ServerOptions.defaults().withDelivery(delivery).withListener(flights));
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.deleteAll(maildrop.list())).hasSize(2);
            maildrop.commit();
        }
        assertThat(flights.sizes("DELE")).containsExactly(1L, 1L);
    }
}
