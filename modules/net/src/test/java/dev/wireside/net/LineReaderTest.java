package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineReaderTest {
    @Test
    void lines_come_one_by_one_whole_bytewise_and_glued() throws Exception {
        String wire = "220 hi\r\n\r\n\u00fc\r\n" + "x".repeat(LineReader.MAX_LINE) + "\r\n";
        Peer.Manner whole = socket -> {
            Peer.send(socket, wire);
            socket.getInputStream().read();
        };
        Peer.Manner bytewise = socket -> {
            socket.setTcpNoDelay(true);
            for (byte b : wire.getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(b);
            }
            socket.getInputStream().read();
        };
        for (Peer.Manner manner : new Peer.Manner[] {whole, bytewise}) {
            try (Peer peer = Peer.that(manner);
                    Connection connection = peer.connect()) {
                LineReader lines = new LineReader(connection);
                assertThat(lines.readLine()).isEqualTo("220 hi");
                assertThat(lines.readLine()).isEmpty();
                assertThat(lines.readLine()).isEqualTo("\u00fc");
                assertThat(lines.readLine()).hasSize(LineReader.MAX_LINE);
                assertThat(connection.input().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void an_endless_line_is_refused_at_the_limit() throws Exception {
        try (Peer peer = Peer.that(socket -> {
                    while (true) {
                        Peer.send(socket, "x".repeat(1000));
                    }
                });
                Connection connection = peer.connect()) {
            assertThatThrownBy(() -> new LineReader(connection).readLine())
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("a line has at most 8192 bytes")
                    .hasMessageContaining("x".repeat(80) + "...");
            assertThat(connection.input().received()).isLessThan(100_000);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void a_bare_lf_is_refused_with_the_evidence() throws Exception {
        try (Peer peer = Peer.says("250 ok\n250 more\r\n");
                Connection connection = peer.connect()) {
            try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "the reply to NOOP")) {
                assertThatThrownBy(() -> new LineReader(connection).readLine())
                        .isInstanceOfSatisfying(ProtocolViolationException.class, broken -> {
                            assertThat(broken.rule()).isEqualTo("an LF follows a CR");
                            assertThat(broken.section()).isEqualTo("RFC 5321 section 2.3.8");
                            assertThat(broken.excerpt()).isEqualTo("250 ok\\n250 more\\r\\n");
                            assertThat(broken).hasMessageContaining("in the reply to NOOP");
                        });
            }
        }
    }

    @Test
    void many_small_lines_glued_together_all_come() throws Exception {
        int count = 50_000;
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < count; i++) {
            wire.append("line ").append(i).append("\r\n");
        }
        try (Peer peer = Peer.says(wire.toString());
                Connection connection = peer.connect()) {
            LineReader lines = new LineReader(connection);
            for (int i = 0; i < count; i++) {
                assertThat(lines.readLine()).isEqualTo("line " + i);
            }
        }
    }
}
