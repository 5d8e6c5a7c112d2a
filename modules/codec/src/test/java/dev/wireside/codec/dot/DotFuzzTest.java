package dev.wireside.codec.dot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import java.util.Arrays;

/** The fast code against the plain one, with blocks and rooms that the first two bytes choose. */
class DotFuzzTest {
    @FuzzTest
    void encode(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] message = Arrays.copyOfRange(input, 2, input.length);
        int block = 1 + (input[0] & 0x3f);
        int room = DotEncoder.MAX_END + (input[1] & 0x3f);
        for (BareNewlines policy : BareNewlines.values()) {
            byte[] expected = ReferenceDots.encode(message, policy).orElse(null);
            try {
                assertThat(Dots.encode(message, policy, block, room)).isEqualTo(expected);
            } catch (GrammarException refused) {
                assertThat(expected).isNull();
            }
        }
    }

    @FuzzTest
    void endLines(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] message = Arrays.copyOfRange(input, 2, input.length);
        int block = 1 + (input[0] & 0x3f);
        int room = LineEndEncoder.MAX_END + (input[1] & 0x3f);
        for (BareNewlines policy : BareNewlines.values()) {
            byte[] expected = ReferenceDots.inLines(message, policy).orElse(null);
            try {
                assertThat(Dots.endLines(message, policy, block, room)).isEqualTo(expected);
            } catch (GrammarException refused) {
                assertThat(expected).isNull();
            }
        }
    }

    @FuzzTest
    void decode(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] wire = Arrays.copyOfRange(input, 2, input.length);
        Dots.Decoded decoded = Dots.decode(wire, 1 + (input[0] & 0x3f), 2 + (input[1] & 0x3f));
        int end = ReferenceDots.end(wire);
        assertThat(decoded.isComplete()).isEqualTo(end >= 0);
        assertThat(decoded.consumed()).isEqualTo(end >= 0 ? end : wire.length);
        if (end >= 0) {
            assertThat(decoded.message()).isEqualTo(ReferenceDots.decode(wire));
        }
    }
}
