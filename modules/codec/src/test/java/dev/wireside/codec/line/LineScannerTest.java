package dev.wireside.codec.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineScannerTest {
    private static final int LIMIT = 10;

    @ParameterizedTest
    @CsvSource({
        "'|', 0",
        "'a|', 1",
        "'a|b|', 1",
        "'||', 0",
        "'0123456789|', 10",
        "'\t\u0001\u00ff\u0080|', 4",
    })
    void finds_the_cr_of_the_first_line(String text, int cr) throws GrammarException {
        assertThat(find(text)).isEqualTo(cr);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\r", "\r", "0123456789", "0123456789\r"})
    void waits_for_more_of_an_unfinished_line(String text) throws GrammarException {
        assertThat(find(text)).isEqualTo(LineScanner.INCOMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\n', an LF follows a CR",
        "'\n', an LF follows a CR",
        "'a\rb', a CR is followed by LF",
        "'a\r\r|', a CR is followed by LF",
        "'a\0b|', a line holds no NUL",
    })
    void a_bare_cr_or_lf_or_a_nul_is_no_line(String text, String rule) {
        assertThatThrownBy(() -> find(text)).isInstanceOfSatisfying(GrammarException.class, broken -> {
            assertThat(broken.rule()).isEqualTo(rule);
            assertThat(broken.section()).isEqualTo("RFC 5321 section 2.3.8");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"01234567890", "01234567890|", "01234567890\r", "0123456789012345678901234567890|"})
    void a_line_over_the_limit_is_refused_as_soon_as_it_is_over(String text) {
        assertThatThrownBy(() -> find(text))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most 10 bytes");
    }

    @Test
    void lines_are_the_same_whole_byte_by_byte_and_glued() throws GrammarException {
        byte[] wire = bytes("220 hi||\u00e9\u00fc|0123456789|x|");
        List<String> expected = List.of("220 hi", "", "\u00e9\u00fc", "0123456789", "x");
        for (int piece = 1; piece <= wire.length; piece++) {
            assertThat(lines(wire, piece)).as("in pieces of %d", piece).isEqualTo(expected);
        }
    }

    @Test
    void only_the_given_part_of_the_buffer_is_looked_at() throws GrammarException {
        byte[] buffer = bytes("\n\0ab|\n");
        assertThat(LineScanner.find(buffer, 2, 6, LIMIT)).isEqualTo(4);
        assertThat(LineScanner.find(buffer, 2, 5, LIMIT)).isEqualTo(LineScanner.INCOMPLETE);
    }

    private static List<String> lines(byte[] wire, int piece) throws GrammarException {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int to = Math.min(piece, wire.length); ; to = Math.min(to + piece, wire.length)) {
            int cr = LineScanner.find(wire, from, to, LIMIT);
            while (cr != LineScanner.INCOMPLETE) {
                lines.add(new String(wire, from, cr - from, ISO_8859_1));
                from = cr + 2;
                cr = LineScanner.find(wire, from, to, LIMIT);
            }
            if (to == wire.length) {
                return lines;
            }
        }
    }

    private static int find(String text) throws GrammarException {
        byte[] buffer = bytes(text);
        return LineScanner.find(buffer, 0, buffer.length, LIMIT);
    }

    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n").getBytes(ISO_8859_1);
    }
}
