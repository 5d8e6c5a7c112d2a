package dev.wireside.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.codec.WireText;
import dev.wireside.testkit.ServerCertificate;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ConnectionTest {
    private static final byte[] BLOCK = new byte[64 * 1024];

    /** What a test does with a connection. */
    private interface Action {
        void run(Connection connection) throws IOException;
    }

    private static final Action READ = connection -> connection.input().read();
    private static final Action WRITE = connection -> {
        while (true) {
            connection.output().write(BLOCK);
        }
    };

    @Test
    void abort_from_another_thread_ends_a_read_and_a_write() throws Exception {
        for (Action action : List.of(READ, WRITE)) {
            try (Peer peer = Peer.silent();
                    Connection connection = peer.connect()) {
                Waiting waiting = Waiting.on(connection, action, false);
                Thread.ofPlatform().name("impatient").start(connection::abort).join();
                assertThat(waiting.thrown()).isInstanceOfSatisfying(AbortedException.class, aborted -> {
                    assertThat(aborted.by()).isEqualTo("thread \"impatient\"");
                    assertThat(aborted.step()).isEqualTo("the step");
                });
                assertThat(connection.isOpen()).isFalse();
                assertThatThrownBy(() -> connection.within(WireClock.REPLY, Peer.LONG, "the next"))
                        .isInstanceOf(AbortedException.class);
                connection.abort();
            }
        }
    }

    @Test
    void abort_ends_a_read_and_a_write_in_tls() throws Exception {
        for (Action action : List.of(READ, WRITE)) {
            CountDownLatch over = new CountDownLatch(1);
            try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> over.await());
                    Connection connection = peer.connectTls()) {
                Waiting waiting = Waiting.on(connection, action, false);
                connection.abort();
                assertThat(waiting.thrown()).isInstanceOf(AbortedException.class);
            } finally {
                over.countDown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_interrupt_ends_the_wait_and_the_flag_stays(boolean virtual) throws Exception {
        for (Action action : List.of(READ, WRITE)) {
            try (Peer peer = Peer.silent();
                    Connection connection = peer.connect()) {
                Waiting waiting = Waiting.on(connection, action, virtual);
                waiting.thread.interrupt();
                assertThat(waiting.thrown())
                        .isInstanceOf(AbortedException.class)
                        .hasMessageContaining("the step was aborted by an interrupt");
                assertThat(waiting.interrupted).isTrue();
                assertThat(connection.isOpen()).isFalse();
            }
        }
    }

    @Test
    void a_close_on_another_thread_does_not_look_like_the_end_of_the_stream() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            Waiting waiting = Waiting.on(connection, READ, false);
            connection.close();
            // An illegal state when the close came before the read.
            assertThat(waiting.thrown())
                    .isInstanceOfAny(AbortedException.class, IllegalStateException.class)
                    .message()
                    .containsAnyOf("a close on another thread", "the connection is closed");
        }
    }

    @Test
    void the_peer_closes_in_order_between_two_bytes() throws Exception {
        try (Peer peer = Peer.that(socket -> Peer.send(socket, "ab"));
                Connection connection = peer.connect()) {
            assertThat(connection.input().readAllBytes()).isEqualTo("ab".getBytes(US_ASCII));
            assertThat(connection.input().read()).isEqualTo(-1);
            assertThat(connection.input().received()).isEqualTo(2);
        }
    }

    @Test
    void the_peer_closes_in_the_middle_of_a_line() throws Exception {
        try (Peer peer = Peer.that(socket -> Peer.send(socket, "220 he"));
                Connection connection = peer.connect()) {
            try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "the greeting")) {
                assertThatThrownBy(() -> new LineReader(connection).readLine())
                        .isInstanceOfSatisfying(ConnectionLostException.class, lost -> {
                            assertThat(lost.step()).isEqualTo("the greeting");
                            assertThat(lost.bytesReceived()).isEqualTo(6);
                        });
            }
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void the_peer_says_why_and_hangs_up_while_we_write() throws Exception {
        try (Peer peer = Peer.that(socket -> {
                    Peer.line(socket);
                    Peer.send(socket, "552 5.3.4 too big\r\n");
                    socket.setSoLinger(true, 0);
                });
                Connection connection = peer.connect()) {
            connection.output().line(WireText.of("a line"));
            byte[] block = new byte[64 * 1024];
            assertThatThrownBy(() -> {
                        while (true) {
                            connection.output().write(block);
                        }
                    })
                    .isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void what_the_peer_said_before_it_hung_up_on_our_writing_is_told() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        try (Peer peer = Peer.that(socket -> {
                    Peer.send(socket, "552 5.3.4 too big\r\n");
                    socket.shutdownOutput();
                    said.countDown();
                });
                Connection connection = peer.connect()) {
            said.await();
            byte[] block = new byte[64 * 1024];
            assertThatThrownBy(() -> {
                        while (true) {
                            connection.output().write(block);
                        }
                    })
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.lastWords()).isEqualTo("552 5.3.4 too big\\r\\n"))
                    .hasMessageContaining("the peer's last words were \"552 5.3.4 too big");
        }
    }

    @Test
    void the_peer_resets_the_connection() throws Exception {
        try (Peer peer = Peer.that(socket -> {
                    socket.setSoLinger(true, 0);
                    socket.getInputStream().read();
                });
                Connection connection = peer.connect()) {
            connection.output().write('x');
            assertThatThrownBy(() -> connection.input().read())
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("reset")
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void two_threads_on_one_connection_are_told_of_each_other() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            Waiting waiting = Waiting.on(connection, READ, false);
            for (Action action : List.<Action>of(
                    READ,
                    c -> {
                        c.output().write('x');
                        c.output().flush();
                    },
                    c -> c.within(WireClock.REPLY, Peer.LONG, "another step"))) {
                assertThatThrownBy(() -> action.run(connection))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(waiting.thread.getName())
                        .hasMessageContaining(Thread.currentThread().toString())
                        .hasMessageContaining("the step");
            }
            connection.abort();
            assertThat(waiting.thrown()).isInstanceOf(AbortedException.class);
        }
    }

    @Test
    void a_connection_may_wander_from_thread_to_thread() throws Exception {
        try (Peer peer = Peer.says("a\r\nb\r\n");
                Connection connection = peer.connect()) {
            LineReader lines = new LineReader(connection);
            assertThat(lines.readLine()).isEqualTo("a");
            AtomicReference<String> second = new AtomicReference<>();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            second.set(lines.readLine());
                        } catch (IOException failed) {
                            second.set(failed.toString());
                        }
                    })
                    .join();
            assertThat(second).hasValue("b");
        }
    }

    @Test
    void a_closed_connection_cannot_be_used_and_gives_out_nothing() throws Exception {
        try (Peer peer = Peer.says("a\r\nb\r\n")) {
            Connection connection = peer.connect();
            LineReader lines = new LineReader(connection);
            lines.readLine();
            connection.close();
            connection.close();
            assertThat(connection.isOpen()).isFalse();
            for (Action action : List.<Action>of(
                    READ,
                    c -> lines.readLine(),
                    c -> {
                        c.output().write('x');
                        c.output().flush();
                    },
                    c -> c.within(WireClock.REPLY, Peer.LONG, "a step"),
                    c -> c.upgradeToTls(Tls.defaults(), Deadline.after(Peer.LONG)),
                    c -> c.shutdownOutput())) {
                assertThatThrownBy(() -> action.run(connection))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed");
            }
        }
    }

    @Test
    void a_dead_connection_gives_out_nothing_of_what_came_behind_the_violation() throws Exception {
        try (Peer peer = Peer.says("a\nb\r\nc\r\n");
                Connection connection = peer.connect()) {
            LineReader lines = new LineReader(connection);
            assertThatThrownBy(lines::readLine).isInstanceOf(ProtocolViolationException.class);
            assertThat(connection.input().available()).isZero();
            assertThatThrownBy(lines::readLine)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("dead");
        }
    }

    @Test
    void closing_within_a_step_does_not_throw() throws Exception {
        try (Peer peer = Peer.tls(
                        ServerCertificate.VALID,
                        socket -> socket.getInputStream().read());
                Connection connection = peer.connectTls()) {
            try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "the step")) {
                connection.close();
            }
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void reading_sends_first_what_waits_to_be_sent_in_one_write() throws Exception {
        BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();
        try (Peer peer = Peer.that(socket -> {
                    reads.add(socket.getInputStream().read(new byte[1000]));
                    Peer.send(socket, "ok\r\n");
                });
                Connection connection = peer.connect()) {
            connection.output().line(WireText.of("MAIL"));
            connection.output().line(WireText.of("RCPT"));
            connection.output().line(WireText.of("DATA"));
            assertThat(new LineReader(connection).readLine()).isEqualTo("ok");
            assertThat(reads.take()).isEqualTo(18);
        }
    }

    @Test
    void closing_does_not_send_what_nobody_has_flushed() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Peer.Manner collect =
                socket -> received.add(new String(socket.getInputStream().readAllBytes(), US_ASCII));
        try (Peer plain = Peer.that(collect);
                Peer tls = Peer.tls(ServerCertificate.VALID, collect)) {
            for (Connection connection : List.of(plain.connect(), tls.connectTls())) {
                connection.output().write("sent\r\n".getBytes(US_ASCII));
                connection.output().flush();
                connection.output().write(".\r\n".getBytes(US_ASCII));
                connection.close();
                assertThat(received.take()).isEqualTo("sent\r\n");
            }
        }
    }

    @Test
    void after_the_end_of_our_side_the_peers_can_still_be_read() throws Exception {
        Peer.Manner echo =
                socket -> socket.getOutputStream().write(socket.getInputStream().readAllBytes());
        try (Peer plain = Peer.that(echo);
                Peer tls = Peer.tls(ServerCertificate.VALID, echo)) {
            for (Connection connection : List.of(plain.connect(), tls.connectTls())) {
                try (connection) {
                    connection.output().write("abc".getBytes(US_ASCII));
                    connection.shutdownOutput();
                    assertThat(connection.input().readAllBytes()).isEqualTo("abc".getBytes(US_ASCII));
                }
            }
        }
    }

    @Test
    void an_idle_connection_holds_no_buffer() throws Exception {
        Peer.Manner talk = socket -> {
            while (true) {
                Peer.line(socket);
                Peer.send(socket, "250 ok\r\n");
            }
        };
        try (Peer plain = Peer.that(talk);
                Peer tls = Peer.tls(ServerCertificate.VALID, talk);
                Connection inClear = plain.connect();
                Connection secured = tls.connectTls()) {
            for (Connection connection : List.of(inClear, secured)) {
                LineReader lines = new LineReader(connection);
                try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "a step")) {
                    connection.output().line(WireText.of("NOOP"));
                    lines.readLine();
                    assertThat(held(connection)).isPositive();
                }
                assertThat(held(connection)).isZero();
            }
        }
    }

    @Test
    void a_deadline_that_does_not_fire_allocates_nothing() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            int steps = 20_000;
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < steps; i++) {
                    try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "a step")) {
                        assert step != null;
                    }
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            // The measuring itself allocates a little; a single object per step would be 320,000 bytes at least.
            assertThat(allocated).isLessThan(steps);
        }
    }

    @Test
    void only_a_connected_blocking_channel_makes_a_connection() throws Exception {
        Endpoint target = Endpoint.of("localhost", 25);
        try (Peer peer = Peer.silent();
                SocketChannel unconnected = SocketChannel.open();
                SocketChannel polled = SocketChannel.open()) {
            assertThatThrownBy(() -> Connection.over(unconnected, target, WireTap.none()))
                    .isInstanceOf(IllegalArgumentException.class);
            polled.connect(new java.net.InetSocketAddress(
                    peer.endpoint().host(), peer.endpoint().port()));
            polled.configureBlocking(false);
            assertThatThrownBy(() -> Connection.over(polled, target, WireTap.none()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_connection_knows_both_ends() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            assertThat(connection.target()).isEqualTo(peer.endpoint());
            assertThat(connection.peer()).hasToString("/" + peer.endpoint());
            assertThat(connection.local().toString()).startsWith("/127.0.0.1:");
            assertThat(connection.tls()).isEmpty();
            assertThat(connection.channelBinding()).isEmpty();
        }
    }

    private static int held(Connection connection) throws ReflectiveOperationException {
        Object transport = field(connection, "transport");
        return capacity(field(connection.input(), "buffer"))
                + capacity(field(connection.output(), "buffer"))
                + (transport instanceof TlsTransport ? capacity(field(transport, "arrived")) : 0);
    }

    private static int capacity(Object buffer) {
        return buffer == null ? 0 : ((ByteBuffer) buffer).capacity();
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** A thread in a step. */
    private static final class Waiting {
        private final AtomicReference<Throwable> thrown = new AtomicReference<>();
        private final CountDownLatch inStep = new CountDownLatch(1);
        private volatile boolean interrupted;
        private Thread thread;

        static Waiting on(Connection connection, Action action, boolean virtual) throws InterruptedException {
            Waiting waiting = new Waiting();
            Runnable body = () -> {
                waiting.thrown.set(catchThrowable(() -> {
                    try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "the step")) {
                        waiting.inStep.countDown();
                        action.run(connection);
                    }
                }));
                waiting.interrupted = Thread.currentThread().isInterrupted();
            };
            waiting.thread = virtual
                    ? Thread.ofVirtual().name("waiting").start(body)
                    : Thread.ofPlatform().name("waiting").start(body);
            waiting.inStep.await();
            return waiting;
        }

        Throwable thrown() throws InterruptedException {
            thread.join();
            return thrown.get();
        }
    }
}
