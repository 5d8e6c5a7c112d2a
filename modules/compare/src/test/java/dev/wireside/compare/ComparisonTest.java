package dev.wireside.compare;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs all tasks once, without the timed runs. */
@Timeout(120)
final class ComparisonTest {
    private static final Path COMMITTED = Path.of("../../docs/compare");

    private static Report report;

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        report = Comparison.untimed().run(List.of(Protocol.values()));
    }

    private static Report.TaskReport task(String protocol, String name) {
        return report.tasks().stream()
                .filter(task -> task.protocol().equals(protocol) && task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void both_clients_come_to_the_same_in_every_task_that_both_can_do() {
        assertThat(report.tasks()).hasSize(14);
        assertThat(report.tasks())
                .filteredOn(task -> task.library() != null)
                .hasSize(13)
                .allMatch(Report.TaskReport::equal);
    }

    @Test
    void a_task_that_the_library_cannot_do_has_the_sentence_that_says_so() {
        Report.TaskReport lmtp = task("smtp", "lmtp");
        assertThat(lmtp.library()).isNull();
        assertThat(lmtp.missing()).contains("no LMTP");
        assertThat(lmtp.wireside().outcome()).isEqualTo("accepted; refused: eve@example.net (452)");
        assertThat(lmtp.wireside().evidence())
                .hasSize(2)
                .anyMatch(delivered -> delivered.startsWith("to bob@example.net: \"The engine\""))
                .anyMatch(delivered -> delivered.startsWith("to kim@example.net: \"The engine\""));
    }

    @Test
    void the_sentence_about_LMTP_is_true() {
        assertThat(Session.getInstance(new Properties()).getProviders())
                .extracting(Provider::getProtocol)
                .contains("smtp", "smtps")
                .noneMatch(protocol -> protocol.contains("lmtp"));
    }

    @Test
    void what_differs_when_a_server_dies_has_a_note() {
        assertThat(report.faults()).hasSize(26);
        assertThat(report.faults())
                .filteredOn(fault -> !fault.equal())
                .allMatch(fault -> !fault.note().isEmpty());
    }

    @Test
    void pipelining_saves_waits_where_the_server_offers_it() {
        Report.TaskReport refused = task("smtp", "refused-recipient");
        assertThat(refused.wireside().flights()).isEqualTo(6);
        assertThat(refused.library().flights()).isEqualTo(11);
    }

    @Test
    void many_messages_cost_about_as_many_waits_as_one_where_nothing_is_waited_for() {
        assertThat(flights("smtp", "hundred")).containsExactly(105, 406);
        assertThat(flights("pop3", "fetch")).containsExactly(6, 27);
        assertThat(flights("pop3", "headers")).containsExactly(6, 27);
        assertThat(flights("pop3", "sync")).containsExactly(12, 21);
    }

    /** A machine that is busy with other things only ever adds waits. */
    @Test
    void what_the_pages_say_about_waits_that_vary_is_not_far_off() {
        assertThat(report.tasks())
                .filteredOn(task -> task.usualFlights() > 0)
                .hasSize(2)
                .allMatch(task -> task.wireside().flights() <= 5 * task.usualFlights());
        assertThat(task("smtp", "hundred-bdat").library().flights()).isEqualTo(306);
    }

    private static List<Integer> flights(String protocol, String name) {
        return task(protocol, name).sides().stream()
                .map(Report.SideReport::flights)
                .toList();
    }

    @Test
    void a_message_that_goes_by_BDAT_is_shown_by_its_chunks() {
        assertThat(task("smtp", "bdat").wireside().transcript())
                .extracting(Event::text)
                .contains("BDAT 262144 [262144 bytes]", "199 times more: BDAT", "BDAT 22 LAST [22 bytes]");
        assertThat(task("smtp", "hundred-bdat").library().transcript())
                .extracting(Event::stable)
                .contains("BDAT <size> LAST [<size> bytes]", "99 times more: MAIL, RCPT, BDAT LAST");
    }

    @Test
    void what_each_knows_of_a_batch_that_breaks_off() {
        assertThat(fault("dies-in-batch"))
                .returns("2 × accepted, 1 × unknown, 2 × not sent", Report.FaultReport::wireside)
                .returns("2 × accepted, 1 × unknown, 2 × not sent", Report.FaultReport::library);
        assertThat(fault("dies-in-chunked-batch"))
                .returns("2 × accepted, 3 × unknown", Report.FaultReport::wireside)
                .returns("2 × accepted, 1 × unknown, 2 × not sent", Report.FaultReport::library);
        assertThat(fault("dies-in-sync").equal()).isTrue();
        assertThat(fault("killed-in-sync").wireside())
                .isEqualTo("done; 3 messages, 1 of them perhaps for the second time");
    }

    private static Report.FaultReport fault(String name) {
        return report.faults().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_handshake_inside_the_dialogue_counts_as_one_wait() {
        assertThat(task("smtp", "starttls").wireside().transcript())
                .extracting(Event::text)
                .contains("from here on inside TLSv1.3");
    }

    @Test
    void no_rendering_has_the_password() {
        Map<String, String> pages = MarkdownPages.render(report);
        assertThat(List.of(
                        TerminalText.render(report, false, 180),
                        HtmlPage.render(report),
                        JsonText.render(report),
                        String.valueOf(pages.get("smtp.md")),
                        String.valueOf(pages.get("pop3.md"))))
                .noneMatch(text -> text.contains(Catalogue.PASSWORD)
                        || text.contains(base64(Catalogue.PASSWORD))
                        || text.contains(base64("\0ada\0" + Catalogue.PASSWORD))
                        || text.contains(base64("\0bob\0" + Catalogue.PASSWORD)));
    }

    @Test
    void the_committed_pages_are_what_the_sources_say() throws IOException {
        for (Map.Entry<String, String> page : MarkdownPages.render(report).entrySet()) {
            assertThat(Files.readString(COMMITTED.resolve(page.getKey())))
                    .as("docs/compare/" + page.getKey() + " is old: ./wireside compare --docs docs/compare")
                    .isEqualTo(page.getValue());
        }
        assertThat(MarkdownPages.render(report)).containsOnlyKeys("smtp.md", "pop3.md");
    }

    @Test
    void the_pages_name_the_versions_that_run() throws IOException {
        assertThat(Protocol.JAKARTA_MAIL)
                .isEqualTo("Jakarta Mail " + version("jakarta.mail/jakarta.mail-api") + " (Angus "
                        + version("org.eclipse.angus/angus-mail") + ")");
        assertThat(Stage.GREENMAIL).isEqualTo("GreenMail " + version("com.icegreen/greenmail"));
    }

    private static String version(String artifact) throws IOException {
        Properties of = new Properties();
        try (InputStream in = Protocol.class.getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
            of.load(in);
        }
        return of.getProperty("version");
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
