package dev.wireside.smtp;

import static dev.wireside.smtp.BatchRefusalTest.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.net.BareNewlineException;
import dev.wireside.net.BodySource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Content by BDAT (RFC 3030): its chunks, and that what goes wrong costs RSET and not the session. */
@Timeout(60)
class ChunkingTest {
    private static final Envelope TO_BOB = Envelope.from("ada@example.org").to("bob@example.net");
    private static final MailObject HELLO = new MailObject(TO_BOB, BodySource.ofText("hello\r\n"));
    private static final String PROPOSAL = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\n";
    private static final String ACCEPTED = "S: 250 ok\nS: 250 ok\n";
    private static final String RESET = "C: RSET\nS: 250 reset\n";
    private static final String END = "C: NOOP\nS: 250 here\nC: QUIT\nS: 221 bye\n!close\n";

    /** As many bytes as one chunk takes of text without line ends. */
    private static final int FULL = Chunk.LARGE;

    private static byte[] text(int size) {
        byte[] text = new byte[size];
        Arrays.fill(text, (byte) 'x');
        return text;
    }

    /** Sends, and then NOOP: the session is usable. */
    private static Throwable send(String offered, String dialogue, Envelope envelope, BodySource content)
            throws IOException {
        try (var server = BatchServer.plays(offered, dialogue + END);
                var smtp = SmtpClient.connect(
                        server.endpoint(),
                        server.options(ChunkingUse.WHEN_OFFERED).withBareNewlines(BareNewlines.REFUSE))) {
            Throwable thrown = catchThrowable(() -> smtp.send(envelope, content));
            smtp.noop();
            return thrown;
        }
    }

    private static Throwable send(String dialogue, BodySource content) throws IOException {
        return send(BatchServer.CHUNKING, dialogue, TO_BOB, content);
    }

    @Test
    void empty_message_is_an_empty_last_chunk() throws IOException {
        assertThat(send(PROPOSAL + "C: BDAT 0 LAST\n" + ACCEPTED + "S: 250 queued\n", out -> {}))
                .isNull();
    }

    @Test
    void dots_are_nothing_special() throws IOException {
        try (var server = BatchServer.plays(
                        BatchServer.CHUNKING,
                        PROPOSAL + "C: BDAT 8 LAST\n!read 8\n" + ACCEPTED + "S: 250 queued\n" + END);
                var smtp = server.connect()) {
            smtp.send(TO_BOB, BodySource.ofText("..\r\n.\r\n."));
            smtp.noop();
            smtp.close();
            server.close();
            assertThat(server.bodies()).isEqualTo("..\r\n.\r\n.");
        }
    }

    @Test
    void envelope_is_looked_at_behind_the_first_chunk_and_all_before_the_last() throws IOException {
        String dialogue = PROPOSAL + "C: BDAT " + FULL + "\n!read " + FULL + "\n" + ACCEPTED
                + "C: BDAT " + FULL + "\n!read " + FULL + "\nS: 250 got it\nS: 250 got it\n"
                + "C: BDAT 10 LAST\n!read 10\nS: 250 queued\n";
        assertThat(send(dialogue, BodySource.ofBytes(text(2 * FULL + 10)))).isNull();
    }

    @Test
    void without_pipelining_each_chunk_waits() throws IOException {
        String dialogue = "C: MAIL FROM:<ada@example.org>\nS: 250 ok\nC: RCPT TO:<bob@example.net>\nS: 250 ok\n"
                + "C: BDAT " + FULL + "\n!read " + FULL + "\nS: 250 got it\nC: BDAT 10 LAST\n!read 10\nS: 250 queued\n";
        assertThat(send("CHUNKING", dialogue, TO_BOB, BodySource.ofBytes(text(FULL + 10))))
                .isNull();
    }

    @Test
    void line_end_across_two_chunks_stays_one() throws IOException {
        for (int before = FULL - 3; before <= FULL + 3; before++) {
            byte[] message = text(before + 2 + 10);
            message[before] = '\r';
            message[before + 1] = '\n';
            try (var server = BatchServer.plays(
                            BatchServer.CHUNKING + " 8BITMIME",
                            "!on MAIL FROM:.*\n  S: 250 ok\n!on RCPT TO:.*\n  S: 250 ok\n" + anyChunk(message.length)
                                    + "!on QUIT\n  S: 221 bye\n  !close\n");
                    var smtp = server.connect()) {
                smtp.send(TO_BOB, BodySource.ofBytes(message));
                smtp.close();
                server.close();
                assertThat(server.bodies()).isEqualTo(new String(message, StandardCharsets.US_ASCII));
            }
        }
    }

