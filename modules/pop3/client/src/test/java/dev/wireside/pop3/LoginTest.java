package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslExchange;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Credentials;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Transcript;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LoginTest {
    @ParameterizedTest
    @EnumSource
    void wrong_password_with_a_code(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "auth-refused")) {
            var refused = catchThrowableOfType(Pop3RefusedException.class, () -> Wire.open(server));
            assertThat(refused.command()).isEqualTo("PASS " + Secret.MASK);
            assertThat(refused.responseCode()).contains(PopResponseCode.AUTH);
            assertThat(refused.isTransient()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_code_that_looks_like_the_password_still_counts(Delivery delivery) throws Exception {
        var credentials = Credentials.of("ada", Secret.of("AUTH"));
        try (ScriptedServer server = Wire.play(delivery, "code-is-password")) {
            var refused = catchThrowableOfType(
                    Pop3RefusedException.class, () -> Pop3Client.open(Wire.at(server), credentials, Wire.inClear()));
            assertThat(refused.responseCode()).contains(PopResponseCode.AUTH);
            assertThat(refused).hasMessageContaining("the user name or the password is wrong");
            assertThat(refused.getMessage() + refused.answer() + refused.status())
                    .contains("[" + Secret.MASK + "] not " + Secret.MASK)
                    .doesNotContain("AUTH");
        }
    }

    @ParameterizedTest
    @CsvSource({"zoë,sesame", "ada,sésame"})
    void user_and_pass_beyond_ascii_are_not_sent_to_a_server_that_wants_ascii(String user, String password)
            throws Exception {
        var credentials = Credentials.of(user, Secret.of(password));
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Wire.play(delivery, "user-is-ascii")) {
                assertThatThrownBy(() -> Pop3Client.open(Wire.at(server), credentials, Wire.inClear()))
                        .isInstanceOf(Pop3RefusedException.class)
                        .hasMessageContaining("nothing secret was sent")
                        .hasMessageContaining("RFC 6856 section 2.2");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void user_and_pass_are_utf8_where_the_server_announces_it(Delivery delivery) throws Exception {
        var credentials = Credentials.of("zoë", Secret.of("sésame"));
        try (ScriptedServer server = Wire.play(delivery, "user-is-utf8")) {
            Pop3Client.open(Wire.at(server), credentials, Wire.inClear()).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-refused-pipelining", "user-refused-pipelining"})
    void a_pipelined_login_is_refused_even_if_the_rest_is_never_answered(String script) throws Exception {
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Wire.play(delivery, script)) {
                assertThatThrownBy(() -> Wire.open(server)).isInstanceOf(Pop3RefusedException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-use", "login-delay"})
    void a_locked_maildrop_may_open_later(String script) throws Exception {
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Wire.play(delivery, script)) {
                var refused = catchThrowableOfType(Pop3RefusedException.class, () -> Wire.open(server));
                assertThat(refused.isTransient()).isTrue();
                assertThat(refused.status().orElseThrow().isError()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_password_that_the_server_echoes_is_masked(Delivery delivery) throws Exception {
        var transcript = new Transcript();
        var credentials = Credentials.of("ada", Secret.of("sesame-street"));
        try (ScriptedServer server = Wire.play(delivery, "echo")) {
            var refused = catchThrowableOfType(
                    Pop3RefusedException.class,
                    () -> Pop3Client.open(
                            Wire.at(server), credentials, Wire.inClear().withTap(transcript)));
            assertThat(refused.toString() + refused.answer() + refused.status())
                    .contains(Secret.MASK)
                    .doesNotContain("sesame")
                    .doesNotContain("c2VzYW1l");
        }
        assertThat(transcript.render())
                .contains("PASS " + Secret.MASK)
                .doesNotContain("sesame-street")
                .doesNotContain("ZXNhbWUtc3RyZWV0");
    }

    @Test
    void a_mechanism_that_shows_nothing_is_used_without_tls() throws Exception {
        var tim = Credentials.of("tim", Secret.of("tanstaaftanstaaf"));
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Wire.play(delivery, "cram-md5")) {
                Pop3Client.open(Wire.at(server), tim, Wire.encrypted(Pop3Tls.UNENCRYPTED))
                        .close();
            }
        }
    }

    @Test
    void a_password_is_not_sent_in_clear_without_loud_permission() throws Exception {
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "only-plain")) {
            assertThatThrownBy(() -> Wire.open(server, Wire.encrypted(Pop3Tls.UNENCRYPTED)))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("nothing secret was sent")
                    .hasMessageContaining("unencrypted");
        }
    }

    @Test
    void nothing_below_the_floor_is_used() throws Exception {
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "only-plain")) {
            assertThatThrownBy(() -> Wire.open(server, Wire.inClear().withSaslFloor(SaslStrength.SCRAM_SHA_256)))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("SCRAM_SHA_256");
        }
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "only-plain")) {
            var options = Wire.inClear().withSaslFloor(SaslStrength.CHALLENGE).withSasl(Sasl::plain);
            assertThatThrownBy(() -> Wire.open(server, options))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("weaker than the floor");
        }
    }

    @Test
    void a_server_without_any_login_we_know_is_refused() throws Exception {
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "no-way-in")) {
            assertThatThrownBy(() -> Wire.open(server))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("GSSAPI")
                    .hasMessageContaining("USER and PASS are not announced");
        }
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "no-way-in")) {
            assertThatThrownBy(() -> Wire.open(server, Wire.inClear().withSasl(Sasl::scramSha256)))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("does not offer SCRAM-SHA-256");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_initial_response_is_an_equals_sign(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "external")) {
            Wire.open(server, Wire.inClear().withSasl(Sasl.external(""))).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_mechanism_that_carries_everything_needs_no_credentials(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "external")) {
            Pop3Client.open(Wire.at(server), Wire.inClear().withSasl(Sasl.external("")))
                    .close();
        }
    }

    @Test
    void without_credentials_and_such_a_mechanism_nobody_is_called() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "external")) {
            for (Pop3Options options : List.of(
                    Wire.inClear(),
                    Wire.inClear().withSasl(Sasl::plain),
                    Wire.inClear().withSasl(Sasl.external("")).withSasl(Sasl::plain))) {
                assertThatThrownBy(() -> Pop3Client.open(Wire.at(server), options))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("Pop3Options.withSasl(SaslMechanism)")
                        .hasMessageContaining("open(server, credentials, options)");
            }
            assertThat(server.conversations()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_initial_response_that_is_too_long_for_its_line_waits_for_a_challenge(Delivery delivery) throws Exception {
        var token = Credentials.of("ada", Secret.of("t".repeat(300)));
        try (ScriptedServer server = Wire.play(delivery, "long-response")) {
            Pop3Client.open(Wire.at(server), token, Wire.inClear().withSasl(Sasl::xoauth2))
                    .close();
        }
        try (ScriptedServer server = Wire.play(delivery, "long-response-challenged")) {
            assertThatThrownBy(() -> Pop3Client.open(
                            Wire.at(server), token, Wire.inClear().withSasl(Sasl::xoauth2)))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("first challenge is empty");
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_capa_no_initial_response_is_sent(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "unannounced-mechanism")) {
            Wire.open(server, Wire.inClear().withSasl(Sasl::plain)).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_token_comes_with_the_servers_reason(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "token-refused")) {
            assertThatThrownBy(() -> Wire.open(server, Wire.inClear().withSasl(Sasl::oauthBearer)))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("AUTH OAUTHBEARER")
                    .hasMessageContaining("invalid_token");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_challenge_that_is_not_base64_is_cancelled(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "challenge-not-base64")) {
            assertThatThrownBy(() -> Wire.open(server))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("Base64");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_challenges_for_ever_is_cancelled(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "endless-challenges")) {
            assertThatThrownBy(() -> Wire.open(server, Wire.inClear().withSasl(new Curious())))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("at most 10 challenges");
        }
    }

    @Test
    void credentials_that_cannot_be_sent_are_refused_before_connecting() throws Exception {
        var nobody = Credentials.of("", Secret.of("x"));
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "opened")) {
            assertThatThrownBy(() -> Pop3Client.open(Wire.at(server), nobody, Wire.inClear()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.conversations()).isEmpty();
        }
    }

    @Test
    void scram_proves_both_sides() throws Exception {
        try (var server = new ScramPop3Server("sesame");
                Pop3Client maildrop = Pop3Client.open(server.endpoint(), Wire.ADA, scramOnly())) {
            assertThat(maildrop.stat()).isEqualTo(new DropListing(0, 0));
        }
        try (var server = new ScramPop3Server("another password")) {
            assertThatThrownBy(() -> Pop3Client.open(server.endpoint(), Wire.ADA, scramOnly()))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("AUTH SCRAM-SHA-256");
        }
    }

    @Test
    void scram_refuses_a_server_that_does_not_know_the_password() throws Exception {
        try (var server = ScramPop3Server.lying("sesame")) {
            assertThatThrownBy(() -> Pop3Client.open(server.endpoint(), Wire.ADA, scramOnly()))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    private static Pop3Options scramOnly() {
        return Wire.encrypted(Pop3Tls.UNENCRYPTED).withSaslFloor(SaslStrength.SCRAM_SHA_256);
    }

    /** A mechanism that has an answer to everything. */
    private record Curious() implements SaslMechanism {
        @Override
        public String name() {
            return "X-CURIOUS";
        }

        @Override
        public SaslStrength strength() {
            return SaslStrength.EXTERNAL;
        }

        @Override
        public SaslExchange start() {
            return new SaslExchange() {
                @Override
                public Optional<byte[]> initialResponse() {
                    return Optional.empty();
                }

                @Override
                public byte[] answer(byte[] challenge) {
                    return "again".getBytes(US_ASCII);
                }

                @Override
                public void succeeded(byte[] finalData) {}
            };
        }
    }
}
