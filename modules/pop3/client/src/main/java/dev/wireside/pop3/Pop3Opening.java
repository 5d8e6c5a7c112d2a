package dev.wireside.pop3;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.net.Connection;
import dev.wireside.net.Credentials;
import dev.wireside.net.Deadline;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Timeouts;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * From nothing to the TRANSACTION state: the connection, TLS, the greeting, CAPA and the login.
 *
 * <pre>
 *   IMPLICIT               STLS                      UNENCRYPTED
 *   (TLS handshake)        S: +OK greeting           S: +OK greeting
 *   S: +OK greeting        C: STLS
 *                          S: +OK
 *                          (TLS handshake)
 *   C: CAPA                C: CAPA                   C: CAPA
 *   (login)                (login)                   (login)
 * </pre>
 *
 * <p>CAPA is not asked before STLS: nothing that is said in clear may be believed (RFC 2595 section 4), and a server without
 * STLS says so by {@code -ERR}. That saves a wait. CAPA before the login is one that cannot be saved: it tells how to log
 * in, and whether commands may go ahead of answers at all.
 *
 * <p>With PIPELINING the login is one wait for USER, PASS and the CAPA that follows, or for APOP and CAPA, or as many as the
 * SASL mechanism has; UTF8 goes out with it, and the CAPA after AUTH with the first command. Without PIPELINING each is a
 * wait of its own.
 */
final class Pop3Opening {
    private static final WireText STLS = WireText.of("STLS");

    /** How to log in, with what was known before there was a connection. */
    private interface Way {
        void through(Pop3Login login) throws IOException;
    }

    private Pop3Opening() {}

    static Pop3Client open(Endpoint server, Credentials credentials, Pop3Options options) throws IOException {
        Optional<SaslMechanism> given = Pop3Login.given(credentials, options);
        Way in = given.<Way>map(mechanism -> login -> login.with(mechanism)).orElse(login -> login.with(credentials));
        return open(server, options, List.of(credentials.secret()), in);
    }

    static Pop3Client open(Endpoint server, Pop3Options options) throws IOException {
        SaslMechanism given = Pop3Login.given(options);
        return open(server, options, List.of(), login -> login.with(given));
    }

    private static Pop3Client open(Endpoint server, Pop3Options options, List<Secret> secrets, Way in)
            throws IOException {
        Timeouts timeouts = options.timeouts();
        Deadline session = Deadline.after(WireClock.SESSION, timeouts.session());
        Deadline connect = Deadline.earliest(Deadline.after(timeouts.connect()), session);
        Connection connection = options.connector().connect(server, connect, options.tap());
        try {
            connection.limitSession(session);
            secrets.forEach(connection::redact);
            Pop3Channel channel = new Pop3Channel(connection, timeouts.reply());
            PopStatus greeting = secure(connection, channel, options, connect);
            channel.askCapabilities();
            if (options.utf8() && channel.known().utf8()) {
                channel.askUtf8();
            }
            in.through(new Pop3Login(connection, channel, greeting, options));
            return new Pop3Client(connection, channel, options);
        } catch (IOException | RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
    }

    private static PopStatus secure(Connection connection, Pop3Channel channel, Pop3Options options, Deadline connect)
            throws IOException {
        if (options.tls() == Pop3Tls.IMPLICIT) {
            connection.upgradeToTls(options.tlsSettings(), connect);
        }
        PopStatus greeting = channel.greeting();
        if (options.tls() == Pop3Tls.STLS) {
            channel.expectOk(STLS);
            connection.upgradeToTls(
                    options.tlsSettings(), Deadline.after(options.timeouts().connect()));
        }
        if (options.tls() != Pop3Tls.UNENCRYPTED && connection.tls().isEmpty()) {
            // Rule S3: not inferred from the dialogue above, but looked up where the bytes go through.
            throw new SSLException("TLS is required, and the connection is in clear; nothing secret was sent");
        }
        return greeting;
    }
}
