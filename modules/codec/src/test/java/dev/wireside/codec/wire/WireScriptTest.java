package dev.wireside.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireScriptTest {
    private static final String EVERYTHING = """
        # dialect: smtp
        # Every event once.

        S: 220 mail.example.org
        C: STARTTLS
        C~ (EHLO|HELO) .+
        S: 220 go
        !tls
        !raw 250 a\\n\\x00\\xff\\\\\\t\\r
        !body 50MiB
        !until .
        !read 1KiB
        !chunk
        !stall 1500ms
        !stall 5s
        !bytes 3
        !repeat 1000000
          S: 250-more
          !repeat 2
            S:
          !end
        !end
        !half-close
        !close
        !reset
        !on QUIT
          S: 221 bye
          !close
        !on .*
        """;

    @Test
    void a_script_in_its_usual_form_renders_as_it_was_written() {
        assertThat(WireScript.parse(EVERYTHING).render()).isEqualTo(EVERYTHING);
    }

    @Test
    void every_event_becomes_its_step() {
        WireScript script = WireScript.parse(EVERYTHING);
        assertThat(script.steps())
                .containsExactly(
                        new WireStep.Comment("dialect: smtp"),
                        new WireStep.Comment("Every event once."),
                        new WireStep.Comment(""),
                        new WireStep.ServerLine("220 mail.example.org"),
                        new WireStep.ClientLine("STARTTLS"),
                        new WireStep.ClientMatch("(EHLO|HELO) .+"),
                        new WireStep.ServerLine("220 go"),
                        new WireStep.Tls(),
                        new WireStep.ServerBytes("250 a\n\0\uDCFF\\\t\r"),
                        new WireStep.ServerBody(50 << 20),
                        new WireStep.ClientUntil("."),
                        new WireStep.ClientBytes(1024),
                        new WireStep.ClientChunk(),
                        new WireStep.Stall(Duration.ofMillis(1500)),
                        new WireStep.Stall(Duration.ofSeconds(5)),
                        new WireStep.Pieces(3),
                        new WireStep.Repeat(
                                1_000_000,
                                List.of(
                                        new WireStep.ServerLine("250-more"),
                                        new WireStep.Repeat(2, List.of(new WireStep.ServerLine(""))))),
                        new WireStep.HalfClose(),
                        new WireStep.Close(),
                        new WireStep.Reset());
        assertThat(script.rules())
                .containsExactly(
                        new WireRule("QUIT", List.of(new WireStep.ServerLine("221 bye"), new WireStep.Close())),
                        new WireRule(".*", List.of()));
    }

    @Test
    void the_builder_makes_the_same_script() {
        WireScript built = WireScript.builder()
                .header("dialect", "smtp")
                .server("220 hi")
                .client("STARTTLS")
                .clientMatching("EHLO .+")
                .tls()
                .serverBytes(new byte[] {'a', '\n', (byte) 0xff})
                .serverBody(2048)
                .until(".")
                .read(5)
                .chunk()
                .stall(Duration.ofMinutes(1))
                .pieces(1)
                .repeat(3, again -> again.server("250-x").client("NOOP".getBytes(UTF_8)))
                .halfClose()
                .reset()
                .close()
                .on("QUIT", quit -> quit.server("221 bye".getBytes(UTF_8)).close())
                .build();
        assertThat(built).isEqualTo(WireScript.parse("""
            # dialect: smtp
            S: 220 hi
            C: STARTTLS
            C~ EHLO .+
            !tls
            !raw a\\n\\xFF
            !body 2KiB
            !until .
            !read 5
            !chunk
            !stall 1m
            !bytes 1
            !repeat 3
            S: 250-x
            C: NOOP
            !end
            !half-close
            !reset
            !close
            !on QUIT
            S: 221 bye
            !close
            """));
        assertThat(built.hashCode()).isEqualTo(WireScript.parse(built.render()).hashCode());
        assertThat(built).hasToString(built.render());
    }

    @Test
    void steps_behind_a_rule_and_rules_inside_of_blocks_are_refused_by_the_builder() {
        var ruled = WireScript.builder().on("QUIT", quit -> quit.close());
        assertThatThrownBy(() -> ruled.server("late")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> WireScript.builder().repeat(2, again -> again.on("QUIT", quit -> quit.close())))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hello                    | line 1: unknown event",
                "\"S: a\n!tls now\"       | line 2: \"!tls\" is unknown or takes nothing",
                "S: \\q                   | line 1: unknown escape",
                "S: \\                    | line 1: unknown escape",
                "S: \\x4                  | line 1: \\x needs two hexadecimal digits",
                "S: \\xg0                 | line 1: \\x needs two hexadecimal digits",
                "\"\n\nC~ (\"             | line 3: not an expression: Unclosed group",
                "!stall 5                 | line 1: a duration looks like",
                "!stall 25000m            | line 1: a stall takes between",
                "!stall -1s               | line 1: \"-1\" is not a number",
                "!bytes 0                 | line 1: the number must be at least 1",
                "!body 1                  | line 1: a message of whole lines cannot have 1 octets",
                "!body 99999999999999GiB  | line 1: the number is too large",
                "!read many               | line 1: \"many\" is not a number",
                "\"!repeat 0\n!end\"      | line 1: the number must be at least 1",
                "\"!repeat 2\nS: a\"      | the script ends inside a !repeat",
                "\"!repeat 2\n!on X\"     | line 2: ",
                "!end                     | line 1: !end without !repeat",
                "\"!on (\nS: a\"          | line 1: not an expression",
                "\"!on A\nS: a\n!tls 1\"  | line 3: "
            })
    void a_bad_script_is_refused_with_the_line(String script, String message) {
        assertThatThrownBy(() -> WireScript.parse(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void repeats_nest_eight_deep_and_no_deeper() {
        String deep = "!repeat 1\n".repeat(8) + "!end\n".repeat(8);
        assertThat(WireScript.parse(deep).steps()).hasSize(1);
        assertThatThrownBy(() -> WireScript.parse("!repeat 1\n".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 9: repeats are nested more than 8 deep");
        assertThatThrownBy(() -> new WireStep.Repeat(1, WireScript.parse(deep).steps()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void files_from_other_systems_mean_the_same() {
        assertThat(WireScript.parse("\uFEFFS: a\r\n\t C: b\r\n\r\n!stall 5s \r\n!tls"))
                .isEqualTo(WireScript.parse("S: a\nC: b\n\n!stall 5s\n!tls\n"));
        assertThat(WireScript.parse("").steps()).isEmpty();
    }

    @Test
    void spaces_of_a_text_are_kept() {
        WireScript script = WireScript.parse("S:  two\nS:none\nS: end\\x20\nC: end ");
        assertThat(script.steps())
                .containsExactly(
                        new WireStep.ServerLine(" two"),
                        new WireStep.ServerLine("none"),
                        new WireStep.ServerLine("end "),
                        new WireStep.ClientLine("end "));
        assertThat(script.render()).isEqualTo("S:  two\nS: none\nS: end\\x20\nC: end\\x20\n");
    }

    @Test
    void headers_stand_before_the_first_event() {
        WireScript script = WireScript.parse("# dialect: smtp\n\n# dialect: pop3\n# empty:\nS: a\n# late: x");
        assertThat(script.header("dialect")).contains("smtp");
        assertThat(script.header("empty")).contains("");
        assertThat(script.header("late")).isEmpty();
    }

    @Test
    void a_script_has_as_many_lines_as_its_steps_take() {
        WireScript script = WireScript.parse(EVERYTHING);
        int lines = script.steps().stream().mapToInt(WireStep::lines).sum()
                + script.rules().stream().mapToInt(WireRule::lines).sum();
        assertThat(lines).isEqualTo((int) EVERYTHING.lines().count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUIT                | QUIT               | true",
                "QUIT                | quit               | false",
                "AUTH PLAIN •••      | AUTH PLAIN AGEAYg== | true",
                "AUTH PLAIN •••      | AUTH LOGIN AGEAYg== | false",
                "•••                 | anything           | true",
                "•••:•••@            | user:pass@         | true",
                "•••:•••@            | userpass@          | false",
                "a•••a               | a                  | false",
                "a•••b•••c           | abc                | true",
                "a•••b•••c           | axxc               | false",
                "ab•••bc             | abc                | false"
            })
    void the_mask_of_a_secret_matches_anything_in_its_place(String expected, String line, boolean matches) {
        assertThat(new WireStep.ClientLine(expected).matches(line)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "NOOP x"})
    void an_expression_must_match_the_whole_line(String line) {
        assertThat(new WireStep.ClientMatch("NOOP").matches(line)).isEqualTo(line.equals("NOOP"));
        assertThat(new WireRule("NOOP", List.of()).matches(line)).isEqualTo(line.equals("NOOP"));
    }

    @Test
    void invisible_characters_are_shown_as_bytes() {
        assertThat(WireEscapes.escape("a\u202eb\u0000\u007f\u2028é\uDC80"))
                .isEqualTo("a\\xe2\\x80\\xaeb\\x00\\x7f\\xe2\\x80\\xa8é\\x80");
    }

    @Test
    void stray_bytes_that_make_a_character_together_are_that_character() {
        assertThat(WireScript.parse("S: \\xc3\\xa9").steps()).containsExactly(new WireStep.ServerLine("é"));
        assertThat(new WireStep.ServerLine("é").bytes()).isEqualTo("é\r\n".getBytes(UTF_8));
        assertThatThrownBy(() -> new WireStep.ServerLine("\uD800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_of_one_line_can_start_another() {
        assertThatThrownBy(() -> new WireStep.Comment("a\nS: b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WireStep.ClientMatch("a\r")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WireStep.ClientMatch("(".repeat(500) + ")".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
        assertThatThrownBy(() -> new WireStep.Stall(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
