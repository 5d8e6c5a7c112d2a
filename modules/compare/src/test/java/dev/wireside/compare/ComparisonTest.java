package dev.wireside.compare;

import static org.assertj.core.api.Assertions.assertThat;

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
    void both_clients_come_to_the_same_in_every_task() {
        assertThat(report.tasks()).hasSize(10).allMatch(Report.TaskReport::equal);
    }

    @Test
    void what_differs_when_a_server_dies_has_a_note() {
        assertThat(report.faults()).hasSize(21);
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
