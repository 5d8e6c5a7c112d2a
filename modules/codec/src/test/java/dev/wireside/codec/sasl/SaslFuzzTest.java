package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.PENCIL;
import static dev.wireside.codec.sasl.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;

/** Whatever a server sends: a value within the limits or a {@link GrammarException}, nothing else. */
class SaslFuzzTest {
    private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";
    private static final byte[] SERVER_FIRST = bytes("r=" + NONCE + "3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");

    @FuzzTest
    void scramServerFirst(byte[] challenge) {
        try {
            ScramServerFirst first = ScramServerFirst.parse(PeerText.of(challenge, "fuzz"), NONCE);
            assertThat(first.nonce()).startsWith(NONCE).hasSizeGreaterThan(NONCE.length());
            assertThat(first.salt()).hasSizeBetween(ScramServerFirst.MIN_SALT, ScramServerFirst.MAX_SALT);
            assertThat(first.iterations()).isBetween(ScramServerFirst.MIN_ITERATIONS, ScramServerFirst.MAX_ITERATIONS);
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void scramServerFinal(byte[] challenge) throws GrammarException {
        SaslExchange exchange = Sasl.scram(ScramHash.SHA_1, "user", PENCIL, Gs2Header.NOT_SUPPORTED, () -> NONCE)
                .start();
        exchange.answer(SERVER_FIRST);
        try {
            exchange.answer(challenge);
            exchange.succeeded(null);
            assertThat(new String(challenge, StandardCharsets.UTF_8)).startsWith("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void challengeLine(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        try {
            assertThat(SaslBase64.challenge(text).length).isLessThanOrEqualTo(SaslExchange.MAX_CHALLENGE);
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void bearerError(byte[] challenge) {
        SaslExchange exchange = Sasl.oauthBearer("user", Secret.of("t0ken")).start();
        try {
            assertThat(exchange.answer(challenge)).containsExactly(1);
            assertThat(exchange.failureDetail().orElseThrow())
                    .hasSizeLessThanOrEqualTo(PeerText.MAX_DETAIL)
                    .doesNotContain("t0ken")
                    .matches("[ -~]*");
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void saslPrep(byte[] typed) {
        String text = new String(typed, StandardCharsets.UTF_8);
        try {
            String prepared = SaslPrep.prepare(text);
            assertThat(prepared).isNotEmpty();
            assertThat(SaslPrep.prepare(prepared)).isEqualTo(prepared);
        } catch (IllegalArgumentException prohibited) {
            assertThat(prohibited.getMessage()).contains("RFC");
        }
    }

    private static void assertBounded(GrammarException refused) {
        assertThat(refused.getMessage()).hasSizeLessThan(600);
    }
}
