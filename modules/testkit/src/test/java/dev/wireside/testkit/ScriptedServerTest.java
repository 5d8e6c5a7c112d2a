package dev.wireside.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.wire.WireBody;
import dev.wireside.codec.wire.WireScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ScriptedServerTest {
    private static final WireScript DIALOGUE = WireScript.parse("""
        # dialect: smtp
        S: 220 mail.example.org
        C~ (EHLO|HELO) .+
        S: 250-mail.example.org
        S: 250 SIZE
        C: QUIT
        S: 221 bye
        """);

    @ParameterizedTest
    @EnumSource
    void the_client_gets_the_same_bytes_however_they_are_delivered(Delivery delivery) throws Exception {
        var server = ScriptedServer.play(DIALOGUE, ServerOptions.defaults().withDelivery(delivery));
        try (server;
                RawClient client = new RawClient(server)) {
            assertThat(client.line()).isEqualTo("220 mail.example.org\r\n");
            client.send("EHLO me\r\n");
            assertThat(client.line()).isEqualTo("250-mail.example.org\r\n");
            assertThat(client.line()).isEqualTo("250 SIZE\r\n");
            client.send("QUIT\r\n");
            assertThat(client.line()).isEqualTo("221 bye\r\n");
            assertThat(client.line()).isNull();
        }
        Conversation heard = server.conversations().get(0);
        assertThat(heard.lines()).containsExactly("EHLO me", "QUIT");
        assertThat(heard.bytes()).isEqualTo("EHLO me\r\nQUIT\r\n".getBytes(US_ASCII));
        assertThat(heard.serverBytes()).isEqualTo(22 + 22 + 10 + 9);
        assertThat(heard.isOver()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_chunk_is_as_long_as_its_line_says_and_may_hold_what_looks_like_commands(Delivery delivery) throws Exception {
        var script = WireScript.parse("""
            !on BDAT \\d+
              !chunk
              S: 250 more
            !on BDAT \\d+ LAST
              !chunk
              S: 250 taken
            !on QUIT
              S: 221 bye
              !close
            """);
        var server = ScriptedServer.play(script, ServerOptions.defaults().withDelivery(delivery));
        try (server;
                RawClient client = new RawClient(server)) {
            client.send("BDAT 8\r\nQUIT\r\n.\nBDAT 0\r\nBDAT 3 LAST\r\nabcQUIT\r\n");
            assertThat(client.line()).isEqualTo("250 more\r\n");
            assertThat(client.line()).isEqualTo("250 more\r\n");
            assertThat(client.line()).isEqualTo("250 taken\r\n");
            assertThat(client.line()).isEqualTo("221 bye\r\n");
        }
        assertThat(server.conversations().get(0).bodies())
                .extracting(ClientBody::text)
                .containsExactly("QUIT\r\n.\n", "", "abc");
    }

    @Test
    void a_chunk_without_a_size_is_reported() throws Exception {
        var server = ScriptedServer.play(WireScript.parse("C: BDAT\n!chunk"), ServerOptions.defaults());
        try (RawClient client = new RawClient(server)) {
            client.send("BDAT\r\n");
            assertThat(client.line()).isNull();
        }
        assertThatThrownBy(server::close).hasMessageContaining("no size of a chunk stands in  C: BDAT");
    }

    @Test
    void bytewise_delivery_really_makes_small_reads() throws Exception {
        var server = ScriptedServer.play(
                WireScript.parse("S: " + "x".repeat(500)),
                ServerOptions.defaults().withDelivery(Delivery.BYTEWISE));
        try (server;
                RawClient client = new RawClient(server)) {
            int reads = 0;
            for (String read = client.read(); read != null; read = client.read()) {
                reads++;
            }
            assertThat(reads).isGreaterThan(5);
        }
    }

    @Test
    void coalesced_delivery_glues_the_replies_to_pipelined_lines_together() throws Exception {
        WireScript script = WireScript.parse("""
            C: ONE
            S: 1
            C: TWO
            S: 2
            C: THREE
            S: 3
            """);
        var writes = new Writes();
        var options = ServerOptions.defaults().withDelivery(Delivery.COALESCED).withListener(writes);
        try (var server = ScriptedServer.play(script, options);
                RawClient client = new RawClient(server)) {
            client.send("ONE\r\nTWO\r\n");
            assertThat(client.line()).isEqualTo("1\r\n");
            assertThat(client.line()).isEqualTo("2\r\n");
            client.send("THREE\r\n");
            assertThat(client.line()).isEqualTo("3\r\n");
            assertThat(client.line()).isNull();
        }
        assertThat(writes.events).containsExactly("C ONE\r\nTWO\r\n", "S 1\r\n2\r\n", "C THREE\r\n", "S 3\r\n");
    }

    @Test
    void whole_delivery_writes_each_run_of_server_lines_at_once() throws Exception {
        var writes = new Writes();
        try (var server = ScriptedServer.play(DIALOGUE, ServerOptions.defaults().withListener(writes));
                RawClient client = new RawClient(server)) {
            client.send("EHLO me\r\nQUIT\r\n");
            client.rest();
        }
        assertThat(writes.events)
                .containsSubsequence("S 250-mail.example.org\r\n250 SIZE\r\n", "S 221 bye\r\n")
                .contains("S 220 mail.example.org\r\n");
    }

    @Test
    void a_wrong_line_is_reported_with_the_line_of_the_script() throws Exception {
        var server = ScriptedServer.play(DIALOGUE);
        try (RawClient client = new RawClient(server)) {
            client.line();
            client.send("EHLO me\r\nNOOP\r\n");
            assertThat(client.rest()).asString().endsWith("250 SIZE\r\n");
        }
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("connection 1 left the script at line 6")
                .hasMessageContaining("    5  S: 250 SIZE")
                .hasMessageContaining("->    6  C: QUIT")
                .hasMessageContaining("the client sent  C: NOOP");
        server.close();
    }

    @Test
    void a_bare_lf_ends_no_line() throws Exception {
        var options = ServerOptions.defaults().withPatience(Duration.ofMillis(200));
        var server = ScriptedServer.play(WireScript.parse("C: QUIT"), options);
        try (RawClient client = new RawClient(server)) {
            client.send("QUIT\n");
            assertThat(client.line()).isNull();
        }
        assertThatThrownBy(server::close).hasMessageContaining("the client was waited for in vain; unread is  QUIT\\n");
    }

    @Test
    void a_client_that_leaves_too_early_is_reported() throws Exception {
        var server = ScriptedServer.play(DIALOGUE);
        new RawClient(server).close();
        assertThatThrownBy(server::close).hasMessageContaining("at line 3");
    }

    @Test
    void a_client_is_accepted_while_all_virtual_threads_are_busy() throws Exception {
        var busy = new AtomicBoolean(true);
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofVirtual().start(() -> {
                while (busy.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        var server = ScriptedServer.play(DIALOGUE);
        try {
            new RawClient(server).close();
            long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (server.conversations().isEmpty() && System.nanoTime() < until) {
                Thread.sleep(1);
            }
            assertThat(server.conversations()).hasSize(1);
        } finally {
            busy.set(false);
        }
        assertThatThrownBy(server::close).hasMessageContaining("at line 3");
    }

    @Test
    void a_listener_that_throws_at_the_end_is_reported() throws Exception {
        var broken = new ServerSideListener() {
            @Override
            public void closed(int connection) {
                throw new IllegalStateException("no");
            }
        };
        var server = ScriptedServer.play(
                WireScript.parse("S: hi"), ServerOptions.defaults().withListener(broken));
        assertThat(all(server)).isEqualTo("hi\r\n");
        assertThatThrownBy(server::close).hasMessageContaining("the listener of connection 1 failed");
        assertThat(server.conversations().getFirst().isOver()).isTrue();
    }

    @Test
    void a_client_that_leaves_before_the_last_reply_has_followed_the_script() throws Exception {
        try (var server = ScriptedServer.play(DIALOGUE);
                RawClient client = new RawClient(server)) {
            client.send("EHLO me\r\nQUIT\r\n");
        }
    }

    @Test
    void a_client_that_goes_on_after_the_end_of_the_script_is_reported() throws Exception {
        var server = ScriptedServer.play(WireScript.parse("S: 220 hi"));
        try (RawClient client = new RawClient(server)) {
            client.line();
            client.send("EHLO me\r\n");
        }
        assertThatThrownBy(server::close).hasMessageContaining("the client still sent EHLO me\\r\\n");
    }

    @Test
    void after_close_nobody_minds_what_the_client_still_sends() throws Exception {
        try (var server = ScriptedServer.play(WireScript.parse("S: 421 busy\n!close"));
                RawClient client = new RawClient(server)) {
            client.send("EHLO me\r\nQUIT\r\n");
            assertThat(client.rest()).asString().isEqualTo("421 busy\r\n");
        }
    }

    @Test
    void a_reset_reaches_the_client_as_an_error() throws Exception {
        try (var server = ScriptedServer.play(WireScript.parse("S: 220 hi\nC: EHLO me\n!reset"));
                RawClient client = new RawClient(server)) {
            assertThat(client.line()).isEqualTo("220 hi\r\n");
            client.send("EHLO me\r\n");
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void rules_answer_in_any_order_until_the_connection_ends() throws Exception {
        WireScript script = WireScript.parse("""
            S: 220 hi
            !on (?i)mail from:.*
              S: 250 sender ok
            !on (?i)data
              S: 354 go on
              !until .
              S: 250 accepted
            !on (?i)quit
              S: 221 bye
              !close
            !on .*
              S: 500 unknown
            """);
        var server = ScriptedServer.play(script);
        try (server;
                RawClient client = new RawClient(server)) {
            client.send("Hm\r\ndata\r\nSubject: hi\r\n\r\n..dot\r\n.\r\nMAIL FROM:<a@b>\r\nQUIT\r\n");
            assertThat(client.rest())
                    .asString()
                    .isEqualTo("220 hi\r\n500 unknown\r\n354 go on\r\n250 accepted\r\n250 sender ok\r\n221 bye\r\n");
        }
        Conversation heard = server.conversations().get(0);
        assertThat(heard.lines()).containsExactly("Hm", "data", "MAIL FROM:<a@b>", "QUIT");
        assertThat(heard.bodies().get(0).text()).isEqualTo("Subject: hi\r\n\r\n..dot\r\n");
        assertThat(heard.bodies().get(0).message()).asString().isEqualTo("Subject: hi\r\n\r\n.dot\r\n");
        assertThat(heard.bodies().get(0).size()).isEqualTo(22);
    }

    @Test
    void a_line_that_no_rule_matches_is_reported_and_ends_the_connection() throws Exception {
        var server = ScriptedServer.play(WireScript.parse("S: 220 hi\n!on QUIT\n  S: 221 bye"));
        try (RawClient client = new RawClient(server)) {
            client.send("NOOP\r\n");
            assertThat(client.rest()).asString().isEqualTo("220 hi\r\n");
        }
        assertThatThrownBy(server::close).hasMessageContaining("no rule matches C: NOOP");
    }

    @Test
    void raw_bytes_have_no_crlf_and_repeats_are_streamed() throws Exception {
        WireScript script = WireScript.parse("!raw 220 a\\n\\xff\n!repeat 200000\nS: 250-more\n!end\nS: 250 done");
        try (var server = ScriptedServer.play(script);
                RawClient client = new RawClient(server)) {
            byte[] all = client.rest();
            assertThat(all).hasSize(7 + 200_000 * 10 + 10);
            assertThat(all).startsWith('2', '2', '0', ' ', 'a', '\n', 0xff, '2');
        }
    }

    @Test
    void an_endless_reply_ends_with_the_client() throws Exception {
        WireScript script = WireScript.parse("!repeat 999999999999\nS: 250-more\n!end\n");
        try (var server = ScriptedServer.play(script);
                RawClient client = new RawClient(server)) {
            assertThat(client.line()).isEqualTo("250-more\r\n");
        }
    }

    @Test
    void a_client_that_never_reads_does_not_hold_the_server() throws Exception {
        WireScript script = WireScript.parse("!repeat 999999999999\nS: 250-more\n!end\n");
        var options = ServerOptions.defaults().withPatience(Duration.ofMillis(300));
        try (var server = ScriptedServer.play(script, options);
                RawClient client = new RawClient(server)) {
            assertThat(server.awaitConversations(1, Duration.ofSeconds(5))).hasSize(1);
            client.finish();
        }
    }

    @Test
    void a_large_body_is_made_up_and_dot_stuffed() throws Exception {
        try (var server = ScriptedServer.play(WireScript.parse("!body 3MiB\nS: ."));
                RawClient client = new RawClient(server)) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (byte[] line : WireBody.ofSize(3 << 20)) {
                if (line[0] == '.') {
                    expected.write('.');
                }
                expected.write(line);
            }
            expected.write(".\r\n".getBytes(US_ASCII));
            assertThat(client.rest()).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void exactly_the_wanted_number_of_bytes_is_read() throws Exception {
        var server = ScriptedServer.play(WireScript.parse("C~ BDAT .*\n!read 5\nS: 250 ok\nC: QUIT"));
        try (server;
                RawClient client = new RawClient(server)) {
            client.send("BDAT 5 LAST\r\na\nb\r\nQUIT\r\n");
            assertThat(client.rest()).asString().isEqualTo("250 ok\r\n");
        }
        assertThat(server.conversations().get(0).bodies().get(0).text()).isEqualTo("a\nb\r\n");
    }

    @Test
    void a_half_closed_server_goes_on_reading() throws Exception {
        var server = ScriptedServer.play(WireScript.parse("S: 220 hi\n!half-close\nC: QUIT"));
        try (server;
                RawClient client = new RawClient(server)) {
            assertThat(client.rest()).asString().isEqualTo("220 hi\r\n");
            client.send("QUIT\r\n");
        }
        assertThat(server.conversations().get(0).lines()).containsExactly("QUIT");
    }

    @Test
    void the_server_dies_after_exactly_n_bytes() throws Exception {
        for (Ending ending : Ending.values()) {
            for (int n = 0; n <= 54; n++) {
                var options = ServerOptions.defaults().withCutAt(n, ending).withoutVerification();
                try (var server = ScriptedServer.play(DIALOGUE, options);
                        RawClient client = new RawClient(server)) {
                    assertThat(whatArrives(client)).hasSize(n);
                }
            }
        }
    }

    /** Says EHLO as soon as the greeting is complete. */
    private static byte[] whatArrives(RawClient client) {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try {
            for (String read = client.read(); read != null; read = client.read()) {
                arrived.writeBytes(read.getBytes(US_ASCII));
                if (arrived.size() == "220 mail.example.org\r\n".length()) {
                    client.send("EHLO me\r\n");
                }
            }
        } catch (IOException reset) {
            // What came before it counts.
        }
        return arrived.toByteArray();
    }

    @Test
    void a_stall_keeps_the_client_waiting_and_is_ended_by_close() throws Exception {
        long start = System.nanoTime();
        try (var server = ScriptedServer.play(WireScript.parse("S: 220 hi\n!stall 1m\nC: QUIT"));
                RawClient client = new RawClient(server)) {
            assertThat(client.line()).isEqualTo("220 hi\r\n");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void scripts_are_played_in_turn_and_counted() throws Exception {
        var scripts = List.of(WireScript.parse("S: one"), WireScript.parse("S: two"));
        var server = ScriptedServer.playInTurn(scripts, ServerOptions.defaults());
        assertThat(all(server)).isEqualTo("one\r\n");
        assertThatThrownBy(server::close).hasMessageContaining("only 1 of 2 scripts were played");

        var three = ScriptedServer.playInTurn(scripts, ServerOptions.defaults());
        assertThat(all(three) + all(three) + all(three)).isEqualTo("one\r\ntwo\r\n");
        assertThatThrownBy(three::close).hasMessageContaining("connection 3 came");
    }

    private static String all(ScriptedServer server) throws IOException {
        try (RawClient client = new RawClient(server)) {
            return new String(client.rest(), US_ASCII);
        }
    }

    @Test
    void a_taken_port_is_reported_at_once() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var options = ServerOptions.defaults().withPort(taken.getLocalPort());
            assertThatThrownBy(() -> ScriptedServer.play(DIALOGUE, options)).isInstanceOf(BindException.class);
        }
    }

    @Test
    void the_server_can_listen_on_ipv6() throws Exception {
        var options = ServerOptions.defaults().withHost("::1");
        try (var server = ScriptedServer.play(WireScript.parse("S: six"), options)) {
            assertThat(all(server)).isEqualTo("six\r\n");
        }
    }

    @Test
    void without_verification_close_says_nothing() throws Exception {
        var options = ServerOptions.defaults().withoutVerification();
        try (var server = ScriptedServer.play(DIALOGUE, options)) {
            new RawClient(server).close();
            assertThat(server.awaitConversations(1, Duration.ofSeconds(5))
                            .get(0)
                            .mismatch())
                    .isPresent();
        }
    }

    @Test
    void a_listener_that_throws_is_reported() throws Exception {
        var broken = new ServerSideListener() {
            @Override
            public void connected(int connection) {
                throw new IllegalStateException("no");
            }
        };
        var server = ScriptedServer.play(DIALOGUE, ServerOptions.defaults().withListener(broken));
        assertThat(all(server)).isEmpty();
        assertThatThrownBy(server::close).hasMessageContaining("could not be played");
    }
}
