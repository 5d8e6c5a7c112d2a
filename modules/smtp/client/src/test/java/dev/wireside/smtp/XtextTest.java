package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3461 section 4 and RFC 6533 section 3. */
class XtextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | ''",
                "QQ314159              | QQ314159",
                "bob@example.net       | bob@example.net",
                "bob+tag@example.net   | bob+2Btag@example.net",
                "a=b                   | a+3Db",
                "'Ada Lovelace'        | Ada+20Lovelace",
                "!~<>\\\"              | !~<>\\\"",
                "zoë@example.net       | zo+C3+AB@example.net",
                "+2B                   | +2B2B",
            })
    void text_is_encoded_and_decoded(String text, String xtext) throws GrammarException {
        assertThat(Xtext.encode(text)).isEqualTo(xtext);
        assertThat(Xtext.decode(xtext)).isEqualTo(text);
    }

    @Test
    void line_ends_and_nul_become_hexchars() {
        assertThat(Xtext.encode("a\r\nRSET\0")).isEqualTo("a+0D+0ARSET+00");
    }

    @Test
    void what_could_stand_for_itself_may_be_a_hexchar() throws GrammarException {
        assertThat(Xtext.decode("+61+62")).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "a+2", "+2b", "+G0", "+-1", "++2", "a b", "a=b", "\u00eb", "a\r", "+C3", "+ED+A0+80"})
    void what_is_not_xtext_is_refused(String text) {
        assertThatThrownBy(() -> Xtext.decode(text))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("RFC 3461");
    }

    @Test
    void lone_surrogate_is_refused() {
        assertThatThrownBy(() -> Xtext.encode("a\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob@example.net         | bob@example.net              | bob@example.net",
                "zoë@bücher.example      | zo\\x{EB}@b\\x{FC}cher.example | zoë@bücher.example",
                "a+b=c@例え.example      | a\\x{2B}b\\x{3D}c@\\x{4F8B}\\x{3048}.example | a\\x{2B}b\\x{3D}c@例え.example",
                "\"a \\\\b\"@example.net | \"a\\x{20}\\x{5C}\\x{5C}b\"@example.net |"
                        + " \"a\\x{20}\\x{5C}\\x{5C}b\"@example.net",
                "😀@example.net          | \\x{1F600}@example.net       | 😀@example.net",
            })
    void utf8_address_has_a_form_for_seven_bits_and_one_for_eight(String address, String seven, String eight)
            throws GrammarException {
        assertThat(Xtext.encodeUtf8Address(address, true)).isEqualTo(seven);
        assertThat(Xtext.encodeUtf8Address(address, false)).isEqualTo(eight);
        assertThat(Xtext.decodeUtf8Address(seven)).isEqualTo(address);
        assertThat(Xtext.decodeUtf8Address(eight)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a+2B",
                "a=b",
                "\\",
                "\\x{",
                "\\x{}",
                "\\x{A}",
                "\\x{41}",
                "\\x{00}",
                "\\x{0D}",
                "\\x{0A}",
                "\\x{eb}",
                "\\x{0EB}",
                "\\x{D800}",
                "\\x{110000}",
                "\\x{1234567}",
                "\\u{EB}",
                "a\nb",
                "\\x{EB",
                "}\\x{EB"
            })
    void what_is_no_utf8_address_is_refused(String text) {
        assertThatThrownBy(() -> Xtext.decodeUtf8Address(text))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("RFC 6533");
    }
}
