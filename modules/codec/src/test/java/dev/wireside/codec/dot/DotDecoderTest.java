package dev.wireside.codec.dot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.GrammarException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotDecoderTest {
    private static final int LEAST_ROOM = 2;

    @ParameterizedTest
    @CsvSource({
        "'.|', ''",
        "'a|.|', 'a|'",
        "'|.|', '|'",
        "'..|.|', '.|'",
        "'...|.|', '..|'",
        "'.a|.|', 'a|'",
        "'a|..b|.|', 'a|.b|'",
        "'a.|.|', 'a.|'",
        "'a|..|.|', 'a|.|'",
        // only CRLF starts a line
        "'a\\n.\\n|.|', 'a\\n.\\n|'",
        "'a\\n.|b|.|', 'a\\n.|b|'",
        "'a\\r.\\r|.|', 'a\\r.\\r|'",
        "'.\\n|.|', '\\n|'",
        "'.\\r.|.|', '\\r.|'",
        "'.\\r\\r|.|', '\\r\\r|'",
        "'\\0|.|', '\\0|'",
    })
    void what_is_left_of_the_wire(String wire, String message) {
        byte[] bytes = bytes(wire);
        for (int block = 1; block <= bytes.length; block++) {
            for (int room = LEAST_ROOM; room < 12; room++) {
                Dots.Decoded decoded = Dots.decode(bytes, block, room);
                assertThat(decoded.isComplete()).isTrue();
                assertThat(decoded.message()).isEqualTo(bytes(message));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a|", ".", ".\\r", "a|.", "a|.\\r", "a\\n.\\n", "a|.\\n", "a|.x|"})
    void a_stream_that_ends_before_the_lone_dot_is_not_complete(String wire) {
        assertThat(Dots.decode(bytes(wire), 100, 100).isComplete()).isFalse();
    }

    @Test
    void what_is_glued_behind_the_lone_dot_stays_unread() {
        byte[] wire = bytes("a|.|+OK next|.|");
        for (int block = 1; block <= wire.length; block++) {
            assertThat(Dots.decode(wire, block, 50).consumed()).isEqualTo(6);
        }
    }

    @Test
    void any_bytes_in_any_blocks_and_any_room_are_what_the_plain_rules_say() {
        SplittableRandom random = new SplittableRandom(1939);
        for (int i = 0; i < 20_000; i++) {
            byte[] wire = Dots.adversarial(random, 24);
            int block = 1 + random.nextInt(25);
            int room = LEAST_ROOM + random.nextInt(20);
            String shown = GrammarException.excerpt(wire, 0, wire.length);
            Dots.Decoded decoded = Dots.decode(wire, block, room);
            int end = ReferenceDots.end(wire);
            assertThat(decoded.isComplete()).as(shown).isEqualTo(end >= 0);
            if (end >= 0) {
                assertThat(decoded.message()).as(shown).isEqualTo(ReferenceDots.decode(wire));
                assertThat(decoded.consumed()).as(shown).isEqualTo(end);
            }
        }
    }

    @Test
    void what_the_encoder_wrote_comes_back_as_it_was() throws GrammarException {
        SplittableRandom random = new SplittableRandom(5321);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = Dots.adversarial(random, 40);
            byte[] wire = Dots.encode(message, BareNewlines.NORMALISE, 1 + random.nextInt(41), 5 + random.nextInt(40));
            Dots.Decoded decoded = Dots.decode(wire, 1 + random.nextInt(41), 2 + random.nextInt(40));
            assertThat(decoded.isComplete()).isTrue();
            assertThat(decoded.consumed()).isEqualTo(wire.length);
            assertThat(decoded.message()).isEqualTo(inLines(message));
        }
    }

    @Test
    void with_room_for_a_single_byte_nothing_moves() {
        ByteBuffer in = ByteBuffer.wrap(bytes("abc"));
        assertThat(new DotDecoder().decode(in, ByteBuffer.allocate(1))).isFalse();
        assertThat(in.position()).isZero();
    }

    /** The message as the receiver must see it: CRLF line ends, and one at the end. */
    private static byte[] inLines(byte[] message) {
        String text = new String(message, US_ASCII);
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return bytes(lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.replace("|", "\r\n")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .getBytes(US_ASCII);
    }
}
