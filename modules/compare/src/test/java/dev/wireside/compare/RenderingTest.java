package dev.wireside.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RenderingTest {
    private static final Report REPORT = report();

    /** The same, and a task that the library cannot do. */
    private static final Report WITH_ALONE = withAlone();

    private static Report report() {
        List<Event> events = List.of(
                new Event(Event.From.SERVER, 1, 0, "greeting", "220 <b>hi</b>", "220 <b>hi</b>"),
                new Event(Event.From.CLIENT, 2, 1, "EHLO", "EHLO my-machine " + "x".repeat(300), "EHLO <this host>"),
                new Event(Event.From.SERVER, 2, 1, "EHLO", "250 hello", "250 hello"),
                new Event(Event.From.WIRE, 2, 1, "EHLO", "from here on inside TLSv1.3", "from here on inside TLSv1.3"));
        Report.SideReport wireside = side("Wireside", "accepted", 2, events);
        Report.SideReport library = side(Protocol.JAKARTA_MAIL, "unknown", 1, events.subList(0, 1));
        return new Report(
                List.of("Counted."),
                "none",
                List.of(new Report.TaskReport(
                        "smtp", "hello", "Say hello", "a server", "Noted.", "", false, 7, 0, wireside, library)),
                List.of(new Report.FaultReport("smtp", "dies", "It dies.", "not sent", "unknown", false, "A note.")));
    }

    private static Report withAlone() {
        Report.TaskReport hello = REPORT.tasks().getFirst();
        String missing = "The library cannot: it has no word for this, and none that comes near it.";
        Report.TaskReport alone = new Report.TaskReport(
                "smtp", "alone", "Say it alone", "a server", "", missing, false, 7, 12, hello.wireside(), null);
        return new Report(REPORT.method(), REPORT.latency(), List.of(hello, alone), REPORT.faults());
    }

    private static Report.SideReport side(String client, String outcome, int flights, List<Event> events) {
        return new Report.SideReport(client, outcome, List.of(), flights, 1536, 99, 2_410_000, 1 << 20, 20, 80, events);
    }

    @Test
    void plain_text_has_no_colours_and_no_line_that_is_too_long() {
        String text = TerminalText.render(REPORT, false, 100);
        assertThat(text)
                .doesNotContain("\033")
                .contains("different: accepted | unknown", "1.5 KiB", "2.41 ms", "A note.");
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void in_place_of_what_the_library_cannot_do_stands_the_sentence_that_says_so() throws IOException {
        String text = TerminalText.render(WITH_ALONE, false, 100);
        assertThat(text)
                .contains("│     -- The library cannot: it has no word", "Wireside only: accepted")
                .contains("smtp alone               -              2 |     -");
        assertThat(HtmlPage.render(WITH_ALONE))
                .contains("<p class=\"missing\">The library cannot: it has no word", "Wireside only</span>");
        JsonNode alone = new JsonMapper().readTree(JsonText.render(WITH_ALONE)).at("/tasks/1");
        assertThat(alone.at("/library").isNull()).isTrue();
        assertThat(alone.at("/missing").asText()).startsWith("The library cannot");
        assertThat(alone.at("/usualFlights").asInt()).isEqualTo(12);
    }

    @Test
    void what_is_to_be_known_stands_with_the_task() {
        assertThat(TerminalText.render(REPORT, false, 100)).contains("\nNoted.\n");
        assertThat(HtmlPage.render(REPORT)).contains("<p class=\"dim\">Noted.</p>");
        assertThat(JsonText.render(REPORT)).contains("\"note\" : \"Noted.\"");
    }

    @Test
    void sentences_are_wrapped_at_words() {
        assertThat(Wording.wrapped("one two three", 8)).containsExactly("one two", "three");
        assertThat(Wording.wrapped("unbreakable one", 4)).containsExactly("unbreakable", "one");
        assertThat(Wording.wrapped("", 8)).isEmpty();
    }

    @Test
    void a_terminal_gets_colours_and_the_same_text() {
        String coloured = TerminalText.render(REPORT, true, 100);
        assertThat(coloured).contains("\033[33mdifferent");
        String bare = coloured.replaceAll("\033\\[[0-9;]*m", "").replaceAll(" +\n", "\n");
        assertThat(bare).isEqualTo(TerminalText.render(REPORT, false, 100).replaceAll(" +\n", "\n"));
    }

    @Test
    void json_has_everything() throws IOException {
        JsonNode task = new JsonMapper().readTree(JsonText.render(REPORT)).at("/tasks/0");
        assertThat(task.at("/runs").asInt()).isEqualTo(7);
        assertThat(task.at("/equal").asBoolean()).isFalse();
        assertThat(task.at("/wireside/flights").asInt()).isEqualTo(2);
        assertThat(task.at("/wireside/transcript/1/from").asText()).isEqualTo("CLIENT");
        assertThat(task.at("/library/outcome").asText()).isEqualTo("unknown");
    }

    @Test
    void the_page_is_whole_in_itself_and_escapes_what_a_server_said() {
        String page = HtmlPage.render(REPORT);
        assertThat(page).contains("220 &lt;b&gt;hi&lt;/b&gt;").doesNotContain("<b>hi</b>");
        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain("<img")
                .doesNotContain("src=");
        assertThat(page).doesNotContain("url(http").doesNotContain("@import");
        assertThat(page).contains("prefers-color-scheme: dark", "JakartaSmtpTask.java", "<svg class=\"seq\"");
        assertThat(page).contains("aria-label=\"Wireside: Say hello\"");
    }

    @Test
    void figures_have_three_digits_that_count() {
        assertThat(Figures.bytes(0)).isEqualTo("0 B");
        assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
        assertThat(Figures.bytes(1024)).isEqualTo("1 KiB");
        assertThat(Figures.bytes(52_428_800)).isEqualTo("50 MiB");
        assertThat(Figures.time(Duration.ofNanos(1_500))).isEqualTo("1.5 µs");
        assertThat(Figures.time(Duration.ofMillis(20))).isEqualTo("20 ms");
        assertThat(Figures.time(Duration.ofMillis(1200))).isEqualTo("1.2 s");
        assertThat(Figures.bytes(100 * 1024)).isEqualTo("100 KiB");
    }
}
