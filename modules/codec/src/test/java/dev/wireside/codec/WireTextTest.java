package dev.wireside.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTextTest {
    @Test
    void a_line_is_its_text_without_crlf() {
        WireText line = WireText.of("RCPT TO:<").plus("bob@example.net").plus(">");
        assertThat(wire(line)).isEqualTo("RCPT TO:<bob@example.net>");
        assertThat(line).hasToString("RCPT TO:<bob@example.net>");
        assertThat(line.length()).isEqualTo(25);
        assertThat(line.hasSecret()).isFalse();
    }

    @Test
    void every_control_character_is_refused_wherever_it_stands() {
        for (int c = 0; c < 0x20; c++) {
            assertRefused((char) c);
        }
        assertRefused('\u007f');
    }

    private static void assertRefused(char control) {
        for (String text : new String[] {control + "ab", "a" + control + "b", "ab" + control}) {
            String shown = String.format(Locale.ROOT, "0x%02x", (int) control);
            assertThatThrownBy(() -> WireText.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(shown);
            assertThatThrownBy(() -> WireText.utf8(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> WireText.of("x").plus(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> WireText.of("x").plusUtf8(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> WireText.of("PASS ").plusSecret(Secret.of(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("ab");
            assertThatThrownBy(() -> WireText.of("PASS ").plusSecret(text.getBytes(UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** CVE-2025-7962: an encoder that drops the high byte turns U+760D U+760A into CR LF. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u760d\u760ab", "a\u010a", "\uff0d", "\u0000\u0100", "caf\u00e9"})
    void ascii_takes_no_other_character_and_turns_none_into_a_control(String text) {
        assertThatThrownBy(() -> WireText.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void utf8_carries_the_same_characters_as_themselves() {
        assertThat(wire(WireText.utf8("a\u760d\u760ab"))).isEqualTo("a\u760d\u760ab");
        byte[] bytes = bytes(WireText.utf8("\u760d\u760a"));
        assertThat(bytes).doesNotContain('\r', '\n').hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\udd11b", "\ud83d\ud83d\udd11"})
    void a_lone_surrogate_is_refused_and_never_sent_as_a_question_mark(String text) {
        assertThatThrownBy(() -> WireText.utf8(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WireText.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_secret_is_on_the_wire_and_nowhere_else() {
        WireText line = WireText.of("PASS ").plusSecret(Secret.of("tan staaf"));
        assertThat(wire(line)).isEqualTo("PASS tan staaf");
        assertThat(line).hasToString("PASS " + Secret.MASK);
        assertThat(line.masked()).isEqualTo("PASS " + Secret.MASK);
        assertThat(line.withSecretsInClear()).isEqualTo("PASS tan staaf");
        assertThat(line.secrets()).containsExactly("tan staaf".getBytes(UTF_8));
    }

    @Test
    void the_mask_has_one_width_and_stands_in_the_right_places() {
        WireText line = WireText.utf8("\u00fc=")
                .plusSecret(Secret.of("x"))
                .plus(",p=")
                .plusSecret(Secret.of("\u00e4".repeat(50)))
                .plusUtf8(";\u00e9");
        assertThat(line.masked()).isEqualTo("\u00fc=" + Secret.MASK + ",p=" + Secret.MASK + ";\u00e9");
        assertThat(line.secrets()).hasSize(2);
        assertThat(WireText.of("")
                        .plusSecret(Secret.of("a"))
                        .plusSecret(Secret.of("b"))
                        .masked())
                .isEqualTo(Secret.MASK + Secret.MASK);
        assertThat(WireText.of("PASS ").plusSecret(Secret.of("")).masked()).isEqualTo("PASS " + Secret.MASK);
    }

    @Test
    void lines_are_immutable() {
        byte[] response = {'a', 'b'};
        WireText line = WireText.of("").plusSecret(response);
        response[0] = 'x';
        line.secrets().getFirst()[0] = 'x';
        line.plus("more");
        assertThat(wire(line)).isEqualTo("ab");
    }

    private static byte[] bytes(WireText line) {
        ByteBuffer wire = ByteBuffer.allocate(line.length());
        line.copyTo(wire);
        return wire.array();
    }

    private static String wire(WireText line) {
        return new String(bytes(line), UTF_8);
    }
}
