package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same real servers over IPv6, with a certificate for the address. */
final class Ipv6ServersTest {
    private static final Credentials LOGIN = Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD));

    @Nested
    @RequiresServer(value = "postfix", bind = "::1")
    @Timeout(60)
    final class Postfix {
        @Test
        void takes_a_message(RealServer postfix) throws Exception {
            SmtpOptions options =
                    SmtpOptions.defaults().withTlsSettings(postfix.tls()).withLogin(LOGIN);
            try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options)) {
                assertThat(smtp.send(PostfixTest.ENVELOPE, BodySource.ofText("Subject: six\r\n\r\nsix\r\n"))
                                .accepted())
                        .hasSize(1);
            }
        }
    }

    @Nested
    @RequiresServer(value = "dovecot", bind = "::1")
    @Timeout(60)
    final class Dovecot {
        @Test
        void opens_a_maildrop(RealServer dovecot) throws Exception {
            Pop3Options options = Pop3Options.defaults().withTls(Pop3Tls.STLS).withTlsSettings(dovecot.tls());
            try (Pop3Client maildrop = Pop3Client.open(dovecot.endpoint(), LOGIN, options)) {
                assertThat(maildrop.stat().messages()).isEqualTo(3);
            }
        }
    }
}
