package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Endpoint;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.ScramSmtpServer.Manner;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SCRAM in both directions: the server proves that it knows the password, too, or there is no session. */
@Timeout(60)
class ScramLoginTest {
    private final Transcript transcript = new Transcript();

    private SmtpOptions options() {
        return SmtpOptions.defaults()
                .withTls(SmtpTls.UNENCRYPTED)
                .withTap(transcript)
                .withSaslFloor(SaslStrength.SCRAM_SHA_256)
                .withLogin(TestServer.ADA);
    }

    private static Endpoint at(ScramSmtpServer server) {
        return Endpoint.of("127.0.0.1", server.port());
    }

    @Test
    void both_sides_know_the_password() throws IOException {
        try (var server = new ScramSmtpServer("s3cr3t", Manner.HONEST)) {
            SmtpClient.connect(at(server), options()).close();
            server.close();
            assertThat(server.lines()).last().isEqualTo("QUIT");
        }
        assertThat(transcript.render()).contains("AUTH SCRAM-SHA-256 " + Secret.MASK, "235 2.7.0 welcome");
    }

    @Test
    void client_has_the_wrong_password() throws IOException {
        try (var server = new ScramSmtpServer("another", Manner.HONEST)) {
            assertThatThrownBy(() -> SmtpClient.connect(at(server), options()))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("535 5.7.8 wrong password");
        }
    }

    @Test
    void server_has_the_wrong_signature_so_the_login_is_cancelled() throws IOException {
        try (var server = new ScramSmtpServer("s3cr3t", Manner.WRONG_SIGNATURE)) {
            assertThatThrownBy(() -> SmtpClient.connect(at(server), options()))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("the login with SCRAM-SHA-256");
            server.close();
            assertThat(server.lines()).last().isEqualTo("*");
        }
    }

    @Test
    void server_says_235_without_any_proof() throws IOException {
        try (var server = new ScramSmtpServer("s3cr3t", Manner.SUCCESS_WITHOUT_PROOF)) {
            assertThatThrownBy(() -> SmtpClient.connect(at(server), options()))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("the login with SCRAM-SHA-256");
        }
    }
}
