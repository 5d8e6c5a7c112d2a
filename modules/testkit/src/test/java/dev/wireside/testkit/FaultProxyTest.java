package dev.wireside.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.wire.WireScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
    private static final Faults NONE = Faults.none();

    private static final WireScript DIALOGUE = WireScript.parse("""
        S: 220 hi
        C: ONE
        S: 1
        C: TWO
        S: 2
        C: THREE
        S: 3
        """);

    private static FaultProxy to(ScriptedServer server, Faults toServer, Faults toClient) throws IOException {
        return FaultProxy.to(server.host(), server.port(), toServer, toClient);
    }

    private static RawClient connect(FaultProxy proxy) throws IOException {
        return new RawClient(proxy.host(), proxy.port());
    }

    private static ScriptedServer play(String script) throws IOException {
        return ScriptedServer.play(WireScript.parse(script), ServerOptions.defaults());
    }

    @Test
    void without_faults_the_dialogue_passes_and_is_counted() throws Exception {
        var writes = new Writes();
        FaultProxy proxy;
        try (var server = ScriptedServer.play(DIALOGUE)) {
            proxy = FaultProxy.to(server.host(), server.port(), NONE, NONE, writes);
            try (RawClient client = connect(proxy)) {
                client.line();
                for (String command : List.of("ONE", "TWO", "THREE")) {
                    client.send(command + "\r\n");
                    client.line();
                }
                assertThat(client.line()).isNull();
            }
        }
        proxy.close();
        assertThat(proxy.traffic()).containsExactly(new Traffic(1, 17, 8 + 9, 3, true));
        assertThat(writes.events)
                .startsWith("S 220 hi\r\n", "C ONE\r\n", "S 1\r\n")
                .hasSize(7);
    }

    @Test
    void pipelined_commands_are_one_flight_when_there_is_latency() throws Exception {
        Faults slow = NONE.withLatency(Duration.ofMillis(60));
        long start = System.nanoTime();
        try (var server = ScriptedServer.play(DIALOGUE);
                var proxy = to(server, slow, slow)) {
            try (RawClient client = connect(proxy)) {
                assertThat(client.line()).isEqualTo("220 hi\r\n");
                client.send("ONE\r\n").send("TWO\r\n").send("THREE\r\n");
                assertThat(client.rest()).asString().isEqualTo("1\r\n2\r\n3\r\n");
                assertThat(proxy.traffic().get(0).flights()).isOne();
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(180), Duration.ofSeconds(5));
    }

    @Test
    void latency_does_not_throttle() throws Exception {
        long start = System.nanoTime();
        try (var server = play("!body 16MiB\n");
                var proxy = to(server, NONE, NONE.withLatency(Duration.ofMillis(100)));
                RawClient client = connect(proxy)) {
            assertThat(client.rest().length).isGreaterThan(16 << 20);
        }
        // One block at a time, 100 ms each, would take 100 seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(100), Duration.ofSeconds(8));
    }

    @Test
    void bandwidth_spreads_the_bytes_over_time() throws Exception {
        long start = System.nanoTime();
        try (var server = play("!body 20000\n");
                var proxy = to(server, NONE, NONE.withBandwidth(50_000));
                RawClient client = connect(proxy)) {
            assertThat(client.rest().length).isGreaterThan(20_000);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(390), Duration.ofSeconds(5));
    }

    @Test
    void a_split_makes_several_segments_of_one_write() throws Exception {
        var writes = new Writes();
        Faults split = NONE.withSplitAt(4).withSplitAt(7);
        try (var server = play("S: 220 hello");
                var proxy = FaultProxy.to(server.host(), server.port(), NONE, split, writes);
                RawClient client = connect(proxy)) {
            assertThat(client.rest()).asString().isEqualTo("220 hello\r\n");
        }
        assertThat(writes.events).containsExactly("S 220 ", "S hel", "S lo\r\n");
    }

    @Test
    void a_stall_delays_what_follows_and_ends_with_the_proxy() throws Exception {
        long start = System.nanoTime();
        try (var server = play("S: 220 hello");
                var proxy = to(
                        server,
                        NONE,
                        NONE.withStallAt(3, Duration.ofMillis(200)).withStallAt(5, Duration.ofDays(1)));
                RawClient client = connect(proxy)) {
            assertThat(client.read()).isEqualTo("220");
            assertThat(client.read()).isEqualTo(" h");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_half_close_towards_the_client_leaves_the_other_direction_open() throws Exception {
        var server = play("S: 220 hello\nC: QUIT\nS: 221 bye");
        try (server;
                var proxy = to(server, NONE, NONE.withHalfCloseAt(3));
                RawClient client = connect(proxy)) {
            assertThat(client.rest()).asString().isEqualTo("220");
            client.send("QUIT\r\n");
            client.finish();
            server.awaitConversations(1, Duration.ofSeconds(5));
        }
        assertThat(server.conversations().get(0).lines()).containsExactly("QUIT");
    }

    @Test
    void a_half_close_towards_the_server_keeps_its_replies_coming() throws Exception {
        try (var server = play("C: QUIT\nS: 221 bye");
                var proxy = to(server, NONE.withHalfCloseAt(6), NONE);
                RawClient client = connect(proxy)) {
            client.send("QUIT\r\nNOOP\r\n");
            assertThat(client.rest()).asString().isEqualTo("221 bye\r\n");
        }
    }

    @Test
    void a_reset_comes_after_exactly_n_bytes() throws Exception {
        for (int n = 0; n < 12; n++) {
            try (var server = play("S: 220 hello\n!close");
                    var proxy = to(server, NONE, NONE.withResetAt(n));
                    RawClient client = connect(proxy)) {
                assertThat(bytesBeforeReset(client)).isEqualTo(n);
            }
        }
    }

    private static int bytesBeforeReset(RawClient client) throws IOException {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        assertThatThrownBy(() -> {
                    for (String read = client.read(); read != null; read = client.read()) {
                        arrived.writeBytes(read.getBytes(US_ASCII));
                    }
                })
                .isInstanceOf(SocketException.class);
        return arrived.size();
    }

    @Test
    void one_byte_is_damaged_and_no_other() throws Exception {
        for (int place : new int[] {0, 5, 11}) {
            try (var server = play("!bytes 1\nS: 0123456789");
                    var proxy = to(server, NONE, NONE.withCorruptByteAt(place));
                    RawClient client = connect(proxy)) {
                byte[] expected = "0123456789\r\n".getBytes(US_ASCII);
                expected[place] ^= (byte) 0xff;
                assertThat(client.rest()).isEqualTo(expected);
            }
        }
    }

    @Test
    void damage_on_the_way_to_the_server_arrives_there() throws Exception {
        var options = ServerOptions.defaults().withoutVerification();
        var server = ScriptedServer.play(WireScript.parse("C: QUIT"), options);
        try (server;
                var proxy = to(server, NONE.withCorruptByteAt(0), NONE);
                RawClient client = connect(proxy)) {
            client.send("QUIT\r\n");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(new String(server.conversations().get(0).bytes(), ISO_8859_1))
                .isEqualTo((char) ('Q' ^ 0xff) + "UIT\r\n");
    }

    @Test
    void resets_of_the_server_pass_as_resets() throws Exception {
        try (var server = play("S: 220 hi\n!stall 50ms\n!reset");
                var proxy = to(server, NONE, NONE);
                RawClient client = connect(proxy)) {
            assertThat(bytesBeforeReset(client)).isEqualTo(8);
        }
    }

    @Test
    void tls_passes_through() throws Exception {
        try (var server = play("!tls\nS: 220 hi\nC: QUIT\nS: 221 bye");
                var proxy = to(server, NONE.withLatency(Duration.ofMillis(1)), NONE.withSplitAt(100));
                RawClient client = connect(proxy)) {
            client.startTls(TestCertificates.clientContext());
            client.send("QUIT\r\n");
            assertThat(client.rest()).asString().isEqualTo("220 hi\r\n221 bye\r\n");
        }
    }

    @Test
    void several_connections_are_counted_each() throws Exception {
        var server = play("S: 220 hi");
        try (server;
                var proxy = to(server, NONE, NONE)) {
            for (int i = 0; i < 3; i++) {
                try (RawClient client = connect(proxy)) {
                    assertThat(client.rest()).asString().isEqualTo("220 hi\r\n");
                }
            }
            assertThat(proxy.traffic()).extracting(Traffic::toClient).containsExactly(8L, 8L, 8L);
        }
    }

    @Test
    void a_server_that_cannot_be_reached_resets_the_client() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (var proxy = FaultProxy.to("127.0.0.1", nobody, NONE, NONE);
                RawClient client = connect(proxy)) {
            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
            assertThat(proxy.traffic()).isEmpty();
        }
    }

    @Test
    void a_listener_that_throws_on_arrival_resets_the_client_and_keeps_no_socket() throws Exception {
        var broken = new ServerSideListener() {
            @Override
            public void connected(int connection) {
                throw new IllegalStateException("no");
            }
        };
        var options = ServerOptions.defaults().withoutVerification();
        try (var server = ScriptedServer.play(DIALOGUE, options);
                var proxy = FaultProxy.to(server.host(), server.port(), NONE, NONE, broken);
                RawClient client = connect(proxy)) {
            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
            server.awaitConversations(1, Duration.ofSeconds(5));
            assertThat(proxy.traffic()).containsExactly(new Traffic(1, 0, 0, 0, true));
        }
    }

    @Test
    void impossible_faults_are_refused() {
        assertThatThrownBy(() -> NONE.withBandwidth(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NONE.withLatency(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NONE.withResetAt(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
