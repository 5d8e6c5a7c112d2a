package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.base64;
import static dev.wireside.codec.sasl.Wire.bytes;
import static dev.wireside.codec.sasl.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret in a {@code toString} or a message, even when the server echoes all that it was sent. */
class SaslSecretsTest {
    private static final String CANARY = "canary5ecret";
    private static final Secret SECRET = Secret.of(CANARY);

    static Stream<SaslMechanism> all() {
        var binding = new ChannelBinding(ChannelBinding.TLS_EXPORTER, bytes(CANARY));
        return Stream.of(
                Sasl.plain("tim", SECRET),
                Sasl.login("tim", SECRET),
                Sasl.cramMd5("tim", SECRET),
                Sasl.scramSha1("tim", SECRET),
                Sasl.scramSha256Plus("tim", SECRET, binding),
                Sasl.xoauth2("tim", SECRET),
                Sasl.oauthBearer("tim", SECRET));
    }

    @ParameterizedTest
    @MethodSource("all")
    void server_echoes_what_it_was_sent(SaslMechanism mechanism) {
        SaslExchange exchange = mechanism.start();
        byte[] sent = exchange.initialResponse().orElse(bytes("Username:"));
        for (int round = 0; round < SaslExchange.MAX_ROUNDS; round++) {
            try {
                sent = exchange.answer(sent);
            } catch (GrammarException e) {
                assertSafe(e.toString());
            }
        }
        assertSafe(exchange.failureDetail().orElse(""));
        assertSafe(exchange.toString());
    }

    @ParameterizedTest
    @MethodSource("all")
    void mechanism_shows_its_name_only(SaslMechanism mechanism) {
        assertThat(mechanism).hasToString(mechanism.name());
    }

    @Test
    void chooser_and_choices_show_no_secret() {
        SaslChooser chooser = SaslChooser.forPassword("tim", SECRET)
                .onEncryptedChannel(new ChannelBinding(ChannelBinding.TLS_EXPORTER, bytes(CANARY)));
        assertSafe(chooser.toString());
        assertSafe(chooser.choose(List.of("PLAIN")).toString());
        assertSafe(chooser.choose(List.of("NTLM")).toString());
    }

    private static void assertSafe(String shown) {
        assertThat(shown).doesNotContain(CANARY);
        for (int alignment = 0; alignment < 3; alignment++) {
            assertThat(shown).doesNotContain(base64(bytes(CANARY)).substring(4 * alignment, 4 * alignment + 4));
        }
    }

    @Test
    void returned_arrays_are_the_callers_to_clear() {
        SaslExchange exchange = Sasl.plain("tim", SECRET).start();
        Arrays.fill(exchange.initialResponse().orElseThrow(), (byte) 0);
        assertThat(text(exchange.initialResponse().orElseThrow())).isEqualTo("\0tim\0" + CANARY);
    }

    @Test
    void wiped_secret_logs_in_nowhere() {
        Secret wiped = Secret.of("gone");
        SaslMechanism plain = Sasl.plain("tim", wiped);
        wiped.wipe();
        assertThatIllegalStateException().isThrownBy(() -> plain.start().initialResponse());
    }
}
