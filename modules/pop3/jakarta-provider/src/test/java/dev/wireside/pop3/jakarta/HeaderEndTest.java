package dev.wireside.pop3.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeaderEndTest {
    @ParameterizedTest
    @CsvSource({
        "'a: b\\r\\n\\r\\ntext', 8",
        "'a: b\\n\\ntext', 6",
        "'a: b\\r\\rtext', 6",
        "'a: b\\r\\n\\ntext', 7",
        "'a: b\\n\\r\\n\\r\\n', 7",
        "'a: b\\n\\r', 6",
        "'\\r\\ntext', 2",
        "'\\n\\n', 1",
        "'a: b\\r\\nc: d', 10",
        "'a: b\\r\\nc: d\\r\\n', 12",
        "'', 0"
    })
    void the_body_begins_behind_the_first_empty_line(String message, long end) throws Exception {
        String unescaped = message.replace("\\r", "\r").replace("\\n", "\n");
        assertThat(HeaderEnd.find(new ByteArrayInputStream(unescaped.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(end);
    }
}
