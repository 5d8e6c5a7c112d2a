package dev.wireside.codec.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslBase64Test {
    @Test
    void a_challenge_is_decoded() throws GrammarException {
        assertThat(SaslBase64.challenge("VXNlcm5hbWU6"))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("Username:");
    }

    @Test
    void an_empty_line_is_an_empty_challenge() throws GrammarException {
        assertThat(SaslBase64.challenge("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64", "VXNl=cm5", "VXNlc", "é", "VXNlcm5hbWU6\u0000"})
    void a_challenge_that_is_not_base64_breaks_the_grammar(String line) {
        assertThatThrownBy(() -> SaslBase64.challenge(line))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("a challenge is Base64");
    }

    @Test
    void a_challenge_beyond_the_limit_breaks_the_grammar_before_it_is_decoded() {
        String line = "A".repeat((SaslExchange.MAX_CHALLENGE / 3 + 2) * 4);
        assertThatThrownBy(() -> SaslBase64.challenge(line))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 57, 100})
    void the_length_of_a_response_is_known_before_it_is_encoded(int bytes) {
        assertThat(SaslBase64.response(new byte[bytes])).hasSize(SaslBase64.responseLength(bytes));
    }
}
