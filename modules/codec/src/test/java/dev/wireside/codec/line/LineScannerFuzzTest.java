package dev.wireside.codec.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;

/** Whatever comes, and however it is cut: the same lines, or a {@link GrammarException}. */
class LineScannerFuzzTest {
    private static final int LIMIT = 40;

    @FuzzTest
    void find(byte[] wire) {
        int whole = outcome(wire, wire.length);
        int trickled = LineScanner.INCOMPLETE;
        for (int to = 0; to <= wire.length && trickled == LineScanner.INCOMPLETE; to++) {
            trickled = outcome(wire, to);
        }
        assertThat(trickled).isEqualTo(whole);
        if (whole >= 0) {
            assertThat(whole).isLessThanOrEqualTo(LIMIT);
            assertThat(wire[whole]).isEqualTo((byte) '\r');
            assertThat(wire[whole + 1]).isEqualTo((byte) '\n');
        }
    }

    /** The index of the CR, INCOMPLETE, or -2 for what is refused. */
    private static int outcome(byte[] wire, int to) {
        try {
            return LineScanner.find(wire, 0, to, LIMIT);
        } catch (GrammarException broken) {
            assertThat(broken.getMessage()).hasSizeLessThan(600);
            return -2;
        }
    }
}
