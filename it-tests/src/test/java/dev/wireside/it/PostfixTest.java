package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Tls;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.Receipt;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.smtp.SmtpTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SMTP client against Postfix. */
@RequiresServer("postfix")
@Timeout(60)
final class PostfixTest {
    static final Credentials LOGIN = Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD));
    static final Envelope ENVELOPE = Envelope.from("ada@example.test").to("wireside@example.test");

    private static SmtpOptions options(RealServer postfix) throws IOException {
        return SmtpOptions.defaults().withTlsSettings(postfix.tls());
    }

    /** Sends the message, and returns it as it was delivered, without the header lines that Postfix puts above it. */
    private static String delivered(RealServer postfix, SmtpClient smtp, Envelope envelope, String message)
            throws Exception {
        MarkedMail mail = MarkedMail.of(message);
        smtp.send(envelope, mail.source());
        return new String(mail.storedBy(postfix, RealServer.USER), StandardCharsets.UTF_8);
    }

    @Test
    void starttls_and_a_message_read_back_byte_for_byte(RealServer postfix) throws Exception {
        try (SmtpClient smtp =
                SmtpClient.connect(postfix.endpoint(), options(postfix).withLogin(LOGIN))) {
            assertThat(smtp.tls()).isPresent();
            assertThat(smtp.capabilities().keywords())
                    .containsKeys(
                            "PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE", "CHUNKING", "DSN", "ENHANCEDSTATUSCODES");
            String message = "Subject: dots\r\n\r\n.\r\n..\r\n.one\r\nend\r\n.\r\n";
            assertThat(delivered(postfix, smtp, ENVELOPE, message)).isEqualTo(message.replace("\r\n", "\n"));
        }
    }

    /** Postfix takes a bare LF.LF for the end of a message: what is behind it would be commands (CVE-2023-51764). */
    @Test
    void bare_line_ends_are_normalised_and_smuggle_nothing(RealServer postfix) throws Exception {
        int before = postfix.messages().size();
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options(postfix))) {
            String message = "Subject: bare\n\none\n.\nMAIL FROM:<eve@example.test>\rtwo\r.\r\nno line end";
            assertThat(delivered(postfix, smtp, ENVELOPE, message))
                    .isEqualTo("Subject: bare\n\none\n.\nMAIL FROM:<eve@example.test>\ntwo\n.\nno line end\n");
            smtp.noop();
        }
        assertThat(postfix.messages()).hasSize(before + 1);
    }

    @Test
    void a_large_message_and_several_on_one_connection(RealServer postfix) throws Exception {
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options(postfix))) {
            String large =
                    "Subject: large\r\n\r\n" + "0123456789012345678901234567890123456789012345678\r\n".repeat(40_000);
            assertThat(delivered(postfix, smtp, ENVELOPE, large)).isEqualTo(large.replace("\r\n", "\n"));
            for (int i = 0; i < 5; i++) {
                String small = "Subject: " + i + "\r\n\r\n" + i + "\r\n";
                assertThat(delivered(postfix, smtp, ENVELOPE, small)).isEqualTo(small.replace("\r\n", "\n"));
            }
        }
    }

    static Stream<BiFunction<String, Secret, SaslMechanism>> mechanisms() {
        return Stream.of(Sasl::plain, Sasl::login, Sasl::cramMd5, Sasl::scramSha1, Sasl::scramSha256);
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void each_mechanism_lets_the_user_in(BiFunction<String, Secret, SaslMechanism> mechanism, RealServer postfix)
            throws Exception {
        Transcript transcript = new Transcript();
        SmtpOptions options = options(postfix).withLogin(LOGIN, mechanism).withTap(transcript);
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options)) {
            smtp.noop();
        }
        assertThat(transcript.render()).contains("S: 235").doesNotContain(RealServer.PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void each_mechanism_keeps_a_wrong_password_out(
            BiFunction<String, Secret, SaslMechanism> mechanism, RealServer postfix) throws Exception {
        Credentials wrong = Credentials.of(RealServer.USER, Secret.of("not the password"));
        SmtpOptions options = options(postfix).withLogin(wrong, mechanism);
        assertThatThrownBy(() -> SmtpClient.connect(postfix.endpoint(), options))
                .isInstanceOf(SmtpRefusedException.class)
                .hasMessageContaining("535");
    }

    @Test
    void the_strongest_mechanism_is_chosen(RealServer postfix) throws Exception {
        Transcript transcript = new Transcript();
        SmtpOptions options = options(postfix).withLogin(LOGIN).withTap(transcript);
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options)) {
            smtp.noop();
        }
        assertThat(transcript.render()).contains("C: AUTH SCRAM-SHA-256 ");
    }

    static Stream<BiFunction<String, Secret, SaslMechanism>> tokens() {
        return Stream.of(Sasl::xoauth2, Sasl::oauthBearer);
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void a_token_is_refused(BiFunction<String, Secret, SaslMechanism> mechanism, RealServer postfix) throws Exception {
        Credentials token = Credentials.of(RealServer.USER, Secret.of("no-such-token"));
        SmtpOptions options = options(postfix).withLogin(token, mechanism);
        assertThatThrownBy(() -> SmtpClient.connect(postfix.endpoint(), options))
                .isInstanceOf(SmtpRefusedException.class)
                .hasMessageNotContaining("no-such-token");
    }

    @Test
    void implicit_tls(RealServer postfix) throws Exception {
        try (SmtpClient smtp = SmtpClient.connect(
                postfix.tlsEndpoint(),
                options(postfix).withTls(SmtpTls.IMPLICIT).withLogin(LOGIN))) {
            assertThat(smtp.tls()).isPresent();
            smtp.noop();
        }
    }

    @Test
    void an_unknown_authority_is_refused(RealServer postfix) {
        SmtpOptions options = SmtpOptions.defaults().withTlsSettings(Tls.defaults());
        assertThatThrownBy(() -> SmtpClient.connect(postfix.endpoint(), options))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void a_refused_recipient_stops_the_message_or_only_itself(RealServer postfix) throws Exception {
        Envelope three = ENVELOPE.to("reject@example.test", "later@example.test");
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options(postfix))) {
            assertThatThrownBy(() -> smtp.send(three, BodySource.ofText("Subject: x\r\n\r\nx\r\n")))
                    .isInstanceOfSatisfying(
                            SmtpRefusedException.class,
                            no -> assertThat(no.recipients())
                                    .extracting(
                                            outcome -> outcome.reply().code().value())
                                    .isEqualTo(List.of(250, 550, 450)));
            Receipt receipt = smtp.send(three.allowingPartial(), BodySource.ofText("Subject: x\r\n\r\nx\r\n"));
            assertThat(receipt.accepted()).hasSize(1);
            assertThat(receipt.refused().getFirst().enhanced().orElseThrow()).hasToString("5.1.1");
            assertThat(receipt.refused().getLast().isTransient()).isTrue();
        }
    }

    @Test
    void utf8_addresses_and_headers(RealServer postfix) throws Exception {
        Envelope envelope =
                Envelope.from("jörg@example.test").to("ünï@example.test").withUtf8Header();
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options(postfix))) {
            String message = "Subject: grüße\r\n\r\näöü €\r\n";
            assertThat(delivered(postfix, smtp, envelope, message)).isEqualTo(message.replace("\r\n", "\n"));
        }
    }

    @Test
    void a_message_over_the_limit_is_not_even_sent(RealServer postfix) throws Exception {
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options(postfix))) {
            assertThatThrownBy(() -> smtp.send(ENVELOPE, BodySource.ofBytes(new byte[11_000_000])))
                    .isInstanceOfSatisfying(
                            SmtpRefusedException.class,
                            no -> assertThat(no.reply()).isEmpty());
            smtp.noop();
        }
    }
}
