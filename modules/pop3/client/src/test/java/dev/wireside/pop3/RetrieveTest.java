package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.net.BodySink;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Timeouts;
import dev.wireside.net.WireClock;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RetrieveTest {
    private static final String DOTS = "Subject: dots\r\n\r\n.\r\n.two\r\na\n.\nb\n.\r\nc\r\n";

    @ParameterizedTest
    @EnumSource
    void dots_come_back_as_they_were_and_lf_dot_lf_does_not_end_the_message(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.retrieve(maildrop.list(1), BodySink.text(1000))).isEqualTo(DOTS);
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_into_a_file(Delivery delivery, @TempDir Path folder) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.retrieve(maildrop.list(1), BodySink.toFile(folder.resolve("1.eml"))))
                    .hasContent(DOTS);
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WHOLE", "COALESCED"})
    void ten_mebibytes_are_streamed_where_ten_octets_were_announced(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve-10-mib");
                Pop3Client maildrop = Wire.open(server)) {
            Listing liar = maildrop.list(1);
            assertThat(liar.size()).hasValue(10);
            assertThat(maildrop.retrieve(liar, BodySink.discard())).isEqualTo(10L << 20);
            maildrop.noop();
        }
    }

    @Test
    void a_message_longer_than_the_limit_is_broken_off() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "retrieve-10-mib");
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withMaxMessageSize(1 << 20))) {
            assertThatThrownBy(() -> maildrop.retrieve(maildrop.list(1), BodySink.discard()))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("at most 1048576 bytes");
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @Test
    void an_endless_message_is_broken_off(@TempDir Path folder) throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "retrieve-endless");
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withMaxMessageSize(5 << 20))) {
            assertThatThrownBy(() -> maildrop.retrieve(maildrop.list(1), BodySink.toFile(folder.resolve("1.eml"))))
                    .isInstanceOf(ProtocolViolationException.class);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_cut_off_is_never_complete(Delivery delivery, @TempDir Path folder) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve-cut");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(() -> maildrop.retrieve(maildrop.list(1), BodySink.toFile(folder.resolve("1.eml"))))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("the message after RETR 1");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_cut_off_is_not_complete_even_if_the_sink_does_not_mind(Delivery delivery) throws Exception {
        BodySink<String> careless = body -> {
            try {
                return "read " + body.readAllBytes().length;
            } catch (IOException ignored) {
                return "whatever";
            }
        };
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve-cut");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(() -> maildrop.retrieve(maildrop.list(1), careless))
                    .isInstanceOf(ConnectionLostException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_fails_in_the_middle_and_the_next_command_works(Delivery delivery) throws Exception {
        var diskFull = new IOException("no space left");
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve");
                Pop3Client maildrop = Wire.open(server)) {
            Listing first = maildrop.list(1);
            Throwable thrown = catchThrowable(() -> maildrop.retrieve(first, body -> {
                assertThat(body.read()).isEqualTo('S');
                throw diskFull;
            }));
            assertThat(thrown).isSameAs(diskFull).hasNoSuppressedExceptions();
            maildrop.noop();
        }
    }

    @Test
    void a_sink_fails_and_the_rest_trickles_in_until_the_reply_clock_runs_out() throws Exception {
        var diskFull = new IOException("no space left");
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "retrieve-trickles");
                Pop3Client maildrop = Wire.open(server, tricklesForHalfASecond())) {
            Listing first = maildrop.list(1);
            Throwable thrown = catchThrowable(() -> maildrop.retrieve(first, body -> {
                throw diskFull;
            }));
            assertThat(thrown).isSameAs(diskFull);
            assertThat(thrown.getSuppressed()).singleElement().isInstanceOfSatisfying(DeadlineException.class, late -> {
                assertThat(late.clock()).isEqualTo(WireClock.REPLY);
                assertThat(late.step()).isEqualTo("the unread rest of the message after RETR 1");
            });
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @Test
    void a_sink_stops_early_and_the_rest_trickles_in_until_the_reply_clock_runs_out() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "retrieve-trickles");
                Pop3Client maildrop = Wire.open(server, tricklesForHalfASecond())) {
            Listing first = maildrop.list(1);
            assertThatThrownBy(() -> maildrop.retrieve(first, InputStream::read))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("the unread rest of the message");
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    private static Pop3Options tricklesForHalfASecond() {
        return Wire.inClear().withTimeouts(Timeouts.defaults().withReply(Duration.ofMillis(500)));
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_throws_something_unchecked_and_the_next_command_works(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve");
                Pop3Client maildrop = Wire.open(server)) {
            Listing first = maildrop.list(1);
            assertThatThrownBy(() -> maildrop.retrieve(first, body -> {
                        throw new UnsupportedOperationException("not today");
                    }))
                    .isInstanceOf(UnsupportedOperationException.class);
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_reads_only_the_beginning_and_the_next_command_works(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve");
                Pop3Client maildrop = Wire.open(server)) {
            String beginning = maildrop.retrieve(maildrop.list(1), body -> new String(body.readNBytes(7), US_ASCII));
            assertThat(beginning).isEqualTo("Subject");
            maildrop.noop();
        }
    }

    @Test
    void a_sink_leaves_too_much_unread_and_the_connection_is_closed() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "retrieve-20-mib");
                Pop3Client maildrop = Wire.open(server)) {
            Listing large = maildrop.list(1);
            assertThatThrownBy(() -> maildrop.retrieve(large, InputStream::read))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unread, so the connection was closed");
            assertThat(maildrop.isOpen()).isFalse();
            assertThatThrownBy(maildrop::noop).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_sink_cannot_speak_to_the_server_nor_keep_the_stream() throws Exception {
        var kept = new AtomicReference<InputStream>();
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "opened", "retrieve");
                Pop3Client maildrop = Wire.open(server)) {
            Listing first = maildrop.list(1);
            assertThatThrownBy(() -> maildrop.retrieve(first, body -> {
                        kept.set(body);
                        maildrop.markDeleted(first);
                        return null;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on its way");
            assertThatThrownBy(() -> kept.get().read()).isInstanceOf(IllegalStateException.class);
            maildrop.noop();
        }
    }

    @Test
    void closing_inside_a_sink_ends_the_session_without_quit() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened", "retrieve")) {
            Pop3Client maildrop = Wire.open(server);
            Listing first = maildrop.list(1);
            assertThatThrownBy(() -> maildrop.retrieve(first, body -> {
                        maildrop.close();
                        return body.readAllBytes();
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(maildrop::noop).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_message_leaves_the_session_usable(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "retrieve-refused");
                Pop3Client maildrop = Wire.open(server)) {
            Listing first = maildrop.list(1);
            assertThatThrownBy(() -> maildrop.retrieve(first, BodySink.discard()))
                    .isInstanceOfSatisfying(Pop3RefusedException.class, refused -> {
                        assertThat(refused.command()).isEqualTo("RETR 1");
                        assertThat(refused.responseCode()).contains(PopResponseCode.SYS_PERM);
                    });
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_idle_clock_ends_a_message_that_stops_coming(Delivery delivery) throws Exception {
        var options = Wire.inClear().withTimeouts(Timeouts.defaults().withIdle(Duration.ofMillis(200)));
        try (ScriptedServer server = Wire.playUnchecked(delivery, "opened", "retrieve-stalls");
                Pop3Client maildrop = Wire.open(server, options)) {
            assertThatThrownBy(() -> maildrop.retrieve(maildrop.list(1), BodySink.discard()))
                    .isInstanceOfSatisfying(
                            DeadlineException.class,
                            late -> assertThat(late.clock()).isEqualTo(WireClock.IDLE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void top(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "top");
                Pop3Client maildrop = Wire.open(server)) {
            Listing first = maildrop.list(1);
            assertThat(maildrop.top(first, 1, BodySink.text(100)))
                    .isEqualTo("Subject: short\r\n\r\nthe first line\r\n");
            assertThatThrownBy(() -> maildrop.top(first, -1, BodySink.discard()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> maildrop.top(first, 0, BodySink.discard()))
                    .isInstanceOf(Pop3RefusedException.class);
        }
    }

    @Test
    void a_number_of_another_session_is_refused() throws Exception {
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "opened", "one-listed");
                ScriptedServer other = Wire.play(Delivery.WHOLE, "opened", "quit-only");
                Pop3Client maildrop = Wire.open(server);
                Pop3Client otherMaildrop = Wire.open(other)) {
            Listing first = maildrop.list(1);
            assertThatThrownBy(() -> otherMaildrop.markDeleted(first))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another session");
            assertThatThrownBy(() -> otherMaildrop.retrieve(first, BodySink.discard()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
