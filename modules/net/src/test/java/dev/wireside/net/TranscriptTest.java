package dev.wireside.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.codec.reply.ReplyParser.Dialect;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TranscriptTest {
    private static final Endpoint TARGET = Endpoint.of("mail.example.org", 25);

    private static final String DIALOGUE = """
        S: 220 hi
        C: STARTTLS
        S: 220 go
        !tls
        C: AUTH PLAIN RESPONSE
        S: 235 ok
        C: DATA
        S: 354 go on
        !until .
        S: 250 accepted
        C: RETR 1
        S: 250 here it comes
        !body 2000
        S: .
        C: QUIT
        S: 221 bye
        """;

    @Test
    void a_dialogue_is_rendered_line_by_line() {
        Transcript transcript = new Transcript();
        transcript.heard(new TranscriptEvent.Connected(0, TARGET, "/127.0.0.1:1", "/127.0.0.1:25"));
        transcript.heard(new TranscriptEvent.Received(0, "220 hi"));
        transcript.heard(new TranscriptEvent.Sent(0, WireText.of("PASS ").plusSecret(Secret.of("tanstaaf"))));
        transcript.heard(new TranscriptEvent.SentBody(0, 12, "ab"));
        transcript.heard(new TranscriptEvent.SentChunk(0, 7, "ef"));
        transcript.heard(new TranscriptEvent.ReceivedBody(2, 13, "cd"));
        transcript.heard(new TranscriptEvent.Note(0, "now in the maildrop"));
        transcript.heard(new TranscriptEvent.Closed(0, "closed by this side"));
        assertThat(transcript.render().lines().map(line -> line.replaceFirst("^\\+\\d+\\.\\d{3}s  ", "")))
                .containsExactly(
                        "-- connected to mail.example.org:25 (/127.0.0.1:25)",
                        "S: 220 hi",
                        "C: PASS " + Secret.MASK,
                        "C: [12 bytes, sha256 ab]",
                        "C: [7 bytes, sha256 ef]",
                        "[data 2] S: [13 bytes, sha256 cd]",
                        "-- now in the maildrop",
                        "-- closed: closed by this side");
        assertThat(transcript.evidence()).startsWith("see the transcript at +");
        assertThat(new Transcript().evidence()).isEqualTo("the transcript is empty");
    }

    @Test
    void a_chunk_is_played_by_its_size() {
        Transcript transcript = new Transcript();
        transcript.heard(new TranscriptEvent.Sent(0, WireText.of("BDAT 7 LAST")));
        transcript.heard(new TranscriptEvent.SentChunk(0, 7, "ef"));
        assertThat(transcript.toScript().render()).contains("C: BDAT 7 LAST").contains("!read 7");
    }

    @Test
    void a_server_cannot_steer_the_terminal_of_who_reads_it() {
        Transcript transcript = new Transcript();
        transcript.heard(new TranscriptEvent.Received(0, "220 \u001b[2J\u001b]0;owned\u0007\u202e"));
        transcript.heard(new TranscriptEvent.Note(0, "a\nb"));
        assertThat(transcript.render())
                .contains("S: 220 \\x1b[2J\\x1b]0;owned\\x07\\xe2\\x80\\xae")
                .contains("-- a\\nb")
                .doesNotContain("\u001b");
    }

    @Test
    void a_recorded_dialogue_can_be_played_and_records_the_same_again() throws Exception {
        String plain = Base64.getEncoder().encodeToString("\0ada\0tanstaaf".getBytes(UTF_8));
        WireScript script = WireScript.parse(DIALOGUE.replace("RESPONSE", plain));
        Transcript first = record(script, plain);
        WireScript recorded = first.toScript();
        assertThat(recorded.render()).doesNotContain(plain);
        Transcript second = record(recorded, plain);
        assertThat(shown(second)).isEqualTo(shown(first)).anyMatch(line -> line.contains("AUTH PLAIN " + Secret.MASK));
        assertThat(WireScript.parse(recorded.render())).hasToString(recorded.toString());
    }

    @Test
    void secrets_in_clear_only_for_who_asks_loudly() {
        WireText line = WireText.of("PASS ").plusSecret(Secret.of("tanstaaf"));
        Transcript loud = Transcript.withSecretsInClear();
        loud.heard(new TranscriptEvent.Sent(0, line));
        assertThat(loud.toScript().render()).contains("C: PASS tanstaaf");
        Transcript masked = new Transcript();
        masked.heard(new TranscriptEvent.Sent(0, line));
        assertThat(masked.toScript().render()).doesNotContain("tanstaaf");
        TranscriptEvent.Sent kept =
                (TranscriptEvent.Sent) masked.entries().getFirst().event();
        assertThat(kept.line().withSecretsInClear())
                .as("what is kept in memory")
                .doesNotContain("tanstaaf");
    }

    @Test
    void the_last_events_are_kept_and_it_says_that_there_were_more() {
        Transcript transcript = new Transcript();
        for (int i = 0; i < Transcript.MAX_EVENTS + 5; i++) {
            transcript.heard(new TranscriptEvent.Note(0, "event " + i));
        }
        assertThat(transcript.entries()).hasSize(Transcript.MAX_EVENTS);
        assertThat(transcript.heard()).isEqualTo(Transcript.MAX_EVENTS + 5);
        assertThat(transcript.render())
                .startsWith("(5 earlier events are not kept)")
                .contains("event 5\n")
                .doesNotContain("event 4\n");
        assertThat(transcript.toScript().render()).contains("5 earlier events are not kept");
    }

    @Test
    void long_lines_do_not_fill_the_memory() {
        Transcript transcript = new Transcript();
        String line = "x".repeat(8000);
        for (int i = 0; i < 2_000; i++) {
            transcript.heard(new TranscriptEvent.Received(0, line));
        }
        assertThat(transcript.entries()).hasSizeBetween(400, (int) (Transcript.MAX_TEXT / 8000));
    }

    @Test
    void random_secrets_are_never_in_it_in_clear_or_base64() throws Exception {
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < 50; i++) {
            String password = password(random);
            String plain = Base64.getEncoder().encodeToString(("\0ada\0" + password).getBytes(UTF_8));
            Transcript transcript = new Transcript();
            try (Peer peer = Peer.that(socket -> {
                        for (String line = Peer.line(socket); !line.isEmpty(); line = Peer.line(socket)) {
                            Peer.send(socket, "535 you said: " + line + "\r\n");
                        }
                    });
                    Connection connection = peer.connect(transcript)) {
                connection.redact(Secret.of(password));
                CommandChannel channel = channel(connection);
                for (WireText line : List.of(
                        WireText.of("PASS ").plusSecret(Secret.of(password)),
                        WireText.of("AUTH PLAIN ").plusSecret(plain.getBytes(UTF_8)))) {
                    try {
                        channel.expect(line, Peer.LONG, "the reply", "2xx");
                    } catch (RefusedException refused) {
                        assertThat(refused.toString() + refused.answer() + refused.command())
                                .doesNotContain(password, plain);
                    }
                }
            }
            assertThat(transcript.render()).doesNotContain(password, plain).contains("535 you said");
            assertThat(transcript.toScript().render()).doesNotContain(password, plain);
        }
    }

    @Test
    void without_a_tap_no_event_is_made() throws Exception {
        try (Peer peer = Peer.says("hi\r\n");
                Connection connection = peer.connect()) {
            assertThat(connection.isTapped()).isFalse();
            assertThat(connection.evidence()).contains("record the dialogue with a Transcript");
        }
    }

    @Test
    void how_a_connection_ended_is_the_last_event() throws Exception {
        Transcript transcript = new Transcript();
        try (Peer peer = Peer.silent();
                Connection connection = peer.connect(transcript)) {
            try (Step step = connection.within(WireClock.REPLY, Peer.SHORT, "the greeting")) {
                connection.input().read();
            } catch (DeadlineException late) {
                assertThat(late).hasMessageContaining("see the transcript at +");
            }
        }
        assertThat(transcript.render()).endsWith("-- closed: the reply clock ran out during the greeting\n");
    }

    private static Transcript record(WireScript script, String plain) throws Exception {
        Transcript transcript = new Transcript();
        try (ScriptedServer server = ScriptedServer.play(script);
                Connection connection = Connector.direct()
                        .connect(Endpoint.of(server.host(), server.port()), Deadline.after(Peer.LONG), transcript)) {
            CommandChannel channel = channel(connection);
            channel.read(Peer.LONG, "the greeting");
            exchange(channel, WireText.of("STARTTLS"));
            connection.upgradeToTls(Tls.defaults().trusting(TestCertificates.authority()), Deadline.after(Peer.LONG));
            exchange(channel, WireText.of("AUTH PLAIN ").plusSecret(plain.getBytes(UTF_8)));
            exchange(channel, WireText.of("DATA"));
            DotOutputStream out = new DotOutputStream(connection, BareNewlines.NORMALISE);
            out.write(".\r\nhello\r\n".getBytes(UTF_8));
            out.finish();
            channel.read(Peer.LONG, "the reply to the message");
            exchange(channel, WireText.of("RETR 1"));
            assertThat(new DotInputStream(connection, Long.MAX_VALUE).drain(Long.MAX_VALUE))
                    .isTrue();
            exchange(channel, WireText.of("QUIT"));
        }
        return transcript;
    }

    private static void exchange(CommandChannel channel, WireText command) throws IOException {
        channel.exchange(command, Peer.LONG, "the reply to " + command);
    }

    /** Without what differs from run to run: times, ports, cipher and the exact size of the made-up body. */
    private static List<String> shown(Transcript transcript) {
        List<String> shown = new ArrayList<>();
        for (Transcript.Entry entry : transcript.entries()) {
            String line = Transcript.line(entry.event());
            if (entry.event() instanceof TranscriptEvent.ReceivedBody) {
                line = "S: [a body]";
            }
            if (!(entry.event() instanceof TranscriptEvent.Connected)) {
                shown.add(line);
            }
        }
        return shown;
    }

    private static CommandChannel channel(Connection connection) {
        return new CommandChannel(
                connection,
                Dialect.SMTP,
                (message, command, reply) -> new RefusedException(
                        message, command, reply.text(), reply.code().isTransient()));
    }

    private static String password(SplittableRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 6 + random.nextInt(20); i > 0; i--) {
            password.append((char) ('!' + random.nextInt(94)));
        }
        return password.toString();
    }
}
