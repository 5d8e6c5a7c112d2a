package dev.wireside.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecorderTest {
    private static final String PASSWORD = "correct-horse-battery";

    /** A dialogue as it is written: each line one chunk, unless cut smaller. */
    private static Recording record(Dialogue dialogue, int chunk, String... lines) throws InterruptedException {
        Recorder recorder = new Recorder(dialogue, PASSWORD);
        for (String line : lines) {
            byte[] bytes = (line.substring(3) + "\r\n").getBytes(UTF_8);
            for (int from = 0; from < bytes.length; from += chunk) {
                int to = Math.min(bytes.length, from + chunk);
                if (line.startsWith("C: ")) {
                    recorder.clientBytes(1, bytes, from, to);
                } else {
                    recorder.serverBytes(1, bytes, from, to);
                }
            }
        }
        recorder.closed(1);
        return recorder.await(Duration.ofSeconds(1));
    }

    private static List<String> texts(Recording recording) {
        return recording.events().stream().map(Event::text).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void each_turn_from_the_client_to_the_server_is_a_flight(int chunk) throws InterruptedException {
        Recording recording = record(
                new SmtpDialogue(),
                chunk,
                "S: 220 hi",
                "C: EHLO me",
                "S: 250-hi",
                "S: 250 PIPELINING",
                "C: QUIT",
                "S: 221");
        assertThat(recording.flights()).isEqualTo(3);
        assertThat(recording.events()).extracting(Event::flight).containsExactly(1, 2, 2, 2, 3, 3);
        assertThat(recording.fromClient()).isEqualTo(15);
        assertThat(recording.fromServer()).isEqualTo(8 + 8 + 16 + 5);
    }

    @Test
    void pipelined_commands_are_one_flight_and_each_reply_finds_its_command() throws InterruptedException {
        Recording recording = record(
                new SmtpDialogue(),
                1000,
                "S: 220 hi",
                "C: MAIL FROM:<a@x>",
                "C: RCPT TO:<b@x>",
                "C: RCPT TO:<c@x>",
                "S: 250 sender",
                "S: 250 b",
                "S: 550 c");
        assertThat(recording.flights()).isEqualTo(2);
        assertThat(recording.events()).extracting(Event::exchange).containsExactly(0, 1, 2, 3, 1, 2, 3);
        assertThat(recording.events().get(6).step()).isEqualTo("RCPT");
    }

    @Test
    void a_message_is_summed_up_and_what_the_server_took_is_evidence() throws InterruptedException {
        SmtpDialogue dialogue = new SmtpDialogue();
        Recording recording = record(
                dialogue,
                7,
                "S: 220 hi",
                "C: MAIL FROM:<a@x>",
                "S: 250",
                "C: RCPT TO:<b@x>",
                "S: 250",
                "C: DATA",
                "S: 354",
                "C: Subject: Hello",
                "C: Date: today",
                "C: ",
                "C: A line",
                "C: ..dot",
                "C: .",
                "S: 250 taken");
        assertThat(texts(recording)).contains("[message of 46 B] .");
        assertThat(dialogue.evidence()).singleElement().asString().startsWith("to b@x: \"Hello\", content ");
    }

    @Test
    void a_date_in_the_header_makes_no_difference_to_the_evidence() throws InterruptedException {
        SmtpDialogue monday = new SmtpDialogue();
        SmtpDialogue tuesday = new SmtpDialogue();
        record(monday, 1000, "S: 2", "C: DATA", "S: 354", "C: Date: Monday", "C: ", "C: text", "C: .", "S: 250");
        record(tuesday, 1000, "S: 2", "C: DATA", "S: 354", "C: Date: Tuesday", "C: ", "C: text", "C: .", "S: 250");
        assertThat(monday.evidence()).isEqualTo(tuesday.evidence());
    }

    @Test
    void secrets_of_SMTP_are_masked_by_the_state_of_the_dialogue() throws InterruptedException {
        String other = Base64.getEncoder().encodeToString("not the known one".getBytes(UTF_8));
        Recording recording = record(
                new SmtpDialogue(),
                1000,
                "S: 220 hi",
                "C: AUTH LOGIN",
                "S: 334 VXNlcm5hbWU6",
                "C: " + other,
                "S: 334 UGFzc3dvcmQ6",
                "C: " + other,
                "S: 535 no",
                "C: AUTH PLAIN " + other,
                "S: 235 yes",
                "C: NOOP",
                "S: 250 " + PASSWORD);
        assertThat(texts(recording))
                .containsExactly(
                        "220 hi",
                        "AUTH LOGIN",
                        "334 VXNlcm5hbWU6",
                        "•••",
                        "334 UGFzc3dvcmQ6",
                        "•••",
                        "535 no",
                        "AUTH PLAIN •••",
                        "235 yes",
                        "NOOP",
                        "250 •••");
    }

    @Test
    void secrets_of_POP3_are_masked_by_the_state_of_the_dialogue() throws InterruptedException {
        Recording recording = record(
                new Pop3Dialogue(),
                1000,
                "S: +OK",
                "C: USER bob",
                "C: PASS with spaces in it",
                "S: +OK",
                "S: -ERR no",
                "C: APOP bob c4c9334bac560ecc",
                "S: -ERR no",
                "C: AUTH PLAIN AGJvYgBzZWNyZXQ=",
                "S: -ERR",
                "C: AUTH PLAIN",
                "S: + ",
                "C: AGJvYgBzZWNyZXQ=",
                "S: +OK");
        assertThat(texts(recording))
                .containsExactly(
                        "+OK",
                        "USER bob",
                        "PASS •••",
                        "+OK",
                        "-ERR no",
                        "APOP bob •••",
                        "-ERR no",
                        "AUTH PLAIN •••",
                        "-ERR",
                        "AUTH PLAIN",
                        "+",
                        "•••",
                        "+OK");
    }

    @Test
    void the_known_password_is_masked_in_Base64_wherever_it_is_echoed() throws InterruptedException {
        String encoded = Base64.getEncoder().encodeToString(PASSWORD.getBytes(UTF_8));
        Recording recording = record(new SmtpDialogue(), 1000, "S: 220 hi", "C: NOOP", "S: 250 you said " + encoded);
        assertThat(texts(recording)).containsExactly("220 hi", "NOOP", "250 you said •••");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void listings_are_lines_and_messages_are_bodies(int chunk) throws InterruptedException {
        Recording recording = record(
                new Pop3Dialogue(),
                chunk,
                "S: +OK",
                "C: LIST",
                "C: RETR 1",
                "S: +OK",
                "S: 1 20",
                "S: .",
                "S: +OK",
                "S: Subject: x",
                "S: ",
                "S: LIST",
                "S: .",
                "C: QUIT",
                "S: +OK");
        assertThat(texts(recording))
                .containsExactly(
                        "+OK", "LIST", "RETR 1", "+OK", "1 20", ".", "+OK", "[message of 20 B] .", "QUIT", "+OK");
        assertThat(recording.flights()).isEqualTo(3);
    }

    @Test
    void a_long_listing_is_shown_by_its_first_lines() throws InterruptedException {
        String[] lines = new String[33];
        lines[0] = "S: +OK";
        lines[1] = "C: LIST";
        lines[2] = "S: +OK";
        for (int i = 3; i < 32; i++) {
            lines[i] = "S: " + (i - 2) + " 100";
        }
        lines[32] = "S: .";
        assertThat(texts(record(new Pop3Dialogue(), 1000, lines)))
                .hasSize(12)
                .endsWith("7 100", "and 22 lines more", ".");
    }

    @Test
    void deletions_are_evidence_once_QUIT_was_answered() throws InterruptedException {
        Pop3Dialogue unanswered = new Pop3Dialogue();
        record(unanswered, 1000, "S: +OK", "C: DELE 1", "S: +OK", "C: QUIT");
        assertThat(unanswered.evidence()).isEmpty();
        Pop3Dialogue answered = new Pop3Dialogue();
        record(answered, 1000, "S: +OK", "C: DELE 1", "S: +OK", "C: DELE 9", "S: -ERR", "C: QUIT", "S: +OK");
        assertThat(answered.evidence()).containsExactly("deleted: message 1");
    }
}
