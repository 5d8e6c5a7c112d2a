package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotScanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\r\n",
                "..\r\n",
                "..a\r\nb.\r\n\n.\r\n",
                "x\r\n...\r\n..\r\n",
                "long enough, with dots. And so.\r\n"
            })
    void the_end_is_found_wherever_the_blocks_are_cut(String stuffed) {
        byte[] all = ascii(stuffed + ".\r\nNEXT");
        int doubled =
                (int) stuffed.lines().filter(line -> line.startsWith("..")).count();
        for (int size = 1; size <= all.length; size++) {
            assertThat(endFedBy(size, all, stuffed.length() - doubled)).isEqualTo(stuffed.length() + 3);
        }
    }

    private static int endFedBy(int size, byte[] all, long content) {
        DotScan scan = new DotScan();
        ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        while (!scan.scan(in)) {
            in.limit(in.limit() + Math.min(size, all.length - in.limit()));
        }
        assertThat(scan.content()).isEqualTo(content);
        return in.position();
    }
}
