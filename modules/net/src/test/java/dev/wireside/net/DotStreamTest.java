package dev.wireside.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.dot.BareNewlines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DotStreamTest {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 63, 64, 65, 1000, 100_000})
    void a_message_is_read_in_pieces_of_any_size_and_what_follows_stays(int piece) throws Exception {
        String body = "a\r\n..b\r\n" + "line of text\r\n".repeat(10_000);
        try (Peer peer = Peer.says(body + ".\r\n+OK next\r\n");
                Connection connection = peer.connect()) {
            DotInputStream in = new DotInputStream(connection, NO_LIMIT);
            StringBuilder message = new StringBuilder();
            byte[] into = new byte[piece + 2];
            for (int read = in.read(into, 1, piece); read >= 0; read = in.read(into, 1, piece)) {
                message.append(new String(into, 1, read, US_ASCII));
            }
            assertThat(message.toString()).isEqualTo(body.replace("..b", ".b"));
            assertThat(in.read(into)).isEqualTo(-1);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.isComplete()).isTrue();
            assertThat(in.count()).isEqualTo(body.length() - 1);
            assertThat(new LineReader(connection).readLine()).isEqualTo("+OK next");
        }
    }

    @Test
    void a_message_that_nobody_wanted_to_the_end_is_drained() throws Exception {
        try (Peer peer = Peer.says("line\r\n".repeat(50_000) + ".\r\n+OK next\r\n");
                Connection connection = peer.connect()) {
            DotInputStream in = new DotInputStream(connection, NO_LIMIT);
            assertThat(in.read()).isEqualTo('l');
            assertThat(in.drain(NO_LIMIT)).isTrue();
            assertThat(new LineReader(connection).readLine()).isEqualTo("+OK next");
        }
    }

    @Test
    void draining_stops_where_it_is_no_longer_worth_it() throws Exception {
        try (Peer peer = Peer.says("line\r\n".repeat(50_000) + ".\r\n");
                Connection connection = peer.connect()) {
            DotInputStream in = new DotInputStream(connection, NO_LIMIT);
            assertThat(in.drain(1_000)).isFalse();
            assertThat(in.isComplete()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void a_connection_that_ends_before_the_lone_dot_is_no_end(int piece) throws Exception {
        try (Peer peer = Peer.that(socket -> Peer.send(socket, "half\r\n."));
                Connection connection = peer.connect()) {
            DotInputStream in = new DotInputStream(connection, NO_LIMIT);
            byte[] into = new byte[piece];
            assertThatThrownBy(() -> {
                        while (true) {
                            assertThat(in.read(into)).isPositive();
                        }
                    })
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("before the lone dot");
            assertThat(in.isComplete()).isFalse();
        }
    }

    @Test
    void after_a_failure_no_bytes_are_made_up() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            DotInputStream in = new DotInputStream(connection, NO_LIMIT);
            connection.abort();
            assertThatThrownBy(in::read).isInstanceOf(AbortedException.class);
            assertThatThrownBy(in::read).isInstanceOf(Exception.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void a_message_over_the_limit_is_refused_and_one_at_the_limit_is_not(int piece) throws Exception {
        for (int limit : new int[] {9_999, 10_000}) {
            try (Peer peer = Peer.says("12345678\r\n".repeat(1_000) + ".\r\n");
                    Connection connection = peer.connect()) {
                DotInputStream in = new DotInputStream(connection, limit);
                byte[] into = new byte[piece];
                if (limit == 10_000) {
                    while (in.read(into) >= 0) {
                        assertThat(in.count()).isLessThanOrEqualTo(limit);
                    }
                } else {
                    assertThatThrownBy(() -> {
                                while (in.read(into) >= 0) {
                                    assertThat(in.isComplete()).isFalse();
                                }
                            })
                            .isInstanceOf(ProtocolViolationException.class)
                            .hasMessageContaining("at most 9999 bytes");
                }
            }
        }
    }

    @Test
    void a_message_is_sent_with_its_dots_doubled_and_ended_only_by_finish() throws Exception {
        String body = ".a\n" + "x".repeat(200_000) + "\r\n.";
        try (Collecting peer = new Collecting();
                Connection connection = peer.peer.connect()) {
            DotOutputStream out = new DotOutputStream(connection, BareNewlines.NORMALISE);
            out.write(body.getBytes(US_ASCII));
            out.flush();
            out.close();
            out.write('y');
            out.finish();
            connection.shutdownOutput();
            assertThat(peer.received.take()).isEqualTo("..a\r\n" + "x".repeat(200_000) + "\r\n..y\r\n.\r\n");
        }
    }

    @Test
    void what_fits_only_goes_into_the_buffer_even_if_every_byte_of_it_is_doubled() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            DotOutputStream out = new DotOutputStream(connection, BareNewlines.NORMALISE);
            assertThat(out.fits(0)).isFalse();
            byte[] worst = "\n".repeat(1_000).getBytes(US_ASCII);
            out.write(worst);
            int written = 1;
            for (; out.fits(worst.length); written++) {
                out.write(worst);
            }
            assertThat(connection.output().handedOver()).isZero();
            assertThat(connection.output().written()).isEqualTo(2_000L * written);
            assertThat(written).isGreaterThan(20);
            assertThat(out.fits(Integer.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void a_body_that_fails_half_way_is_never_committed() throws Exception {
        try (Collecting peer = new Collecting()) {
            Connection connection = peer.peer.connect();
            BodySource failing = out -> {
                out.write("half".getBytes(US_ASCII));
                throw new IOException("the disk is gone");
            };
            try (connection;
                    OutputStream out = new DotOutputStream(connection, BareNewlines.NORMALISE)) {
                assertThatThrownBy(() -> failing.writeTo(out)).hasMessage("the disk is gone");
            }
            assertThat(peer.received.take()).doesNotContain(".\r\n");
        }
    }

    @Test
    void the_stream_was_lent_and_cannot_be_used_after_the_message() throws Exception {
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect()) {
            DotOutputStream out = new DotOutputStream(connection, BareNewlines.NORMALISE);
            out.finish();
            assertThatThrownBy(() -> out.write("MAIL FROM:<eve>\r\n".getBytes(US_ASCII)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> out.write('x')).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(out::finish).isInstanceOf(IllegalStateException.class);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void strict_mode_refuses_a_bare_newline_and_nothing_can_be_delivered_any_more() throws Exception {
        Transcript transcript = new Transcript();
        for (String body : new String[] {"a\nb", "a\rb", "a\r"}) {
            try (Collecting peer = new Collecting();
                    Connection connection = peer.peer.connect(transcript)) {
                DotOutputStream out = new DotOutputStream(connection, BareNewlines.REFUSE);
                assertThatThrownBy(() -> {
                            out.write(body.getBytes(US_ASCII));
                            out.finish();
                        })
                        .isInstanceOf(BareNewlineException.class)
                        .hasMessageContaining("bare")
                        .hasMessageContaining("nothing was delivered");
                assertThat(connection.isOpen()).isFalse();
                assertThat(peer.received.take()).doesNotContain(".\r\n");
            }
        }
        assertThat(transcript.render()).contains("closed: the message was refused");
    }

    @Test
    void a_large_body_crosses_in_constant_pieces() throws Exception {
        int lines = 200_000;
        byte[] line = "a line of the large message, forty octets\r\n".getBytes(US_ASCII);
        BlockingQueue<Long> counted = new LinkedBlockingQueue<>();
        try (Peer peer = Peer.that(socket -> {
                    InputStream in = socket.getInputStream();
                    counted.add(in.transferTo(OutputStream.nullOutputStream()));
                });
                Connection connection = peer.connect()) {
            DotOutputStream out = new DotOutputStream(connection, BareNewlines.REFUSE);
            try (Step step = connection.within(WireClock.IDLE, Peer.LONG, "the message")) {
                for (int i = 0; i < lines; i++) {
                    out.write(line);
                }
                out.finish();
                connection.shutdownOutput();
            }
            assertThat(counted.take()).isEqualTo((long) lines * line.length + 3);
        }
    }

    /** Takes everything and keeps it until the stream ends. */
    private static final class Collecting implements AutoCloseable {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final Peer peer = Peer.that(socket -> {
            StringBuilder text = new StringBuilder();
            try {
                InputStream in = socket.getInputStream();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    text.append((char) b);
                }
            } finally {
                received.add(text.toString());
            }
        });

        Collecting() throws IOException {}

        @Override
        public void close() throws IOException {
            peer.close();
        }
    }
}
