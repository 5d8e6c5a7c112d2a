package dev.wireside.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The fast searches against the plain ones; the first two bytes choose what is looked for, and where. */
class WireBytesFuzzTest {
    @FuzzTest
    void search(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int from = Math.min(2 + (input[1] & 0x0f), input.length);
        int to = Math.max(from, input.length - (input[1] >> 4 & 0x0f));
        PlainSearch.requireSame(input, from, to, input[0]);
    }
}
