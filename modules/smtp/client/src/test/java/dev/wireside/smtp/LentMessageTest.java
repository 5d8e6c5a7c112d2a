package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.net.AbortedException;
import dev.wireside.net.BodySource;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a source does to the stream that it is lent: a message that is not whole never gets its end mark. */
@Timeout(60)
class LentMessageTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Envelope TO_BOB = Envelope.from("ada@example.org").to("bob@example.net");
    private static final String END_MARK = "\r\n.\r\n";

    /** What a source does with the client that is sending it. */
    private interface Deed {
        void with(SmtpClient smtp, OutputStream out) throws IOException;
    }

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @Test
    void another_thread_writes_and_nobody_minds_that_it_could_not() throws IOException {
        assertThat(nothingIsDelivered((smtp, out) -> {
                    out.write('x');
                    Thread worker = Thread.ofVirtual().start(() -> swallow(() -> out.write('y')));
                    join(worker);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lent");
    }

    @Test
    void source_swallows_its_own_bug() throws IOException {
        assertThat(nothingIsDelivered((smtp, out) -> {
                    out.write('x');
                    swallow(() -> out.write(new byte[1], 0, 2));
                }))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nothing_more_is_taken_after_a_failure() throws IOException {
        assertThat(nothingIsDelivered((smtp, out) -> {
                    swallow(() -> out.write(new byte[1], 0, 2));
                    assertThatThrownBy(() -> out.write('x')).isInstanceOf(IndexOutOfBoundsException.class);
                }))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void source_aborts() throws IOException {
        assertThat(nothingIsDelivered((smtp, out) -> {
                    out.write('x');
                    smtp.abort();
                }))
                .isInstanceOf(AbortedException.class);
        assertThat(nothingIsDelivered((smtp, out) -> smtp.abort())).isInstanceOf(AbortedException.class);
    }

    @Test
    void source_is_interrupted() throws IOException {
        assertThat(nothingIsDelivered((smtp, out) -> {
                    out.write('x');
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(AbortedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(nothingIsDelivered((smtp, out) -> Thread.currentThread().interrupt()))
                .isInstanceOf(AbortedException.class);
    }

    @Test
    void source_closes_the_client() throws IOException {
        assertThat(nothingIsDelivered((smtp, out) -> {
                    out.write('x');
                    smtp.close();
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Throwable nothingIsDelivered(Deed deed) throws IOException {
        try (var server = TestServer.playsWithoutVerification("message_expected", Delivery.WHOLE)) {
            Throwable failure;
            try (var smtp = server.connect()) {
                failure = catchThrowable(() -> smtp.send(TO_BOB, out -> deed.with(smtp, out)));
                assertThat(smtp.isOpen()).isFalse();
            }
            boolean interrupted = Thread.interrupted();
            server.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            assertThat(server.clientBytes()).endsWith("DATA\r\n");
            assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
            return failure;
        }
    }

    @Test
    void command_or_message_in_the_middle_of_a_message_does_not_become_part_of_it() throws IOException {
        try (var server = TestServer.plays("message_expected", Delivery.WHOLE)) {
            try (var smtp = server.connect()) {
                smtp.send(TO_BOB, out -> {
                    out.write('x');
                    assertThatThrownBy(smtp::noop).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> smtp.send(TO_BOB, MESSAGE)).isInstanceOf(IllegalStateException.class);
                });
            }
            server.close();
            assertThat(server.message()).isEqualTo("x\r\n");
        }
    }

    @Test
    void server_resets_after_354_and_a_small_message_fails_as_a_whole() throws IOException {
        try (var server = TestServer.playsWithoutVerification("server_closes_after_354", Delivery.WHOLE);
                var smtp = server.connect()) {
            BodySource late = out -> {
                while (!server.conversation().isOver()) {
                    Thread.onSpinWait();
                }
                out.write('x');
            };
            assertThatThrownBy(() -> smtp.send(TO_BOB, late)).isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void server_stops_reading_after_354() throws IOException {
        try (var server = TestServer.playsWithoutVerification("server_stops_reading_after_354", Delivery.WHOLE)) {
            BodySource endless = out -> {
                while (true) {
                    out.write(new byte[8192]);
                }
            };
            assertThat(send(server, Duration.ofMillis(200), endless)).isInstanceOf(DeadlineException.class);
            server.close();
            assertThat(server.clientBytes()).doesNotContain(END_MARK);
        }
    }

    @Test
    void time_that_the_source_takes_is_not_held_against_the_server() throws IOException {
        Duration block = Duration.ofMillis(300);
        try (var server = TestServer.plays("message_expected", Delivery.WHOLE)) {
            assertThat(send(server, block, out -> {
                        out.write('x');
                        LockSupport.parkNanos(block.plusMillis(200).toNanos());
                        out.write('y');
                    }))
                    .isNull();
        }
    }

    private static Throwable send(TestServer server, Duration block, BodySource source) throws IOException {
        var options = server.unencrypted()
                .withTimeouts(
                        SmtpTimeouts.defaults().cappedAt(Duration.ofSeconds(20)).withBlock(block));
        try (var smtp = SmtpClient.connect(server.endpoint(), options)) {
            return catchThrowable(() -> smtp.send(TO_BOB, source));
        }
    }

    @Test
    void close_from_another_thread_ends_a_wait_and_throws_nothing() throws Exception {
        try (var server = TestServer.plays("silent_at_noop", Delivery.WHOLE);
                var smtp = server.connect()) {
            Thread waiting = Thread.ofVirtual().start(() -> swallow(smtp::noop));
            while (!server.conversation().lines().contains("NOOP")) {
                Thread.onSpinWait();
            }
            smtp.close();
            waiting.join();
        }
    }

    /** The mistake of a source that does not mind what its stream throws. */
    private static void swallow(ThrowingCallable code) {
        Throwable ignored = catchThrowable(code);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
