package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.net.ConnectFailedException;
import dev.wireside.net.Endpoint;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerCertificate;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class OpeningTest {
    @ParameterizedTest
    @EnumSource
    void user_and_pass_one_after_the_other(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "quit-only");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.isOpen()).isTrue();
            assertThat(maildrop.tls()).isEmpty();
            assertThat(maildrop.capabilities().top())
                    .as("announced after the login only")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void user_pass_and_capa_leave_together_when_pipelining_is_announced(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-pipelining", "quit-only");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.capabilities().pipelining()).isTrue();
            assertThat(maildrop.capabilities().top()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_without_capa_is_asked_once(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-without-capa", "quit-only");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.capabilities().isKnown()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tls_before_the_greeting(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "implicit-tls");
                Pop3Client maildrop = Wire.open(server, Wire.encrypted(Pop3Tls.IMPLICIT))) {
            assertThat(maildrop.tls()).isPresent();
            assertThat(maildrop.capabilities().uidl()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stls_and_capa_only_behind_it(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "stls");
                Pop3Client maildrop = Wire.open(server, Wire.encrypted(Pop3Tls.STLS))) {
            assertThat(maildrop.tls()).isPresent();
            assertThat(maildrop.capabilities().top()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_without_stls_is_refused_before_anything_secret(Delivery delivery) throws Exception {
        ScriptedServer server = Wire.play(delivery, "stls-missing");
        try (server) {
            var refused = catchThrowableOfType(
                    Pop3RefusedException.class, () -> Wire.open(server, Wire.encrypted(Pop3Tls.STLS)));
            assertThat(refused.command()).isEqualTo("STLS");
            assertThat(refused.isTransient()).isFalse();
        }
        assertThat(server.conversations().get(0).lines()).containsExactly("STLS");
    }

    /** Byte by byte the injected text may come after the look into the buffer; then it is no TLS record. */
    @ParameterizedTest
    @EnumSource
    void plaintext_glued_behind_stls_is_fatal(Delivery delivery) throws Exception {
        ScriptedServer server = Wire.playUnchecked(delivery, "stls-glued");
        try (server) {
            assertThatThrownBy(() -> Wire.open(server, Wire.encrypted(Pop3Tls.STLS)))
                    .isInstanceOfAny(ProtocolViolationException.class, SSLException.class);
        }
        assertThat(server.conversations().get(0).lines()).containsExactly("STLS");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VALID")
    void a_wrong_certificate_ends_the_session_before_anything_secret(ServerCertificate wrong) throws Exception {
        var options = ServerOptions.defaults()
                .withTls(TestCertificates.serverContext(wrong))
                .withoutVerification();
        ScriptedServer server = ScriptedServer.play(Wire.script("stls"), options);
        try (server) {
            assertThatThrownBy(() -> Wire.open(server, Wire.encrypted(Pop3Tls.STLS)))
                    .isInstanceOf(SSLException.class);
        }
        assertThat(server.conversations().get(0).lines()).containsExactly("STLS");
    }

    @ParameterizedTest
    @EnumSource
    void a_greeting_with_err_is_a_refusal_that_may_pass(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "greeting-refuses")) {
            var refused = catchThrowableOfType(Pop3RefusedException.class, () -> Wire.open(server));
            assertThat(refused.responseCode()).contains(PopResponseCode.SYS_TEMP);
            assertThat(refused.isTransient()).isTrue();
            assertThat(refused).hasMessageContaining("too many sessions").hasMessageContaining("may work later");
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_protocols_greeting_breaks_the_grammar(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "not-pop3")) {
            assertThatThrownBy(() -> Wire.open(server))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("the greeting")
                    .hasMessageContaining("220 mail.example.org ESMTP");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_continuation_outside_of_auth_breaks_the_grammar(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "capa-continued")) {
            assertThatThrownBy(() -> Wire.open(server))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("the reply to CAPA is +OK or -ERR");
        }
    }

    @Test
    void nobody_listens() throws Exception {
        Endpoint gone;
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "not-pop3")) {
            gone = Wire.at(server);
        }
        assertThatThrownBy(() -> Pop3Client.open(gone, Wire.ADA, Wire.inClear()))
                .isInstanceOf(ConnectFailedException.class);
    }
}
