package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnhancedStatusTest {
    private static Reply reply(int code, String text) {
        return new Reply(new ReplyCode(code), List.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "250, 2.0.0 ok, 2.0.0",
        "550, 5.1.1 <bob@example.net> unknown, 5.1.1",
        "452, 4.2.2, 4.2.2",
        "250, 2.123.999 odd, 2.123.999",
    })
    void code_in_front_of_the_text(int code, String text, String expected) {
        assertThat(EnhancedStatus.of(reply(code, text)).orElseThrow()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "250, ok",
        "250, ''",
        "250, 2",
        "250, 2.",
        "250, 2.0",
        "250, 2.0.",
        "250, 2..0 x",
        "250, 2.0.0.0 x",
        "250, 2.0.0x",
        "250, 2.0.1000 x",
        "250, 2.01.0 x",
        "250, 22.0.0 x",
        "250, ' 2.0.0 x'",
        "250, 5.0.0 contradicts the reply",
        "354, 3.0.0 no such class",
        "550, 192.0.2.1 is listed",
        "550, 5.٣.1 x"
    })
    void anything_else_is_just_text(int code, String text) {
        assertThat(EnhancedStatus.of(reply(code, text))).isEmpty();
    }

    @Test
    void parts_outside_the_grammar_are_the_callers_fault() {
        assertThatThrownBy(() -> new EnhancedStatus(3, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnhancedStatus(5, 1000, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnhancedStatus(5, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
