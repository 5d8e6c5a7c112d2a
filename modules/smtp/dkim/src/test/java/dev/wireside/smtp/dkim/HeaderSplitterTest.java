package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bar is CRLF, an arrow a tab. */
class HeaderSplitterTest {
    @ParameterizedTest
    @CsvSource({
        "'From: a|Subject: b||body|', 'from=From: a|; subject=Subject: b|', 'body|'",
        "'From: a||', 'from=From: a|', ''",
        "'From: a|', 'from=From: a|', ''",
        "'From: a', 'from=From: a', ''",
        "'||x', '', '|x'",
        "'|', '', ''",
        "'', '', ''",
        "'A:|B:||', 'a=A:|; b=B:|', ''",
        "'A: 1| 2|→3|B: x||', 'a=A: 1| 2|→3|; b=B: x|', ''",
        "'A: 1| |B: x||', 'a=A: 1| |; b=B: x|', ''",
        "'A:b:c||A: not a header|', 'a=A:b:c|', 'A: not a header|'",
        "'X-!#~: 1||', 'x-!#~=X-!#~: 1|', ''",
    })
    void fields_and_body(String message, String fields, String body) throws GrammarException {
        byte[] bytes = Bytes.bytes(message);
        for (int block = 1; block <= bytes.length + 1; block++) {
            Bytes.Split split = Bytes.split(bytes, block);
            assertThat(split.header().stream()
                            .map(field -> field.name() + "=" + Bytes.shown(field.bytes()))
                            .collect(Collectors.joining("; ")))
                    .as("%d bytes at a time", block)
                    .isEqualTo(fields);
            assertThat(split.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a|no colon|",
                "From: a|Subject : b||",
                "From: a|: b||",
                "From: a|Sübject: b||",
                "From: a|Dear Bob,||",
                "From: a|From ada Mon Nov 20 2026|",
            })
    void second_line_is_not_a_field_and_is_not_shown(String message) {
        assertThatThrownBy(() -> Bytes.split(Bytes.bytes(message), 100))
                .isInstanceOf(GrammarException.class)
                .hasMessageStartingWith("line 2 of the message begins with")
                .hasMessageNotContaining("Bob");
    }

    @Test
    void first_line_is_a_continuation() {
        assertThatThrownBy(() -> Bytes.split(Bytes.bytes(" From: a||"), 100))
                .isInstanceOf(GrammarException.class)
                .hasMessageStartingWith("line 1 ");
    }

    @Test
    void line_of_a_field_behind_a_folded_one() {
        assertThatThrownBy(() -> Bytes.split(Bytes.bytes("A: 1| 2| 3|oops||"), 100))
                .hasMessageStartingWith("line 4 ");
    }

    @Test
    void header_that_does_not_end() {
        byte[] endless = Bytes.bytes("A: " + "x".repeat(HeaderSplitter.MAX_BYTES));
        assertThatThrownBy(() -> Bytes.split(endless, 1000))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most 262144 bytes");
    }

    @Test
    void header_as_long_as_allowed() throws GrammarException {
        byte[] message = Bytes.bytes("A: " + "x".repeat(HeaderSplitter.MAX_BYTES - 7) + "||body");
        assertThat(Bytes.split(message, 1000).body()).isEqualTo("body");
    }

    @Test
    void too_many_fields() throws GrammarException {
        assertThat(Bytes.split(Bytes.bytes("A:|".repeat(HeaderSplitter.MAX_FIELDS)), 100)
                        .header())
                .hasSize(HeaderSplitter.MAX_FIELDS);
        assertThatThrownBy(() -> Bytes.split(Bytes.bytes("A:|".repeat(HeaderSplitter.MAX_FIELDS + 1)), 100))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most 1000 fields");
    }
}
