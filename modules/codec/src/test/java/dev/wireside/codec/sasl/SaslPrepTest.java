package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.bytes;
import static dev.wireside.codec.sasl.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {
    /** The first five are the table of RFC 4013 section 3. */
    @ParameterizedTest
    @CsvSource({
        "I\u00adX, IX",
        "user, user",
        "USER, USER",
        "\u00aa, a",
        "\u2168, IX",
        "a\u00a0b, 'a b'",
        "a\u3000b, 'a b'",
        "a\u200bb, 'a b'",
        "a\u200db, ab",
        "A\u030a, \u00c5",
        "\u212b, \u00c5",
        "\u0341, \u0301",
        "\uff21, A",
        "\ufb01, fi",
        "\u0627\u0628, \u0627\u0628",
        "\u05d0-\u05d1, \u05d0-\u05d1"
    })
    void prepared(String typed, String prepared) {
        assertThat(SaslPrep.prepare(typed)).isEqualTo(prepared);
        assertThat(text(SaslPrep.prepare(bytes(typed)))).isEqualTo(prepared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "a\u007f",
                "a\u0085",
                "\u06dd",
                "a\u200eb",
                "a\u202eb",
                "\u2028",
                "\ue000",
                "\ufdd0",
                "\ufffd",
                "\uffff",
                "\u2ff0",
                "\ud83f\udfff",
                "\ud834\udd73",
                "\udb40\udc01",
                "\udb40\udc41",
                "\udb80\udc00",
                "\udbff\udffd"
            })
    void prohibited(String typed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaslPrep.prepare(typed))
                .withMessageContaining("section 2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u06271", "1\u0627", "\u0627a\u0628", "a\u0627"})
    void directions_mixed(String typed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaslPrep.prepare(typed))
                .withMessageContaining("section 2.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u00ad", "\u200d\ufe0f"})
    void nothing_left(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> SaslPrep.prepare(typed));
        assertThatIllegalArgumentException().isThrownBy(() -> SaslPrep.prepare(bytes(typed)));
    }

    @Test
    void code_point_newer_than_unicode_3_2_is_allowed_in_a_query() {
        assertThat(SaslPrep.prepare("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }

    /** Preparing what is prepared changes nothing: otherwise two clients in a row would disagree about a password. */
    @Test
    void prepared_twice_is_prepared_once() {
        var random = new Random(4013);
        for (int round = 0; round < 20_000; round++) {
            String typed = random.ints(1 + random.nextInt(6), 0x20, 0x30000)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            try {
                String once = SaslPrep.prepare(typed);
                assertThat(SaslPrep.prepare(once)).isEqualTo(once);
            } catch (IllegalArgumentException prohibited) {
                assertThat(prohibited.getMessage()).contains("RFC");
            }
        }
    }
}
