package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslExchange;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Tls;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the connection to a session that is ready for messages. */
@Timeout(60)
class OpeningTest {
    @ParameterizedTest
    @EnumSource
    void starttls_forgets_what_was_announced_in_clear(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("starttls", delivery)) {
            var options = server.encrypted(SmtpTls.STARTTLS).withLogin(TestServer.ADA);
            try (var smtp = SmtpClient.connect(server.endpoint(), options)) {
                assertThat(smtp.tls()).isPresent();
                assertThat(smtp.capabilities().has(SmtpExtension.PIPELINING)).isFalse();
                assertThat(smtp.capabilities().authMechanisms()).containsExactly("PLAIN");
            }
            assertThat(server.transcript.render())
                    .contains("AUTH PLAIN " + Secret.MASK)
                    .doesNotContain("AGFkYQ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void implicit_tls_starts_before_the_greeting(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("implicit_tls", delivery)) {
            var options = server.encrypted(SmtpTls.IMPLICIT).withLogin(TestServer.ADA);
            SmtpClient.connect(server.endpoint(), options).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void starttls_is_missing_so_nothing_secret_is_sent(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("starttls_missing", delivery)) {
            var options =
                    server.encrypted(SmtpTls.STARTTLS).withLogin(TestServer.ADA).allowingSecretsOnUnencryptedChannel();
            var no = catchThrowableOfType(
                    SmtpRefusedException.class, () -> SmtpClient.connect(server.endpoint(), options));
            assertThat(no)
                    .hasMessageContaining("does not offer STARTTLS")
                    .hasMessageContaining("nothing secret was sent");
            assertThat(no.reply()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void starttls_is_refused(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("starttls_refused", delivery)) {
            var options = server.encrypted(SmtpTls.STARTTLS);
            var no = catchThrowableOfType(
                    SmtpRefusedException.class, () -> SmtpClient.connect(server.endpoint(), options));
            assertThat(no.isTransient()).isTrue();
            assertThat(no.enhanced()).contains(new EnhancedStatus(4, 7, 0));
        }
    }

    @Test
    void plaintext_glued_behind_the_go_ahead_for_tls() throws IOException {
        try (var server = TestServer.playsWithoutVerification("starttls_glued", Delivery.WHOLE)) {
            var options = server.encrypted(SmtpTls.STARTTLS).withLogin(TestServer.ADA);
            assertThatThrownBy(() -> SmtpClient.connect(server.endpoint(), options))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("CVE-2021-22947");
            server.close();
            assertThat(server.clientBytes()).doesNotContain("AUTH");
        }
    }

    @Test
    void certificate_of_an_unknown_authority() throws IOException {
        try (var server = TestServer.playsWithoutVerification("wrong_certificate", Delivery.WHOLE)) {
            var options = server.encrypted(SmtpTls.STARTTLS).withTlsSettings(Tls.defaults());
            assertThatThrownBy(() -> SmtpClient.connect(server.endpoint(), options))
                    .isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void helo_follows_a_refused_ehlo(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("helo_fallback", delivery);
                var smtp = server.connect()) {
            assertThat(smtp.capabilities().keywords()).isEmpty();
            smtp.send(Envelope.from("ada@example.org").to("bob@example.net"), BodySource.ofText("hello\r\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void helo_is_refused_too(Delivery delivery) throws IOException {
        refused("helo_refused_too", delivery, server -> server.unencrypted(), "HELO client.example");
    }

    @ParameterizedTest
    @EnumSource
    void greeting_is_554(Delivery delivery) throws IOException {
        refused("greeting_554", delivery, server -> server.unencrypted(), "no SMTP service here");
    }

    @ParameterizedTest
    @EnumSource
    void greeting_is_421(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("greeting_421", delivery)) {
            assertThatThrownBy(server::connect)
                    .isInstanceOf(SmtpClosingException.class)
                    .hasMessageContaining("the greeting");
        }
    }

    @ParameterizedTest
    @EnumSource
    void greeting_is_another_protocol(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("greeting_is_http", delivery)) {
            assertThatThrownBy(server::connect).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void client_name_is_by_default_the_literal_of_the_local_address() throws IOException {
        try (var server = TestServer.plays("default_client_name", Delivery.WHOLE)) {
            var options = SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED);
            SmtpClient.connect(server.endpoint(), options).close();
        }
    }

    @Test
    void greeting_does_not_come() throws IOException {
        try (var server = TestServer.plays("silent_greeting", Delivery.WHOLE)) {
            var timeouts = SmtpTimeouts.defaults().withGreeting(Duration.ofMillis(50));
            assertThatThrownBy(() -> SmtpClient.connect(
                            server.endpoint(), server.unencrypted().withTimeouts(timeouts)))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("the greeting");
        }
    }

    @ParameterizedTest
    @EnumSource
    void login_is_bound_to_the_tls_channel_where_the_server_can(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("auth_scram_plus", delivery)) {
            var options = server.encrypted(SmtpTls.IMPLICIT).withLogin(TestServer.ADA);
            assertThatThrownBy(() -> SmtpClient.connect(server.endpoint(), options))
                    .isInstanceOf(SmtpRefusedException.class);
            server.close();
            String auth = server.conversation().lines().get(1);
            byte[] clientFirst = Base64.getDecoder().decode(auth.substring(auth.lastIndexOf(' ') + 1));
            assertThat(new String(clientFirst, StandardCharsets.US_ASCII)).startsWith("p=tls-");
        }
    }

    @ParameterizedTest
    @EnumSource
    void empty_initial_response_is_an_equals_sign(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("auth_initial_response_empty", delivery)) {
            SmtpClient.connect(server.endpoint(), server.unencrypted().withSasl(Sasl.external("")))
                    .close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void initial_response_that_does_not_fit_follows_an_empty_challenge(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("auth_initial_response_too_long", delivery)) {
            var credentials = Credentials.of("ada", Secret.of("x".repeat(12_000 - 4 + 1)));
            var options = server.unencrypted().withLogin(credentials).allowingSecretsOnUnencryptedChannel();
            SmtpClient.connect(server.endpoint(), options).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void secret_that_the_server_echoes_is_masked_everywhere(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("auth_refused_echoing", delivery)) {
            var options = server.unencrypted().withLogin(TestServer.ADA).allowingSecretsOnUnencryptedChannel();
            var no = catchThrowableOfType(
                    SmtpRefusedException.class, () -> SmtpClient.connect(server.endpoint(), options));
            assertThat(no.command()).isEqualTo("AUTH PLAIN " + Secret.MASK);
            assertThat(no.enhanced()).contains(new EnhancedStatus(5, 7, 8));
            assertThat(no.getMessage() + no.answer() + no.reply() + server.transcript.render())
                    .contains(Secret.MASK + "\" is wrong")
                    .doesNotContain("s3cr3t")
                    .doesNotContain("AGFkYQBzM2NyM3Q");
        }
    }

    @ParameterizedTest
    @EnumSource
    void xoauth2_is_refused_with_a_reason(Delivery delivery) throws IOException {
        refused(
                "auth_xoauth2_refused",
                delivery,
                server -> server.unencrypted()
                        .withLogin(TestServer.ADA_WITH_TOKEN, Sasl::xoauth2)
                        .allowingSecretsOnUnencryptedChannel(),
                "{\"status\":\"401\"}");
    }

    @ParameterizedTest
    @EnumSource
    void oauthbearer_is_refused_with_a_reason(Delivery delivery) throws IOException {
        refused(
                "auth_oauthbearer_refused",
                delivery,
                server -> server.unencrypted()
                        .withLogin(TestServer.ADA_WITH_TOKEN, Sasl::oauthBearer)
                        .allowingSecretsOnUnencryptedChannel(),
                "invalid_token");
    }

    @ParameterizedTest
    @EnumSource
    void auth_is_not_offered(Delivery delivery) throws IOException {
        refused("auth_not_offered", delivery, server -> server.unencrypted().withLogin(TestServer.ADA), "no SASL");
    }

    @ParameterizedTest
    @EnumSource
    void password_does_not_go_out_in_clear_unless_loudly_allowed(Delivery delivery) throws IOException {
        refused(
                "auth_plain_only",
                delivery,
                server -> server.unencrypted().withLogin(TestServer.ADA),
                "may not be used on an unencrypted channel");
        refused(
                "auth_plain_only",
                delivery,
                server -> server.unencrypted().withLogin(TestServer.ADA, Sasl::plain),
                "the channel is not encrypted");
    }

    @ParameterizedTest
    @EnumSource
    void mechanism_below_the_floor_or_not_offered_is_not_used(Delivery delivery) throws IOException {
        refused(
                "auth_plain_only",
                delivery,
                server -> server.unencrypted()
                        .allowingSecretsOnUnencryptedChannel()
                        .withSaslFloor(SaslStrength.SCRAM_SHA_256)
                        .withLogin(TestServer.ADA, Sasl::plain),
                "weaker than the floor");
        refused(
                "auth_plain_only",
                delivery,
                server -> server.unencrypted().withLogin(TestServer.ADA, Sasl::scramSha256),
                "does not offer SCRAM-SHA-256");
    }

    private interface Options {
        SmtpOptions of(TestServer server);
    }

    private static void refused(String script, Delivery delivery, Options options, String why) throws IOException {
        try (var server = TestServer.plays(script, delivery)) {
            assertThatThrownBy(() -> SmtpClient.connect(server.endpoint(), options.of(server)))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining(why)
                    .hasMessageNotContaining("t0k3n");
            assertThat(server.transcript.render()).doesNotContain("t0k3n").doesNotContain("s3cr3t");
        }
    }

    @ParameterizedTest
    @EnumSource
    void scram_server_shows_another_nonce_so_the_login_is_cancelled(Delivery delivery) throws IOException {
        violation("auth_scram_wrong_nonce", delivery, "login with SCRAM-SHA-256");
    }

    @ParameterizedTest
    @EnumSource
    void challenge_is_not_base64(Delivery delivery) throws IOException {
        violation("auth_challenge_is_not_base64", delivery, "a challenge is Base64");
    }

    private static void violation(String script, Delivery delivery, String what) throws IOException {
        try (var server = TestServer.plays(script, delivery)) {
            var options = server.unencrypted().withLogin(TestServer.ADA);
            assertThatThrownBy(() -> SmtpClient.connect(server.endpoint(), options))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining(what);
        }
    }

    @ParameterizedTest
    @EnumSource
    void challenges_without_end(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("auth_endless", delivery)) {
            var options = server.unencrypted().withSasl(new Endless());
            assertThatThrownBy(() -> SmtpClient.connect(server.endpoint(), options))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("at most 10 challenges");
        }
    }

    /** A mechanism from elsewhere that never has enough. */
    private static final class Endless implements SaslMechanism, SaslExchange {
        @Override
        public String name() {
            return "X-ENDLESS";
        }

        @Override
        public SaslStrength strength() {
            return SaslStrength.CHALLENGE;
        }

        @Override
        public SaslExchange start() {
            return this;
        }

        @Override
        public Optional<byte[]> initialResponse() {
            return Optional.empty();
        }

        @Override
        public byte[] answer(byte[] challenge) {
            return challenge.clone();
        }

        @Override
        public void succeeded(byte @Nullable [] finalData) {}
    }
}
