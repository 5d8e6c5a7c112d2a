package dev.wireside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;

/** The searches of {@link WireBytes} written as plainly as possible, to compare the fast ones with. */
final class PlainSearch {
    private PlainSearch() {}

    static void requireSame(byte[] bytes, int from, int to, byte wanted) {
        assertThat(WireBytes.indexOf(wanted, bytes, from, to))
                .isEqualTo(first(bytes, from, to, b -> b == (wanted & 0xff)));
        assertThat(WireBytes.indexOfControl(bytes, from, to)).isEqualTo(first(bytes, from, to, b -> b < 16));
        assertThat(WireBytes.indexOfEightBit(bytes, from, to)).isEqualTo(first(bytes, from, to, b -> b > 127));
    }

    private static int first(byte[] bytes, int from, int to, IntPredicate wanted) {
        for (int i = from; i < to; i++) {
            if (wanted.test(bytes[i] & 0xff)) {
                return i;
            }
        }
        return to;
    }
}
