package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.base64;
import static dev.wireside.codec.sasl.Wire.bytes;
import static dev.wireside.codec.sasl.Wire.first;
import static dev.wireside.codec.sasl.Wire.fromBase64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTest {
    private static final Secret TOKEN = Secret.of("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");

    @Test
    void oauthbearer_as_in_rfc7628_section_4_1() throws GrammarException {
        SaslExchange exchange = Sasl.oauthBearer("user@example.com", TOKEN, "server.example.com", 143)
                .start();
        assertThat(base64(exchange.initialResponse().orElseThrow()))
                .isEqualTo("bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyI"
                        + "HZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB");
        exchange.succeeded(null);
        assertThat(exchange.failureDetail()).isEmpty();
    }

    @Test
    void oauthbearer_refused_as_in_rfc7628_section_4_3() throws GrammarException {
        SaslExchange exchange = Sasl.oauthBearer("user@example.com", TOKEN).start();
        byte[] error =
                fromBase64("eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3V"
                        + "yYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=");
        assertThat(base64(exchange.answer(error))).isEqualTo("AQ==");
        assertThat(exchange.failureDetail())
                .hasValue("{\"status\":\"invalid_token\",\"scope\":\"example_scope\",\"openid-configuration\":"
                        + "\"https://example.com/.well-known/openid-configuration\"}");
    }

    @Test
    void oauthbearer_escapes_the_authorization_identity() {
        assertThat(first(Sasl.oauthBearer("a,b=c", Secret.of("t")).start()))
                .isEqualTo("n,a=a=2Cb=3Dc,\u0001auth=Bearer t\u0001\u0001");
    }

    @Test
    void xoauth2_as_google_describes_it() throws GrammarException {
        SaslExchange exchange = Sasl.xoauth2(
                        "someuser@example.com", Secret.of("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"))
                .start();
        assertThat(base64(exchange.initialResponse().orElseThrow()))
                .isEqualTo("dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJ"
                        + "oZG1semRHRXVZMjl0Q2cBAQ==");
        exchange.succeeded(null);
    }

    @Test
    void xoauth2_answers_the_error_with_nothing_and_keeps_it() throws GrammarException {
        SaslExchange exchange = Sasl.xoauth2("a", TOKEN).start();
        assertThat(exchange.answer(bytes("{\"status\":\"401\"}"))).isEmpty();
        assertThat(exchange.failureDetail()).hasValue("{\"status\":\"401\"}");
    }

    @Test
    void success_after_an_error() throws GrammarException {
        SaslExchange exchange = Sasl.xoauth2("a", TOKEN).start();
        exchange.answer(bytes("{}"));
        assertThatThrownBy(() -> exchange.succeeded(null)).isInstanceOf(GrammarException.class);
    }

    @Test
    void second_error() throws GrammarException {
        SaslExchange exchange = Sasl.oauthBearer("a", TOKEN).start();
        exchange.answer(bytes("{}"));
        assertThatThrownBy(() -> exchange.answer(bytes("{}"))).isInstanceOf(GrammarException.class);
    }

    @Test
    void error_that_would_move_the_cursor_or_fill_the_log() throws GrammarException {
        SaslExchange exchange = Sasl.oauthBearer("a", TOKEN).start();
        exchange.answer(bytes("\u001b[2J\r\n\0\u202e" + "x".repeat(5000)));
        assertThat(exchange.failureDetail().orElseThrow())
                .startsWith("?[2J??????x")
                .hasSize(PeerText.MAX_DETAIL)
                .matches("[ -~]*");
    }

    @Test
    void error_that_echoes_the_token() throws GrammarException {
        SaslExchange exchange = Sasl.oauthBearer("a", Secret.of("canary")).start();
        exchange.answer(bytes("x".repeat(PeerText.MAX_DETAIL - 10) + "Bearer canary is stale"));
        assertThat(exchange.failureDetail().orElseThrow())
                .contains("Bearer ***")
                .doesNotContain("can");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary b", "canary\u0001", "canary\r\n", "canary\u00e9"})
    void token_that_would_end_its_field(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sasl.oauthBearer("a", Secret.of(token)))
                .withMessageNotContaining("canary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sasl.xoauth2("a", Secret.of(token)))
                .withMessageNotContaining("canary");
    }

    @Test
    void host_or_port_that_cannot_be() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.oauthBearer("a", TOKEN, "h\u0001auth=x", 25));
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.oauthBearer("a", TOKEN, "h", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.oauthBearer("a", TOKEN, "h", 65_536));
    }
}
