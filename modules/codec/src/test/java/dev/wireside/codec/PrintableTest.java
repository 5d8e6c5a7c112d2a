package dev.wireside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "'\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'",
        "'a\r\nb\tc', 'a\\r\\nb\\tc'",
        "'\u009b31m', '\\xc2\\x9b31m'",
        "'\u202egnp.exe', '\\xe2\\x80\\xaegnp.exe'",
        "'\u2028', '\\xe2\\x80\\xa8'",
        "'\ud83d', '\\x3f'",
    })
    void what_steers_a_terminal_is_shown_as_bytes(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @Test
    void what_is_visible_stays_as_it_is() {
        String text = "220 DOMAIN\\user \u00e4\u00df\u20ac\ud83d\udd11 \u2022\u2022\u2022";
        assertThat(Printable.of(text)).isSameAs(text);
    }
}
