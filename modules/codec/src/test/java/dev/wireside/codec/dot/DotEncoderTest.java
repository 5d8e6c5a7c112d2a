package dev.wireside.codec.dot;

import static java.nio.charset.StandardCharsets.US_ASCII;
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

class DotEncoderTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'', .|",
                "a, a|.|",
                "a|, a|.|",
                "|, |.|",
                "., ..|.|",
                ".|, ..|.|",
                "..|, ...|.|",
                "a.b|, a.b|.|",
                "a|.b|, a|..b|.|",
                "a|.|b|, a|..|b|.|",
                "a|..|, a|...|.|",
                "||., ||..|.|",
            })
    void what_is_sent_for_a_message(String message, String wire) throws GrammarException {
        byte[] encoded = Dots.encode(bytes(message.replace("'", "")), BareNewlines.REFUSE, 100, 100);
        assertThat(text(encoded)).isEqualTo(wire.replace("|", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "'a\\nb', 'a|b|.|'",
        "'a\\rb', 'a|b|.|'",
        "'a\\n', 'a|.|'",
        "'a\\r', 'a|.|'",
        "'\\r\\r\\n', '||.|'",
        "'\\n\\r', '||.|'",
        // CVE-2023-51764 and its kin: what some servers take for the end of the message
        "'a\\n.\\nMAIL', 'a|..|MAIL|.|'",
        "'a\\n.\\r\\nMAIL', 'a|..|MAIL|.|'",
        "'a\\r.\\rMAIL', 'a|..|MAIL|.|'",
        "'a\\r\\n.\\nMAIL', 'a|..|MAIL|.|'",
        "'a\\r\\n\\0.\\r\\n', 'a|\\0.|.|'",
    })
    void bare_newlines_become_line_ends_before_dots_are_doubled(String message, String wire) throws GrammarException {
        byte[] encoded = Dots.encode(escaped(message), BareNewlines.NORMALISE, 100, 100);
        assertThat(text(encoded)).isEqualTo(text(escaped(wire.replace("|", "\\r\\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\n", "\r", "a\r", "a\r\r\n", "a\n.\n", "a\r\n\n"})
    void bare_newlines_are_refused_in_strict_mode_wherever_the_blocks_end(String message) {
        for (int block = 1; block <= message.length(); block++) {
            int size = block;
            assertThatThrownBy(() -> Dots.encode(bytes(message), BareNewlines.REFUSE, size, DotEncoder.MAX_END))
                    .isInstanceOf(GrammarException.class)
                    .hasMessageContaining("bare")
                    .hasMessageContaining("RFC 5321 section 2.3.8");
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_message_in_any_blocks_and_any_room_is_what_the_plain_rules_say(BareNewlines policy) {
        SplittableRandom random = new SplittableRandom(51764);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = Dots.adversarial(random, 24);
            int block = 1 + random.nextInt(25);
            int room = DotEncoder.MAX_END + random.nextInt(20);
            Optional<byte[]> expected = ReferenceDots.encode(message, policy);
            assertThat(encoded(message, policy, block, room))
                    .as(
                            "%s in blocks of %d, room %d",
                            GrammarException.excerpt(message, 0, message.length), block, room)
                    .isEqualTo(expected.map(DotEncoderTest::text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void long_text_with_a_fault_anywhere_is_what_the_plain_rules_say(BareNewlines policy) {
        SplittableRandom random = new SplittableRandom(51765);
        for (int i = 0; i < 5_000; i++) {
            byte[] message = Dots.mostlyPlain(random, 5_000);
            int block = 1 + random.nextInt(5_000);
            int room = DotEncoder.MAX_END + random.nextInt(5_000);
            assertThat(encoded(message, policy, block, room))
                    .as("message %d in blocks of %d, room %d", i, block, room)
                    .isEqualTo(ReferenceDots.encode(message, policy).map(DotEncoderTest::text));
        }
    }

    @Test
    void every_cut_of_one_message_in_two_blocks_gives_the_same() throws GrammarException {
        byte[] message = bytes("a\r\n.b\r\n..\r\n\r\n.\r\nc.\r\n");
        String whole = text(Dots.encode(message, BareNewlines.REFUSE, message.length, 100));
        for (int cut = 0; cut <= message.length; cut++) {
            DotEncoder encoder = new DotEncoder(BareNewlines.REFUSE);
            ByteBuffer out = ByteBuffer.allocate(100);
            encoder.encode(ByteBuffer.wrap(message, 0, cut), out);
            encoder.encode(ByteBuffer.wrap(message, cut, message.length - cut), out);
            encoder.finish(out);
            assertThat(text(out.flip())).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void with_less_than_the_least_room_nothing_moves() throws GrammarException {
        DotEncoder encoder = new DotEncoder(BareNewlines.REFUSE);
        ByteBuffer in = ByteBuffer.wrap(bytes("abc"));
        ByteBuffer out = ByteBuffer.allocate(DotEncoder.MAX_END - 1);
        encoder.encode(in, out);
        assertThat(in.position()).isZero();
        assertThat(out.position()).isZero();
    }

    private static Optional<String> encoded(byte[] message, BareNewlines policy, int block, int room) {
        try {
            return Optional.of(text(Dots.encode(message, policy, block, room)));
        } catch (GrammarException refused) {
            return Optional.empty();
        }
    }

    private static byte[] escaped(String text) {
        return bytes(text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0"));
    }

    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n").getBytes(US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }
}
