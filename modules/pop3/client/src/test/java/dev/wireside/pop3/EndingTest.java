package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.net.AbortedException;
import dev.wireside.net.BodySink;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.RefusedException;
import dev.wireside.net.Timeouts;
import dev.wireside.net.Transcript;
import dev.wireside.net.WireClock;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EndingTest {
    /** Plays {@code delete.wire}: two messages are marked. */
    private static Pop3Client openAndMark(ScriptedServer server) throws IOException {
        Pop3Client maildrop = Wire.open(server);
        var messages = maildrop.list();
        maildrop.markDeleted(messages.get(0));
        assertThatThrownBy(() -> maildrop.markDeleted(messages.get(0))).isInstanceOf(Pop3RefusedException.class);
        maildrop.markDeleted(messages.get(1));
        return maildrop;
    }

    @ParameterizedTest
    @EnumSource
    void commit_is_quit_and_its_answer(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "delete", "quit-ok")) {
            Pop3Client maildrop = openAndMark(server);
            assertThat(maildrop.commit().text()).isEqualTo("the maildrop is empty now");
            assertThat(maildrop.isOpen()).isFalse();
            assertThatThrownBy(maildrop::noop)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("commit or close");
            assertThatThrownBy(maildrop::commit).isInstanceOf(IllegalStateException.class);
            maildrop.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_commit_says_how_many_messages_were_at_stake(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "delete", "quit-refused");
                Pop3Client maildrop = openAndMark(server)) {
            var refused = catchThrowableOfType(CommitRefusedException.class, maildrop::commit);
            assertThat(refused.marked()).isEqualTo(2);
            assertThat(refused)
                    .hasMessageContaining("some messages were not removed")
                    .isNotInstanceOf(RefusedException.class);
            assertThat(refused.status().isError()).isTrue();
            assertThat(refused.responseCode()).isEmpty();
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_commit_says_why(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "delete", "quit-refused-with-code");
                Pop3Client maildrop = openAndMark(server)) {
            var refused = catchThrowableOfType(CommitRefusedException.class, maildrop::commit);
            assertThat(refused.responseCode()).contains(PopResponseCode.SYS_TEMP);
            assertThat(refused).hasMessageContaining("it may work later");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quit-dies", "quit-garbage"})
    void a_commit_without_an_answer_that_counts_is_unknown(String script) throws Exception {
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Wire.play(delivery, "opened", "delete", script);
                    Pop3Client maildrop = openAndMark(server)) {
                var unknown = catchThrowableOfType(CommitUnknownException.class, maildrop::commit);
                assertThat(unknown.marked()).isEqualTo(2);
                assertThat(unknown)
                        .hasCauseInstanceOf(IOException.class)
                        .hasMessageContaining("nobody knows whether the 2 marked messages were deleted");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_commit_after_the_connection_died_is_not_unknown(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "delete", "dies");
                Pop3Client maildrop = openAndMark(server)) {
            assertThatThrownBy(maildrop::noop).isInstanceOf(ConnectionLostException.class);
            assertThatThrownBy(maildrop::commit).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_resets_before_quit_leaves_has_deleted_nothing(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(delivery, "opened", "delete", "resets");
                Pop3Client maildrop = openAndMark(server)) {
            server.awaitConversations(1, Duration.ofSeconds(10));
            assertThatThrownBy(maildrop::commit).isInstanceOf(ConnectionLostException.class);
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @Test
    void an_abort_before_quit_leaves_has_deleted_nothing() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "delete", "silent");
                Pop3Client maildrop = openAndMark(server)) {
            maildrop.abort();
            assertThatThrownBy(maildrop::commit).isInstanceOf(AbortedException.class);
        }
    }

    @Test
    void an_abort_while_the_answer_to_quit_is_waited_for_is_unknown() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "delete", "quit-silent");
                Pop3Client maildrop = openAndMark(server)) {
            Thread aborting = Thread.ofVirtual().start(() -> {
                awaitLine(server, "QUIT");
                maildrop.abort();
            });
            assertThatThrownBy(maildrop::commit)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasCauseInstanceOf(AbortedException.class);
            aborting.join();
        }
    }

    @Test
    void an_interrupt_while_quit_is_written_is_unknown() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "delete", "silent");
                Pop3Client maildrop = openAndMark(server)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(maildrop::commit)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasCauseInstanceOf(AbortedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** The server has heard this line of its first client. */
    private static void awaitLine(ScriptedServer server, String line) {
        while (!server.conversations().get(0).lines().contains(line)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void close_while_another_thread_waits_ends_both_without_a_goodbye() throws Exception {
        ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "silent");
        try (server) {
            Pop3Client maildrop = Wire.open(server);
            var waiting = new CompletableFuture<Throwable>();
            Thread.ofVirtual().start(() -> waiting.complete(catchThrowable(maildrop::noop)));
            awaitLine(server, "NOOP");
            maildrop.close();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            assertThat(maildrop.isOpen()).isFalse();
        }
        assertThat(server.conversations().get(0).lines()).doesNotContain("QUIT");
    }

    @ParameterizedTest
    @EnumSource
    void close_without_commit_takes_the_marks_off_before_quit(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "delete", "rset-quit")) {
            Pop3Client maildrop = openAndMark(server);
            maildrop.close();
            maildrop.close();
            assertThatThrownBy(maildrop::commit).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rset-refused", "rset-dies"})
    void close_without_commit_never_sends_quit_while_marks_may_be_left(String script) throws Exception {
        for (Delivery delivery : Delivery.values()) {
            ScriptedServer server = Wire.play(delivery, "opened", "delete", script);
            try (server) {
                openAndMark(server).close();
            }
            assertThat(server.conversations().get(0).lines()).doesNotContain("QUIT");
        }
    }

    @ParameterizedTest
    @EnumSource
    void close_does_not_quit_where_quit_deletes_what_was_fetched(Delivery delivery) throws Exception {
        ScriptedServer server = Wire.play(delivery, "opened-expire-0", "leave-fetched");
        try (server;
                Pop3Client maildrop = Wire.open(server)) {
            maildrop.retrieve(maildrop.list(1), BodySink.discard());
        }
        assertThat(server.conversations().get(0).lines()).doesNotContain("QUIT");
    }

    @ParameterizedTest
    @EnumSource
    void close_quits_where_nothing_was_fetched(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-expire-0", "quit-only");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.capabilities().expire()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void reset_takes_the_marks_off(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "delete", "rset-then-commit");
                Pop3Client maildrop = openAndMark(server)) {
            maildrop.reset();
            maildrop.commit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_command_may_be_sent_and_may_have_marked_something(Delivery delivery) throws Exception {
        var transcript = new Transcript();
        try (ScriptedServer server = Wire.play(delivery, "opened", "commands");
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withTap(transcript))) {
            assertThat(maildrop.command(WireText.of("LANG *"))).hasToString("-ERR what language?");
            assertThat(maildrop.command(WireText.of("XSECRET ").plusSecret(Secret.of("abracadabra")))
                            .isOk())
                    .isTrue();
        }
        assertThat(transcript.render()).contains("XSECRET").doesNotContain("abracadabra");
    }

    /** Byte by byte, the extra line may come later still, and meets the goodbye. */
    @ParameterizedTest
    @EnumSource(names = {"WHOLE", "COALESCED"})
    void a_line_that_nobody_asked_for_is_not_taken_for_the_next_answer(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(delivery, "opened", "unasked");
                Pop3Client maildrop = Wire.open(server)) {
            maildrop.noop();
            assertThatThrownBy(maildrop::commit)
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("+OK and one more");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_reply_clock_ends_a_command_without_an_answer(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(delivery, "opened", "silent");
                Pop3Client maildrop = Wire.open(
                        server, Wire.inClear().withTimeouts(Timeouts.defaults().withReply(Duration.ofMillis(500))))) {
            assertThatThrownBy(maildrop::noop).isInstanceOfSatisfying(DeadlineException.class, late -> {
                assertThat(late.clock()).isEqualTo(WireClock.REPLY);
                assertThat(late.step()).isEqualTo("the reply to NOOP");
            });
        }
    }

    @Test
    void the_session_clock_ends_everything() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "silent");
                Pop3Client maildrop = Wire.open(
                        server, Wire.inClear().withTimeouts(Timeouts.defaults().withSession(Duration.ofSeconds(1))))) {
            assertThatThrownBy(maildrop::noop)
                    .isInstanceOfSatisfying(
                            DeadlineException.class,
                            late -> assertThat(late.clock()).isEqualTo(WireClock.SESSION));
        }
    }

    @Test
    void abort_ends_a_wait_from_another_thread() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "silent");
                Pop3Client maildrop = Wire.open(server)) {
            Thread aborting = Thread.ofVirtual().unstarted(() -> {
                awaitLine(server, "NOOP");
                maildrop.abort();
            });
            aborting.start();
            assertThatThrownBy(maildrop::noop).isInstanceOf(AbortedException.class);
            aborting.join();
            assertThatThrownBy(maildrop::noop).isInstanceOf(AbortedException.class);
        }
    }
}