    /** Rules for each size that the two chunks of the message can have. */
    private static String anyChunk(int size) {
        StringBuilder rules = new StringBuilder();
        for (int first = FULL - 4; first <= FULL + 4; first++) {
            rules.append("!on BDAT " + first + "\n  !read " + first + "\n  S: 250 got it\n");
            rules.append("!on BDAT " + (size - first) + " LAST\n  !read " + (size - first) + "\n  S: 250 queued\n");
        }
        return rules.toString();
    }

    @Test
    void refused_recipient_stops_a_long_message_behind_its_first_chunk() throws IOException {
        String dialogue = PROPOSAL + "C: BDAT " + FULL + "\n!read " + FULL + "\n"
                + "S: 250 ok\nS: 550 no such user\nS: 503 no recipient\n" + RESET;
        assertThat(send(dialogue, endless()))
                .isInstanceOf(SmtpRefusedException.class)
                .hasMessageContaining("550");
    }

    @Test
    void refused_chunk_stops_a_long_message() throws IOException {
        String chunk = "C: BDAT " + FULL + "\n!read " + FULL + "\n";
        String dialogue =
                PROPOSAL + chunk + ACCEPTED + "S: 552 too much\n" + chunk.repeat(8) + "S: 503 no\n".repeat(8) + RESET;
        assertThat(send(dialogue, endless()))
                .isInstanceOf(SmtpRefusedException.class)
                .hasMessageContaining("552 too much");
    }

    /** It wraps what its stream throws, as MIME libraries do. */
    private static BodySource endless() {
        return out -> {
            try {
                while (true) {
                    out.write(text(8192));
                }
            } catch (IOException stopped) {
                throw new UncheckedIOException(stopped);
            }
        };
    }

