package dev.wireside.codec.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class WireBodyTest {
    @Test
    void the_message_has_exactly_the_size_in_whole_lines() {
        for (int size = 0; size < 6000; size++) {
            if (size == 1) {
                continue;
            }
            int total = 0;
            for (byte[] line : WireBody.ofSize(size)) {
                total += line.length;
                assertThat(line).hasSizeBetween(2, 80).endsWith('\r', '\n');
            }
            assertThat(total).isEqualTo(size);
        }
    }

    @Test
    void it_begins_like_a_mail_and_gives_dot_stuffing_something_to_do() {
        String text = text(10_000);
        assertThat(text).startsWith("From: Ada <ada@example.org>\r\n").contains("\r\n\r\n", "\r\n.\r\n", "\r\n.line");
        assertThat(text).isEqualTo(text(10_000));
        assertThat(text(20_000)).startsWith(text.substring(0, 9_900));
    }

    @Test
    void fifty_mebibytes_are_counted_and_not_held() {
        long total = 0;
        for (byte[] line : WireBody.ofSize(50L << 20)) {
            total += line.length;
        }
        assertThat(total).isEqualTo(WireBody.ofSize(50L << 20).size());
    }

    @Test
    void sizes_that_no_line_fits_in_are_refused() {
        assertThatThrownBy(() -> WireBody.ofSize(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WireBody.ofSize(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WireBody.ofSize(0).iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    private static String text(long size) {
        StringBuilder text = new StringBuilder();
        StreamSupport.stream(WireBody.ofSize(size).spliterator(), false)
                .forEach(line -> text.append(new String(line, US_ASCII)));
        return text.toString();
    }
}
