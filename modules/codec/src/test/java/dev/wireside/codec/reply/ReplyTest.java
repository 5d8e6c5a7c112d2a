package dev.wireside.codec.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @ParameterizedTest
    @CsvSource({
        "250, 250, true",
        "250, 2xx, true",
        "250, 25x, true",
        "250, x50, true",
        "250, 251, false",
        "250, 3xx, false",
        "250, 26x, false",
        "7, 007, true",
        "7, 0xx, true",
        "999, 9x9, true"
    })
    void a_mask_compares_digit_by_digit(int code, String mask, boolean fits) {
        assertThat(new ReplyCode(code).matches(mask)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "25", "2500", "2XX", "2yz", "2*x", "\u0662xx"})
    void a_mask_is_three_digits_or_x(String mask) {
        assertThatThrownBy(() -> new ReplyCode(250).matches(mask)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_first_digit_says_what_kind_it_is() {
        assertThat(new ReplyCode(451).isTransient()).isTrue();
        assertThat(new ReplyCode(451).isPermanent()).isFalse();
        assertThat(new ReplyCode(550).isPermanent()).isTrue();
        assertThat(new ReplyCode(42).kind()).isZero();
        assertThatThrownBy(() -> new ReplyCode(1000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReplyCode(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_digits_of_a_code_do_not_depend_on_the_language_of_the_computer() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(new ReplyCode(250)).hasToString("250");
            assertThat(new ReplyCode(7)).hasToString("007");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_message_shows_no_control_characters_of_the_peer() {
        Reply reply = new Reply(new ReplyCode(220), List.of("\u001b[2Jhi\u202e", "a\tb\u009b"));
        assertThat(reply).hasToString("220 \\x1b[2Jhi\\xe2\\x80\\xae / a\\tb\\xc2\\x9b");
        assertThat(reply.text()).isEqualTo("\u001b[2Jhi\u202e\na\tb\u009b");
    }

    @Test
    void a_huge_reply_does_not_become_a_huge_message() {
        Reply reply = new Reply(new ReplyCode(550), List.of("x".repeat(60_000)));
        assertThat(reply.toString()).hasSizeLessThan(1100).endsWith("...");
        assertThat(reply.text()).hasSize(60_000);
    }

    @Test
    void a_reply_has_a_line_and_keeps_its_own_copy() {
        List<String> lines = new java.util.ArrayList<>(List.of("a"));
        Reply reply = new Reply(new ReplyCode(250), lines);
        lines.add("b");
        assertThat(reply.lines()).containsExactly("a");
        assertThat(reply.matches("3xx", "250")).isTrue();
        assertThat(reply.matches("3xx")).isFalse();
        assertThatThrownBy(() -> new Reply(new ReplyCode(250), List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
