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
    private static final String RCPT = "C: RCPT TO:<b@x>";

    /** A dialogue as it is written: each line one chunk, unless cut smaller. */
    private static Recording record(Dialogue dialogue, int chunk, String... lines) throws InterruptedException {
        Recorder recorder = new Recorder(dialogue, PASSWORD, Duration.ZERO);
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
    void a_message_for_nobody_is_no_evidence() throws InterruptedException {
        SmtpDialogue dialogue = new SmtpDialogue();
        record(dialogue, 1000, "S: 2", RCPT, "S: 550", "C: DATA", "S: 354", "C: .", "S: 250");
        assertThat(dialogue.evidence()).isEmpty();
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

    /** The client has said all that before the server says the first of these lines. */
    private static Recording recordGlued(Dialogue dialogue, int chunk, String client, String... server)
            throws InterruptedException {
        Recorder recorder = new Recorder(dialogue, PASSWORD, Duration.ZERO);
        byte[] bytes = client.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += chunk) {
            recorder.clientBytes(1, bytes, from, Math.min(bytes.length, from + chunk));
        }
        for (String line : server) {
            byte[] reply = (line + "\r\n").getBytes(UTF_8);
            recorder.serverBytes(1, reply, 0, reply.length);
        }
        recorder.closed(1);
        return recorder.await(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void chunks_are_no_lines_and_are_shown_with_what_announces_them(int chunk) throws InterruptedException {
        SmtpDialogue dialogue = new SmtpDialogue();
        String message = "Subject: Hello\r\n\r\nQUIT\r\n.\r\n";
        Recording recording = recordGlued(
                dialogue,
                chunk,
                "MAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nBDAT 20\r\n" + message.substring(0, 20) + "BDAT 0\r\nBDAT "
                        + (message.length() - 20) + " LAST\r\n" + message.substring(20) + "RSET\r\nMAIL FROM:<c@x>\r\n"
                        + "RCPT TO:<d@x>\r\nBDAT 4 LAST\r\n\r\nx\nBDAT x LAST\r\n",
                "250 a",
                "250 b",
                "250 more",
                "250 more",
                "250 taken",
                "250 reset",
                "250 c",
                "250 d",
                "554 no",
                "501 what");
        assertThat(texts(recording))
                .contains("BDAT 20 [20 bytes]", "BDAT 0 [0 bytes]", "BDAT 7 LAST [7 bytes]", "BDAT x LAST [0 bytes]")
                .doesNotContain("QUIT", ".");
        assertThat(recording.events()).extracting(Event::stable).contains("BDAT <size> LAST [<size> bytes]");
        assertThat(dialogue.evidence()).singleElement().asString().startsWith("to b@x: \"Hello\", content ");
    }

    @Test
    void the_same_message_is_the_same_evidence_by_DATA_and_by_BDAT() throws InterruptedException {
        SmtpDialogue data = new SmtpDialogue();
        record(
                data,
                1000,
                "S: 2",
                RCPT,
                "S: 250",
                "C: DATA",
                "S: 354",
                "C: Subject: x",
                "C: ",
                "C: text",
                "C: .",
                "S: 250");
        SmtpDialogue bdat = new SmtpDialogue();
        recordGlued(bdat, 1000, "RCPT TO:<b@x>\r\nBDAT 20 LAST\r\nSubject: x\r\n\r\ntext\r\n", "250", "250");
        assertThat(bdat.evidence()).isEqualTo(data.evidence()).hasSize(1);
    }

    @Test
    void in_LMTP_each_recipient_has_an_answer_of_its_own() throws InterruptedException {
        SmtpDialogue dialogue = new SmtpDialogue();
        Recording recording = record(
                dialogue,
                1000,
                "S: 220 hi",
                "C: LHLO me",
                "S: 250 hi",
                "C: MAIL FROM:<a@x>",
                "S: 250",
                "C: RCPT TO:<b@x>",
                "S: 250",
                "C: RCPT TO:<c@x>",
                "S: 250",
                "C: DATA",
                "S: 354",
                "C: ",
                "C: .",
                "S: 250 b",
                "S: 452 c",
                "C: QUIT",
                "S: 221");
        assertThat(dialogue.evidence()).singleElement().asString().startsWith("to b@x: ");
        assertThat(recording.events()).extracting(Event::step).endsWith("DATA", "DATA", "DATA", "QUIT", "QUIT");
    }

    @Test
    void a_second_connection_begins_anew() throws InterruptedException {
        Pop3Dialogue dialogue = new Pop3Dialogue();
        Recorder recorder = new Recorder(dialogue, PASSWORD, Duration.ZERO);
        for (int connection = 1; connection <= 2; connection++) {
            recorder.connected(connection);
            say(recorder::serverBytes, connection, "+OK hi");
            say(recorder::clientBytes, connection, "DELE " + connection);
            say(recorder::serverBytes, connection, "+OK");
            say(recorder::clientBytes, connection, "QUIT");
        }
        say(recorder::serverBytes, 1, "+OK too late to be seen");
        say(recorder::serverBytes, 2, "+OK bye");
        recorder.closed(1);
        recorder.closed(2);
        Recording recording = recorder.await(Duration.ofSeconds(1));
        assertThat(texts(recording))
                .containsExactly(
                        "+OK hi",
                        "DELE 1",
                        "+OK",
                        "QUIT",
                        "another connection",
                        "+OK hi",
                        "DELE 2",
                        "+OK",
                        "QUIT",
                        "+OK bye");
        assertThat(recording.events()).extracting(Event::exchange).containsExactly(0, 1, 1, 2, 2, 3, 4, 4, 5, 5);
        assertThat(recording.events().get(5).step()).isEqualTo("greeting");
        assertThat(recording.flights()).isEqualTo(5);
        assertThat(dialogue.evidence()).containsExactly("deleted: message 2");
    }

    private interface Ear {
        void hear(int connection, byte[] bytes, int from, int to);
    }

    private static void say(Ear ear, int connection, String line) {
        byte[] bytes = (line + "\r\n").getBytes(UTF_8);
        ear.hear(connection, bytes, 0, bytes.length);
    }

    @Test
    void answers_that_come_while_the_client_still_speaks_are_no_wait() throws InterruptedException {
        Recorder recorder = new Recorder(new SmtpDialogue(), PASSWORD, Duration.ofDays(1));
        recorder.connected(1);
        say(recorder::serverBytes, 1, "220 hi");
        for (int i = 0; i < 5; i++) {
            say(recorder::clientBytes, 1, "NOOP");
            say(recorder::serverBytes, 1, "250");
        }
        recorder.closed(1);
        Recording recording = recorder.await(Duration.ofSeconds(1));
        assertThat(recording.flights()).isEqualTo(1);
        assertThat(recording.events()).extracting(Event::flight).startsWith(1, 2, 2, 2);
    }

    @Test
    void a_date_in_the_header_makes_no_difference_to_the_evidence() throws InterruptedException {
        SmtpDialogue monday = new SmtpDialogue();
        SmtpDialogue tuesday = new SmtpDialogue();
        record(
                monday,
                1000,
                "S: 2",
                RCPT,
                "S: 250",
                "C: DATA",
                "S: 354",
                "C: Date: Monday",
                "C: ",
                "C: text",
                "C: .",
                "S: 250");
        record(
                tuesday,
                1000,
                "S: 2",
                RCPT,
                "S: 250",
                "C: DATA",
                "S: 354",
                "C: Date: Tuesday",
                "C: ",
                "C: text",
                "C: .",
                "S: 250");
        assertThat(monday.evidence()).isEqualTo(tuesday.evidence()).hasSize(1);
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
