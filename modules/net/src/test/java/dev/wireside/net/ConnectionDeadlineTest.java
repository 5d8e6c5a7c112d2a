package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.testkit.ServerCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every wait ends when its clock does, whatever the peer does or leaves out. */
@Timeout(30)
class ConnectionDeadlineTest {
    private static final byte[] BLOCK = new byte[64 * 1024];

    @Test
    void the_peer_never_answers() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            DeadlineException late = expires(
                    connection, WireClock.REPLY, () -> connection.input().read());
            assertThat(late.clock()).isEqualTo(WireClock.REPLY);
            assertThat(late.limit()).isEqualTo(Peer.SHORT);
            assertThat(late.step()).isEqualTo("the step");
            assertThat(late).hasMessageContaining("reply clock (150 ms) ran out during the step");
            assertThat(connection.isOpen()).isFalse();
            assertThatThrownBy(() -> connection.within(WireClock.REPLY, Peer.LONG, "the next step"))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("the step");
        }
    }

    @Test
    void the_peer_does_not_take_what_is_written() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            DeadlineException late = expires(connection, WireClock.REPLY, () -> writeForEver(connection));
            assertThat(late.step()).isEqualTo("the step");
        }
    }

    @Test
    void the_peer_trickles() throws Exception {
        try (Peer peer = Peer.that(ConnectionDeadlineTest::trickle);
                Connection connection = peer.connect()) {
            expires(connection, WireClock.REPLY, () -> new LineReader(connection).readLine());
        }
    }

    @Test
    void the_peer_falls_silent_in_tls() throws Exception {
        try (Peer peer = Peer.tls(
                        ServerCertificate.VALID,
                        socket -> socket.getInputStream().read());
                Connection connection = peer.connectTls()) {
            expires(connection, WireClock.REPLY, () -> connection.input().read());
        }
    }

    @Test
    void the_peer_does_not_take_what_is_written_in_tls() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> over.await());
                Connection connection = peer.connectTls()) {
            expires(connection, WireClock.REPLY, () -> writeForEver(connection));
        } finally {
            over.countDown();
        }
    }

    @Test
    void the_peer_falls_silent_in_the_tls_handshake() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            DeadlineException late = catchThrowableOfType(
                    DeadlineException.class, () -> connection.upgradeToTls(Tls.defaults(), Deadline.after(Peer.SHORT)));
            assertThat(late.clock()).isEqualTo(WireClock.CONNECT);
            assertThat(late.step()).isEqualTo("the TLS handshake");
        }
    }

    @Test
    void a_virtual_thread_is_woken_as_well() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            Throwable[] thrown = new Throwable[1];
            Thread.ofVirtual()
                    .start(() -> thrown[0] = catchThrowableOfType(DeadlineException.class, () -> {
                        try (Step step = connection.within(WireClock.REPLY, Peer.SHORT, "the step")) {
                            writeForEver(connection);
                        }
                    }))
                    .join();
            assertThat(thrown[0]).isInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void the_idle_clock_starts_anew_with_what_moves() throws Exception {
        Duration idle = Duration.ofSeconds(1);
        try (Peer peer = Peer.that(socket -> {
                    for (int i = 0; i < 30; i++) {
                        Peer.send(socket, "x");
                        pause(50);
                    }
                    Peer.send(socket, "\r\n");
                    socket.getInputStream().read();
                });
                Connection connection = peer.connect()) {
            long start = Deadline.now();
            try (Step step = connection.within(WireClock.IDLE, idle, "a slow body")) {
                assertThat(new LineReader(connection).readLine()).isEqualTo("x".repeat(30));
                assertThat(Deadline.now() - start).isGreaterThan(idle.toNanos());
                DeadlineException late = catchThrowableOfType(
                        DeadlineException.class, () -> connection.input().read());
                assertThat(late.clock()).isEqualTo(WireClock.IDLE);
            }
        }
    }

    @Test
    void the_session_ends_a_step_that_has_longer() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            connection.limitSession(Deadline.after(WireClock.SESSION, Peer.SHORT));
            try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "the step")) {
                DeadlineException late = catchThrowableOfType(
                        DeadlineException.class, () -> connection.input().read());
                assertThat(late.clock()).isEqualTo(WireClock.SESSION);
                assertThat(late.limit()).isEqualTo(Peer.SHORT);
            }
        }
    }

    @Test
    void the_session_ends_a_body_that_never_stops_moving() throws Exception {
        try (Peer peer = Peer.that(ConnectionDeadlineTest::trickle);
                Connection connection = peer.connect()) {
            connection.limitSession(Deadline.after(WireClock.SESSION, Duration.ofMillis(1500)));
            try (Step step = connection.within(WireClock.IDLE, Duration.ofSeconds(1), "an endless body")) {
                DeadlineException late =
                        catchThrowableOfType(DeadlineException.class, () -> new LineReader(connection).readLine());
                assertThat(late.clock()).isEqualTo(WireClock.SESSION);
            }
        }
    }

    @Test
    void a_socket_that_lingers_does_not_hold_up_the_others() throws Exception {
        SocketOptions lingering =
                SocketOptions.defaults().withLinger(Duration.ofSeconds(60)).withSendBuffer(8192);
        try (Peer peer = Peer.silent();
                Connection connection = Connector.direct()
                        .withSocketOptions(lingering)
                        .connect(peer.endpoint(), Deadline.after(Peer.LONG));
                Connection other = peer.connect()) {
            expires(connection, WireClock.REPLY, () -> writeForEver(connection));
            expires(other, WireClock.REPLY, () -> other.input().read());
        }
    }

    @Test
    void a_step_without_time_is_refused_and_the_connection_stays() throws Exception {
        try (Peer peer = Peer.says("hi\r\n");
                Connection connection = peer.connect()) {
            assertThatThrownBy(() -> connection.within(WireClock.REPLY, Duration.ZERO, "a step"))
                    .isInstanceOf(IllegalArgumentException.class);
            try (Step step = connection.within(WireClock.REPLY, Duration.ofSeconds(Long.MAX_VALUE), "a step")) {
                assertThat(new LineReader(connection).readLine()).isEqualTo("hi");
            }
        }
    }

    @Test
    void a_closed_connection_leaves_the_watchdog() throws Exception {
        try (Peer peer = Peer.says("hi\r\n");
                Connection connection = peer.connect()) {
            try (Step step = connection.within(WireClock.REPLY, Duration.ofHours(1), "a step")) {
                assertThat(((Guard) step).nextLook).isNotEqualTo(Guard.NONE);
            }
            Step step = connection.within(WireClock.REPLY, Duration.ofHours(1), "a step");
            step.close();
            connection.close();
            assertThat(((Guard) step).nextLook).isEqualTo(Guard.NONE);
        }
    }

    /** What a test does with a connection. */
    private interface Action {
        void run() throws IOException;
    }

    private static DeadlineException expires(Connection connection, WireClock clock, Action action) throws IOException {
        try (Step step = connection.within(clock, Peer.SHORT, "the step")) {
            return catchThrowableOfType(DeadlineException.class, action::run);
        }
    }

    private static void writeForEver(Connection connection) throws IOException {
        while (true) {
            connection.output().write(BLOCK);
        }
    }

    private static void trickle(java.net.Socket socket) throws Exception {
        while (true) {
            Peer.send(socket, "x");
            pause(10);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        if (new CountDownLatch(1).await(millis, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }
}
