package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DirectConnectorTest {
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    @Test
    void a_refused_first_address_is_passed_over() throws Exception {
        try (Peer peer = Peer.says("hi\r\n");
                Connection connection = resolving("127.0.0.2", "127.0.0.1").connect(named(peer), soon())) {
            assertThat(connection.peer())
                    .hasToString("/127.0.0.1:" + peer.endpoint().port());
            assertThat(connection.target()).isEqualTo(named(peer));
            assertThat(new LineReader(connection).readLine()).isEqualTo("hi");
        }
    }

    @Test
    void a_first_address_that_says_nothing_is_overtaken() throws Exception {
        List<SocketChannel> opened = new ArrayList<>();
        try (FullBacklog mute = new FullBacklog();
                Peer peer = Peer.says("hi\r\n")) {
            InetSocketAddress answering = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), peer.endpoint().port());
            SocketChannel winner = race(opened).race(List.of(mute.address(), answering));
            assertThat(winner.getRemoteAddress()).isEqualTo(answering);
            assertThat(opened).hasSize(2).filteredOn(SocketChannel::isOpen).containsExactly(winner);
            winner.close();
        }
    }

    @Test
    void nobody_answers_in_time_and_every_attempt_is_closed() throws Exception {
        List<SocketChannel> opened = new ArrayList<>();
        try (FullBacklog mute = new FullBacklog()) {
            HappyEyeballs race = new HappyEyeballs(
                    Endpoint.of("mute.example", 25), AT_ONCE, Deadline.after(Peer.SHORT), WireTap.none(), () -> {
                        opened.add(SocketChannel.open());
                        return opened.getLast();
                    });
            DeadlineException late = catchThrowableOfType(
                    DeadlineException.class, () -> race.race(List.of(mute.address(), mute.address())));
            assertThat(late.clock()).isEqualTo(WireClock.CONNECT);
            assertThat(late.step()).isEqualTo("connecting to mute.example:25");
            assertThat(opened).hasSize(2).noneMatch(SocketChannel::isOpen);
        }
    }

    @Test
    void all_refused_and_each_is_listed() throws Exception {
        int port = freePort();
        ConnectFailedException failed = catchThrowableOfType(
                ConnectFailedException.class,
                () -> resolving("127.0.0.2", "127.0.0.3", "::1").connect(Endpoint.of("dead.example", port), soon()));
        assertThat(failed.target()).isEqualTo(Endpoint.of("dead.example", port));
        assertThat(failed)
                .hasMessageContaining("no connection to dead.example:" + port)
                .hasMessageContaining("127.0.0.2 port " + port)
                .hasMessageContaining("127.0.0.3 port " + port)
                .hasMessageContaining("0:0:0:0:0:0:0:1 port " + port);
        assertThat(failed.getSuppressed()).hasSize(3);
    }

    @Test
    void ipv6_loopback_by_its_address() throws Exception {
        try (Peer peer = Peer.at(all("::1").getFirst(), socket -> Peer.send(socket, "hi\r\n"))) {
            Endpoint target = Endpoint.of("::1", peer.endpoint().port());
            try (Connection connection = Connector.direct().connect(target, soon())) {
                assertThat(new LineReader(connection).readLine()).isEqualTo("hi");
            }
        }
    }

    @Test
    void an_unknown_host_is_told_by_name() {
        Connector connector = Connector.direct().withResolver(host -> {
            throw new UnknownHostException(host + ": no such name");
        });
        assertThatThrownBy(() -> connector.connect(Endpoint.of("nowhere.invalid", 25), soon()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("\"nowhere.invalid\" is unknown")
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void a_resolver_that_fails_or_finds_nothing_is_a_failed_connection() {
        Connector failing = Connector.direct().withResolver(host -> {
            throw new IllegalStateException("the resolver is broken");
        });
        Connector empty = Connector.direct().withResolver(host -> List.of());
        for (Connector connector : List.of(failing, empty)) {
            assertThatThrownBy(() -> connector.connect(Endpoint.of("a.example", 25), soon()))
                    .isInstanceOf(ConnectFailedException.class);
        }
    }

    @Test
    void a_lookup_that_hangs_is_left_alone_at_the_deadline() {
        CountDownLatch over = new CountDownLatch(1);
        Connector connector = Connector.direct().withResolver(host -> {
            while (over.getCount() > 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            return List.of();
        });
        DeadlineException late = catchThrowableOfType(
                DeadlineException.class,
                () -> connector.connect(Endpoint.of("slow.example", 25), Deadline.after(Peer.SHORT)));
        over.countDown();
        assertThat(late.clock()).isEqualTo(WireClock.CONNECT);
        assertThat(late.step()).isEqualTo("looking up slow.example");
    }

    @Test
    void an_interrupt_ends_a_lookup_and_a_connect_and_the_flag_stays() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Connector hanging = Connector.direct().withResolver(host -> {
            try {
                over.await();
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        });
        try (FullBacklog mute = new FullBacklog()) {
            Connector toMute = Connector.direct().withResolver(host -> List.of(mute.address.getAddress()));
            for (Connector connector : List.of(hanging, toMute)) {
                AtomicBoolean flag = new AtomicBoolean();
                Throwable[] thrown = new Throwable[1];
                Thread thread = Thread.ofVirtual().start(() -> {
                    thrown[0] = catchThrowableOfType(
                            AbortedException.class,
                            () -> connector.connect(
                                    Endpoint.of("slow.example", mute.address.getPort()), Deadline.after(Peer.LONG)));
                    flag.set(Thread.currentThread().isInterrupted());
                });
                while (thread.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                thread.interrupt();
                thread.join();
                assertThat(thrown[0]).isInstanceOf(AbortedException.class).hasMessageContaining("an interrupt");
                assertThat(flag).isTrue();
            }
        } finally {
            over.countDown();
        }
    }

    @Test
    void socket_options_and_the_local_address_are_set_before_connecting() throws Exception {
        List<SocketChannel> seen = new ArrayList<>();
        try (Peer peer = Peer.says("hi\r\n")) {
            DirectConnector connector = Connector.direct()
                    .withSocketOptions(SocketOptions.defaults().withKeepAlive(true))
                    .withLocalAddress(InetAddress.getByName("127.0.0.3"));
            try (Connection connection = connector.connect(peer.endpoint(), soon())) {
                assertThat(connection.local().toString()).startsWith("/127.0.0.3:");
                var field = Connection.class.getDeclaredField("channel");
                field.setAccessible(true);
                seen.add((SocketChannel) field.get(connection));
                assertThat(seen.getFirst().getOption(StandardSocketOptions.SO_KEEPALIVE))
                        .isTrue();
            }
        }
    }

    @Test
    void families_take_turns_beginning_with_ipv6_whatever_the_resolver_put_first() throws Exception {
        assertThat(interleaved("::1", "::2", "1.1.1.1", "::3", "2.2.2.2", "3.3.3.3", "4.4.4.4"))
                .containsExactly("::1", "1.1.1.1", "::2", "2.2.2.2", "::3", "3.3.3.3", "4.4.4.4");
        assertThat(interleaved("1.1.1.1", "2.2.2.2", "::1")).containsExactly("::1", "1.1.1.1", "2.2.2.2");
        assertThat(interleaved("1.1.1.1")).containsExactly("1.1.1.1");
        assertThat(interleaved()).isEmpty();
    }

    private static List<String> interleaved(String... addresses) throws UnknownHostException {
        return HappyEyeballs.interleave(all(addresses)).stream()
                .map(address -> address.getHostAddress().replace("0:0:0:0:0:0:0:", "::"))
                .toList();
    }

    private static List<InetAddress> all(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return all;
    }

    private static Connector resolving(String... addresses) throws UnknownHostException {
        List<InetAddress> all = all(addresses);
        return Connector.direct().withResolver(host -> all);
    }

    private static HappyEyeballs race(List<SocketChannel> opened) {
        return new HappyEyeballs(Endpoint.of("a.example", 25), AT_ONCE, soon(), WireTap.none(), () -> {
            opened.add(SocketChannel.open());
            return opened.getLast();
        });
    }

    private static Endpoint named(Peer peer) {
        return Endpoint.of("some.example", peer.endpoint().port());
    }

    private static Deadline soon() {
        return Deadline.after(Peer.LONG);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** A port whose queue of connections is full: a further SYN is dropped, as if by a firewall. */
    private static final class FullBacklog implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.4"));
        private final List<SocketChannel> waiting = new ArrayList<>();
        private final InetSocketAddress address =
                new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());

        FullBacklog() throws IOException {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(address);
                waiting.add(channel);
            }
        }

        InetSocketAddress address() {
            return address;
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
            listening.close();
        }
    }
}
