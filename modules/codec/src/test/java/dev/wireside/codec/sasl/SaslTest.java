package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.bytes;
import static dev.wireside.codec.sasl.Wire.first;
import static dev.wireside.codec.sasl.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslTest {
    private static final Secret PASSWORD = Secret.of("tanstaaftanstaaf");

    @Test
    void plain_as_in_rfc4616_section_4() {
        assertThat(first(Sasl.plain("tim", PASSWORD).start())).isEqualTo("\0tim\0tanstaaftanstaaf");
    }

    @Test
    void plain_with_an_authorization_identity_as_in_rfc4616_section_4() {
        SaslMechanism plain = Sasl.plain("Ursel", "Kurt", Secret.of("xipj3plmq"));
        assertThat(first(plain.start())).isEqualTo("Ursel\0Kurt\0xipj3plmq");
    }

    @Test
    void plain_sends_utf8_as_it_was_typed() {
        assertThat(first(Sasl.plain("J\u00fcrgen", Secret.of("\u2168")).start()))
                .isEqualTo("\0J\u00fcrgen\0\u2168");
    }

    @Test
    void plain_has_no_answer_to_a_challenge() {
        SaslExchange exchange = Sasl.plain("tim", PASSWORD).start();
        assertThatThrownBy(() -> exchange.answer(new byte[0]))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("no further challenge in PLAIN");
    }

    @Test
    void login_answers_user_then_password_whatever_the_prompts_say() throws GrammarException {
        SaslExchange exchange = Sasl.login("tim", PASSWORD).start();
        assertThat(exchange.initialResponse()).isEmpty();
        assertThat(text(exchange.answer(bytes("Password:")))).isEqualTo("tim");
        assertThat(text(exchange.answer(new byte[0]))).isEqualTo("tanstaaftanstaaf");
        exchange.succeeded(null);
    }

    @Test
    void login_third_challenge() throws GrammarException {
        SaslExchange exchange = Sasl.login("tim", PASSWORD).start();
        exchange.answer(bytes("User Name"));
        exchange.answer(bytes("Password"));
        assertThatThrownBy(() -> exchange.answer(bytes("Again"))).isInstanceOf(GrammarException.class);
    }

    @Test
    void login_success_before_the_password_was_asked_for() throws GrammarException {
        SaslExchange exchange = Sasl.login("tim", PASSWORD).start();
        exchange.answer(bytes("User Name"));
        assertThatThrownBy(() -> exchange.succeeded(null))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("after the last step of LOGIN");
    }

    @Test
    void cram_md5_as_in_rfc2195_section_2() throws GrammarException {
        SaslExchange exchange = Sasl.cramMd5("tim", PASSWORD).start();
        assertThat(exchange.initialResponse()).isEmpty();
        assertThat(text(exchange.answer(bytes("<1896.697170952@postoffice.reston.mci.net>"))))
                .isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
        exchange.succeeded(null);
    }

    @Test
    void cram_md5_empty_challenge() {
        SaslExchange exchange = Sasl.cramMd5("tim", PASSWORD).start();
        assertThatThrownBy(() -> exchange.answer(new byte[0])).isInstanceOf(GrammarException.class);
    }

    @Test
    void cram_md5_second_challenge() throws GrammarException {
        SaslExchange exchange = Sasl.cramMd5("tim", PASSWORD).start();
        exchange.answer(bytes("<1@a>"));
        assertThatThrownBy(() -> exchange.answer(bytes("<2@a>"))).isInstanceOf(GrammarException.class);
    }

    @Test
    void cram_md5_success_without_a_challenge() {
        SaslExchange exchange = Sasl.cramMd5("tim", PASSWORD).start();
        assertThatThrownBy(() -> exchange.succeeded(null)).isInstanceOf(GrammarException.class);
    }

    @Test
    void external_sends_the_authorization_identity() {
        assertThat(first(Sasl.external("fred@example.com").start())).isEqualTo("fred@example.com");
    }

    @Test
    void external_without_identity_is_an_empty_response_not_none() {
        assertThat(Sasl.external("").start().initialResponse()).hasValue(new byte[0]);
    }

    @Test
    void one_mechanism_serves_many_attempts() throws GrammarException {
        SaslMechanism login = Sasl.login("tim", PASSWORD);
        for (int attempt = 0; attempt < 3; attempt++) {
            SaslExchange exchange = login.start();
            assertThat(text(exchange.answer(new byte[0]))).isEqualTo("tim");
        }
    }

    static Stream<SaslMechanism> all() {
        return Stream.of(
                Sasl.plain("tim", PASSWORD),
                Sasl.login("tim", PASSWORD),
                Sasl.cramMd5("tim", PASSWORD),
                Sasl.scramSha1("tim", PASSWORD),
                Sasl.scramSha256("tim", PASSWORD),
                Sasl.xoauth2("tim", PASSWORD),
                Sasl.oauthBearer("tim", PASSWORD),
                Sasl.external("tim"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void challenge_longer_than_any_line(SaslMechanism mechanism) {
        SaslExchange exchange = mechanism.start();
        assertThatThrownBy(() -> exchange.answer(new byte[SaslExchange.MAX_CHALLENGE + 1]))
                .isInstanceOf(GrammarException.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void success_with_data_that_the_mechanism_does_not_have(SaslMechanism mechanism) {
        SaslExchange exchange = mechanism.start();
        assertThatThrownBy(() -> exchange.succeeded(bytes("more"))).isInstanceOf(GrammarException.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void endless_challenges_end_before_max_rounds(SaslMechanism mechanism) {
        SaslExchange exchange = mechanism.start();
        assertThatThrownBy(() -> {
                    for (int round = 0; round <= SaslExchange.MAX_ROUNDS; round++) {
                        exchange.answer(bytes("again"));
                    }
                })
                .isInstanceOf(GrammarException.class);
    }

    @Test
    void single_messages_may_succeed_at_once() {
        for (SaslMechanism mechanism : List.of(Sasl.plain("tim", PASSWORD), Sasl.external(""))) {
            assertThatCode(() -> mechanism.start().succeeded(null)).doesNotThrowAnyException();
            assertThatCode(() -> mechanism.start().succeeded(new byte[0])).doesNotThrowAnyException();
        }
    }

    static List<Function<String, SaslMechanism>> byUser() {
        return List.of(
                user -> Sasl.plain(user, PASSWORD),
                user -> Sasl.login(user, PASSWORD),
                user -> Sasl.cramMd5(user, PASSWORD),
                user -> Sasl.scramSha1(user, PASSWORD),
                user -> Sasl.scramSha256(user, PASSWORD),
                user -> Sasl.xoauth2(user, PASSWORD),
                user -> Sasl.oauthBearer(user, PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "a\u0001auth=Bearer x", "a\r\nb", "a\u007f", "a\u0085"})
    void user_name_that_would_end_its_field(String user) {
        for (Function<String, SaslMechanism> mechanism : byUser()) {
            assertThatIllegalArgumentException().isThrownBy(() -> mechanism.apply(user));
        }
    }

    @Test
    void user_name_without_utf8_form() {
        for (Function<String, SaslMechanism> mechanism : byUser()) {
            assertThatIllegalArgumentException().isThrownBy(() -> mechanism.apply("a\ud800"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush\0hush"})
    void password_that_is_empty_or_holds_nul(String password) {
        Secret secret = Secret.of(password);
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.plain("tim", secret));
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.login("tim", secret));
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.cramMd5("tim", secret));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sasl.scramSha256("tim", secret))
                .withMessageNotContaining("hush");
    }

    @Test
    void authorization_identity_with_nul() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.external("a\0b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.plain("a\0b", "tim", PASSWORD));
    }
}
