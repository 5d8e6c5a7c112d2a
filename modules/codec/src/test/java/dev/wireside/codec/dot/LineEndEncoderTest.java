package dev.wireside.codec.dot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndEncoderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "|", "a|", "a|b", ".", ".|", "a|.|b|", "||.", "a|..|", "a.|", "|\0|", "\u00ff\u0080|"})
    void what_has_its_line_ends_is_sent_as_it_is_dots_and_all(String message) throws GrammarException {
        byte[] bytes = bytes(message);
        for (int block = 1; block <= bytes.length; block++) {
            assertThat(Dots.endLines(bytes, BareNewlines.REFUSE, block, LineEndEncoder.MAX_END))
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a\\nb', 'a|b'",
        "'a\\rb', 'a|b'",
        "'a\\n', 'a|'",
        "'a\\r', 'a|'",
        "'\\r\\r\\n', '||'",
        "'\\n\\r', '||'",
        "'a\\n.\\nMAIL', 'a|.|MAIL'",
        "'a\\r.\\rMAIL', 'a|.|MAIL'",
    })
    void bare_newlines_become_line_ends_wherever_the_blocks_end(String message, String wire) throws GrammarException {
        byte[] bytes = bytes(message.replace("\\r", "\r").replace("\\n", "\n"));
        for (int block = 1; block <= bytes.length; block++) {
            assertThat(Dots.endLines(bytes, BareNewlines.NORMALISE, block, LineEndEncoder.MAX_END))
                    .isEqualTo(bytes(wire));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\n", "\r", "a\r", "a\r\r\n", "a\n.\n", "a\r\n\n"})
    void bare_newlines_are_refused_in_strict_mode_wherever_the_blocks_end(String message) {
        for (int block = 1; block <= message.length(); block++) {
            int size = block;
            assertThatThrownBy(() -> Dots.endLines(bytes(message), BareNewlines.REFUSE, size, LineEndEncoder.MAX_END))
                    .isInstanceOf(GrammarException.class)
                    .hasMessageContaining("bare")
                    .hasMessageContaining("RFC 5321 section 2.3.8");
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_message_in_any_blocks_and_any_room_is_what_the_plain_rules_say(BareNewlines policy) {
        SplittableRandom random = new SplittableRandom(3030);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = Dots.adversarial(random, 48);
            int block = 1 + random.nextInt(49);
            int room = LineEndEncoder.MAX_END + random.nextInt(40);
            assertThat(encoded(message, policy, block, room))
                    .as(
                            "%s in blocks of %d, room %d",
                            GrammarException.excerpt(message, 0, message.length), block, room)
                    .isEqualTo(ReferenceDots.inLines(message, policy).map(LineEndEncoderTest::text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void long_text_with_a_fault_anywhere_is_what_the_plain_rules_say(BareNewlines policy) {
        SplittableRandom random = new SplittableRandom(3031);
        for (int i = 0; i < 5_000; i++) {
            byte[] message = Dots.mostlyPlain(random, 5_000);
            int block = 1 + random.nextInt(5_000);
            int room = LineEndEncoder.MAX_END + random.nextInt(5_000);
            assertThat(encoded(message, policy, block, room))
                    .as("message %d in blocks of %d, room %d", i, block, room)
                    .isEqualTo(ReferenceDots.inLines(message, policy).map(LineEndEncoderTest::text));
        }
    }

    @Test
    void with_less_than_the_least_room_nothing_moves() throws GrammarException {
        LineEndEncoder encoder = new LineEndEncoder(BareNewlines.REFUSE);
        ByteBuffer in = ByteBuffer.wrap(bytes("abc"));
        ByteBuffer out = ByteBuffer.allocate(LineEndEncoder.MAX_END - 1);
        encoder.encode(in, out);
        assertThat(in.position()).isZero();
        assertThat(out.position()).isZero();
    }

    private static Optional<String> encoded(byte[] message, BareNewlines policy, int block, int room) {
        try {
            return Optional.of(text(Dots.endLines(message, policy, block, room)));
        } catch (GrammarException refused) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n").getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