    @Test
    void source_that_throws_costs_only_rset() throws IOException {
        BodySource broken = out -> {
            out.write('x');
            throw new FileNotFoundException("mail.eml");
        };
        assertThat(send(PROPOSAL + ACCEPTED + RESET, broken)).isInstanceOf(FileNotFoundException.class);
        BodySource later = out -> {
            out.write(text(FULL + 1));
            throw new IllegalArgumentException("bug");
        };
        assertThat(send(
                        PROPOSAL + "C: BDAT " + FULL + "\n!read " + FULL + "\n" + ACCEPTED + "S: 250 got it\n" + RESET,
                        later))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bare_line_feed_costs_only_rset() throws IOException {
        assertThat(send(PROPOSAL + ACCEPTED + RESET, BodySource.ofText("a\nb")))
                .isInstanceOf(BareNewlineException.class)
                .hasMessageContaining("nothing was delivered");
        assertThat(send(PROPOSAL + ACCEPTED + RESET, BodySource.ofText("a\r")))
                .isInstanceOf(BareNewlineException.class);
    }

    @Test
    void eight_bit_where_seven_are_declared_costs_only_rset() throws IOException {
        for (int at = 0; at < 20; at++) {
            byte[] message = text(20);
            message[at] = (byte) 0xe9;
            assertThat(send(PROPOSAL + ACCEPTED + RESET, BodySource.ofBytes(message)))
                    .isInstanceOf(EightBitBodyException.class)
                    .hasMessageContaining("0xe9");
        }
    }

    @Test
    void source_that_swallows_a_failure_is_not_delivered() throws IOException {
        BodySource swallows = out ->
                assertThatThrownBy(() -> out.write(new byte[1], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(send(PROPOSAL + ACCEPTED + RESET, swallows)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void in_a_run_a_source_that_throws_does_not_touch_its_neighbours() throws IOException {
        String hello = PROPOSAL + "C: BDAT 7 LAST\n!read 7\n";
        String dialogue = hello + "C: RSET\n" + PROPOSAL + "C: RSET\n" + hello + ACCEPTED
                + "S: 250 queued\nS: 250 reset\n" + ACCEPTED + "S: 250 reset\n" + ACCEPTED + "S: 250 queued\n";
        try (var server = BatchServer.plays(BatchServer.CHUNKING, dialogue + END);
                var smtp = server.connect()) {
            MailObject broken = new MailObject(TO_BOB, out -> {
                throw new FileNotFoundException("mail.eml");
            });
            assertThat(outcomes(smtp.sendAll(List.of(HELLO, broken, HELLO))))
                    .containsExactly("accepted", "not sent FileNotFoundException", "accepted");
            smtp.noop();
        }
    }

    @Test
    void by_data_a_source_that_throws_ends_the_run() throws IOException {
        String data = PROPOSAL + "C: DATA\n" + ACCEPTED + "S: 354 go\n!until .\n" + PROPOSAL
                + "C: DATA\nS: 250 queued\n" + ACCEPTED + "S: 354 go\n!until .\n";
        try (var server = BatchServer.playsWithoutVerification(BatchServer.PIPELINING, data);
                var smtp = server.connect()) {
            MailObject broken = new MailObject(TO_BOB, out -> {
                out.write('x');
                throw new FileNotFoundException("mail.eml");
            });
            assertThat(outcomes(smtp.sendAll(List.of(HELLO, broken, HELLO))))
                    .containsExactly("accepted", "not sent FileNotFoundException", "not sent FileNotFoundException");
        }
    }

    @Test
    void hundreds_of_messages_do_not_fill_the_pipe() throws IOException {
        String rules = "!on MAIL FROM:.*\n  S: 250 ok\n!on RCPT TO:.*\n  S: 250 ok\n!on RSET\n  S: 250 reset\n"
                + "!on BDAT 7 LAST\n  !read 7\n  S: 250 queued\n!on DATA\n  S: 354 go\n  !until .\n  S: 250 queued\n"
                + "!on QUIT\n  S: 221 bye\n  !close\n";
        for (ChunkingUse use : ChunkingUse.values()) {
            try (var server = BatchServer.plays(BatchServer.CHUNKING, rules);
                    var smtp = SmtpClient.connect(server.endpoint(), server.options(use))) {
                int[] accepted = {0};
                smtp.sendAll(() -> IntStream.range(0, 300).mapToObj(i -> HELLO).iterator(), delivery -> {
                    accepted[0] += delivery.isAccepted() ? 1 : 0;
                });
                assertThat(accepted[0]).isEqualTo(300);
            }
        }
    }

    @Test
    void binary_is_sent_as_it_is_also_where_chunking_is_for_need_only() throws IOException {
        byte[] binary = {0, '\n', '\r', (byte) 0xff, '.', '\n'};
        String dialogue = "C: MAIL FROM:<ada@example.org> BODY=BINARYMIME\nC: RCPT TO:<bob@example.net>\n"
                + "C: BDAT 6 LAST\n!read 6\n" + ACCEPTED + "S: 250 queued\nC: QUIT\nS: 221 bye\n!close\n";
        try (var server = BatchServer.plays(BatchServer.CHUNKING + " 8BITMIME BINARYMIME", dialogue);
                var smtp = SmtpClient.connect(server.endpoint(), server.options(ChunkingUse.WHEN_NEEDED))) {
            smtp.send(TO_BOB.withBody(BodyEncoding.BINARY), BodySource.ofBytes(binary));
            smtp.close();
            server.close();
            assertThat(server.bodies().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(binary);
        }
    }

    @Test
    void binary_for_a_server_without_it_is_refused_before_anything_is_sent() throws IOException {
        for (String offered : List.of(BatchServer.CHUNKING, "PIPELINING BINARYMIME")) {
            Throwable no = send(offered, "", TO_BOB.withBody(BodyEncoding.BINARY), OutputStream::flush);
            assertThat(no)
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("nothing of the message was sent");
        }
    }

    @Test
    void data_is_used_where_chunking_is_for_need_only() throws IOException {
        String dialogue = PROPOSAL + "C: DATA\n" + ACCEPTED + "S: 354 go\n!until .\nS: 250 queued\n" + END;
        try (var server = BatchServer.plays(BatchServer.CHUNKING, dialogue);
                var smtp = SmtpClient.connect(server.endpoint(), server.options(ChunkingUse.WHEN_NEEDED))) {
            smtp.send(TO_BOB, HELLO.content());
            smtp.noop();
        }
    }

    @Test
    void recipients_of_a_refused_last_chunk_are_told() throws IOException {
        try (var server = BatchServer.plays(
                        BatchServer.CHUNKING,
                        PROPOSAL + "C: BDAT 7 LAST\n!read 7\n" + ACCEPTED + "S: 554 spam\n" + RESET + END);
                var smtp = server.connect()) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.send(TO_BOB, HELLO.content()));
            assertThat(no.recipients()).hasSize(1);
            smtp.noop();
        }
    }
}
