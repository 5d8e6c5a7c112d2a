package dev.wireside.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'220 hi', '220 hi'",
        "'a\r\nb', 'a\\r\\nb'",
        "'a\\b', 'a\\\\b'",
        "'\0\t\u001b[2J\u007f', '\\x00\\x09\\x1b[2J\\x7f'",
        "'\u00e9\u00ff', '\\xe9\\xff'",
    })
    void an_excerpt_is_printable_ascii_on_one_line(String bytes, String shown) {
        assertThat(excerpt(bytes)).isEqualTo(shown);
    }

    @Test
    void an_excerpt_is_cut_to_a_line() {
        assertThat(excerpt("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(excerpt("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
        assertThat(excerpt("\0".repeat(100_000))).hasSize(80 * 4 + 3);
    }

    @Test
    void an_excerpt_takes_only_the_given_part() {
        assertThat(GrammarException.excerpt("abcdef".getBytes(ISO_8859_1), 2, 4))
                .isEqualTo("cd");
    }

    @Test
    void the_message_says_the_rule_where_it_stands_and_what_came() {
        assertThat(new GrammarException("a reply has a code", "RFC 959 section 4.2", "hi"))
                .hasMessage("a reply has a code (RFC 959 section 4.2), but got \"hi\"");
        assertThat(new GrammarException("a reply has a code", "RFC 959 section 4.2", ""))
                .hasMessage("a reply has a code (RFC 959 section 4.2)");
    }

    @Test
    void escapes_do_not_depend_on_the_language_of_the_computer() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(excerpt("\0\u0099")).isEqualTo("\\x00\\x99");
            assertThat(Printable.of("\0\u0099")).isEqualTo("\\x00\\xc2\\x99");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String excerpt(String bytes) {
        byte[] peer = bytes.getBytes(ISO_8859_1);
        return GrammarException.excerpt(peer, 0, peer.length);
    }
}
