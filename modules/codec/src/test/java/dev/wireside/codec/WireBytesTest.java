package dev.wireside.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireBytesTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0, 0, 0",
        "'.', 0, 1, 1",
        "'a', 1, 1, 1",
        "'abcdefgh', 8, 8, 8",
        "'abcdefgh.', 8, 9, 9",
        "'a.\r\n', 1, 2, 4",
        "'abcdefgh\r\n.', 10, 8, 11",
        "'/////////.', 9, 10, 10",
        "'\t abcdefghijk', 13, 0, 13",
        "'\u0010\u0011abcdefgh\u000f', 11, 10, 11",
        "'\u00ae\u008d\u008aabcdefgh.', 11, 12, 0",
        "'abcdefghijklmnop\u0080', 17, 17, 16",
        "'abcdefghijklmno\u00ffp', 17, 17, 15",
        "'\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f', 9, 9, 9",
    })
    void the_first_dot_the_first_control_and_the_first_that_is_not_ascii(
            String text, int dot, int control, int eightBit) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        assertThat(WireBytes.indexOf((byte) '.', bytes, 0, bytes.length)).isEqualTo(dot);
        assertThat(WireBytes.indexOfControl(bytes, 0, bytes.length)).isEqualTo(control);
        assertThat(WireBytes.indexOfEightBit(bytes, 0, bytes.length)).isEqualTo(eightBit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, '\n', '\r', '.', 'a', 0x7f, 0x80, 0xff})
    void any_value_is_found_wherever_it_stands_and_not_outside_of_what_is_looked_at(int value) {
        for (int at = 0; at < 30; at++) {
            byte[] bytes = new byte[30];
            Arrays.fill(bytes, (byte) (value ^ 1));
            bytes[at] = (byte) value;
            assertThat(WireBytes.indexOf((byte) value, bytes, 0, 30)).isEqualTo(at);
            assertThat(WireBytes.indexOf((byte) value, bytes, at, 30)).isEqualTo(at);
            assertThat(WireBytes.indexOf((byte) value, bytes, 0, at)).isEqualTo(at);
            assertThat(WireBytes.indexOf((byte) value, bytes, at + 1, 30)).isEqualTo(30);
        }
    }

    @Test
    void any_bytes_between_any_places_are_what_a_look_at_each_byte_says() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                // Neighbours of what is looked for, where a borrow could show.
                for (int j = 0; j < bytes.length; j++) {
                    bytes[j] = (byte) (14 + bytes[j] % 3);
                }
            }
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(from, bytes.length + 1);
            PlainSearch.requireSame(bytes, from, to, (byte) random.nextInt(256));
            PlainSearch.requireSame(bytes, from, to, (byte) 15);
        }
    }

    @Test
    void places_outside_of_the_array_are_the_callers_mistake() {
        byte[] bytes = new byte[16];
        assertThatThrownBy(() -> WireBytes.indexOf((byte) 1, bytes, 0, 17))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> WireBytes.indexOfControl(bytes, -1, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> WireBytes.indexOfEightBit(bytes, 5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
