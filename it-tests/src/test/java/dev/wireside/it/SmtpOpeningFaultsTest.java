package dev.wireside.it;

import static dev.wireside.it.SmtpScenes.LOGIN;
import static dev.wireside.it.SmtpScenes.clear;
import static dev.wireside.it.SmtpScenes.session;

import dev.wireside.codec.sasl.Sasl;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Expectation;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpClosingException;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.smtp.SmtpTls;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Everything that can go wrong until an SMTP session is open: greeting, EHLO, STARTTLS and AUTH. */
final class SmtpOpeningFaultsTest {
    @TestFactory
    Stream<DynamicNode> every_dialogue_survives_every_fault() {
        return FaultSuite.of(
                new SmtpScenes.Smtp(),
                Stream.of(connecting(), loggingIn()).flatMap(List::stream).toList());
    }

    private static List<Dialogue> connecting() {
        return List.of(
                Dialogue.returning(
                        true,
                        "EHLO",
                        """
                        S: 220-mail.example.org
                        S: 220 ready
                        C: EHLO [127.0.0.1]
                        S: 250-mail.example.org
                        S: 250-SIZE 1000
                        S: 250 8BITMIME
                        # done
                        C: QUIT
                        S: 221 bye
                        """,
                        session(
                                clear(),
                                client -> client.capabilities().sizeLimit().isPresent())),
                Dialogue.returning(
                        false,
                        "HELO to an old server",
                        """
                        S: 220 ready
                        C: EHLO [127.0.0.1]
                        S: 502 what?
                        C: HELO [127.0.0.1]
                        S: 250 hello
                        # done
                        C: QUIT
                        S: 221 bye
                        """,
                        session(clear(), client -> client.capabilities().has("SIZE"))),
                Dialogue.returning(
                        true,
                        "STARTTLS",
                        """
                        S: 220 ready
                        C: EHLO [127.0.0.1]
                        S: 250-in clear
                        S: 250 STARTTLS
                        C: STARTTLS
                        S: 220 go ahead
                        !tls
                        C: EHLO [127.0.0.1]
                        S: 250-in private
                        S: 250 SIZE
                        # done
                        C: QUIT
                        S: 221 bye
                        """,
                        session(
                                SmtpOptions.defaults(),
                                client -> client.capabilities().has("SIZE"))),
                Dialogue.returning(
                        true,
                        "implicit TLS",
                        """
                        !tls
                        S: 220 ready
                        C: EHLO [127.0.0.1]
                        S: 250-mail.example.org
                        S: 250 SIZE
                        # done
                        C: QUIT
                        S: 221 bye
                        """,
                        session(
                                SmtpOptions.defaults().withTls(SmtpTls.IMPLICIT),
                                client -> client.tls().isPresent())),
                Dialogue.coming(
                        Expectation.fails(
                                SmtpRefusedException.class,
                                "that nothing was asked for",
                                no -> no.reply().isEmpty()),
                        "required TLS is not offered",
                        """
                        S: 220 ready
                        C: EHLO [127.0.0.1]
                        S: 250-mail.example.org
                        S: 250 AUTH PLAIN
                        # done
                        C: QUIT
                        S: 221 bye
                        """,
                        session(SmtpOptions.defaults().withLogin(LOGIN), SmtpClient::isOpen)),
                Dialogue.coming(
                        Expectation.fails(SmtpClosingException.class),
                        "the server is closing",
                        """
                        S: 220 ready
                        C: EHLO [127.0.0.1]
                        S: 421 not now
                        # done
                        """,
                        session(clear(), SmtpClient::isOpen)));
    }

    private static List<Dialogue> loggingIn() {
        String before = """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250-mail.example.org
            S: 250 AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2 OAUTHBEARER
            """;
        String after = """
            S: 235 welcome
            # done
            C: QUIT
            S: 221 bye
            """;
        SmtpOptions given = clear().allowingSecretsOnUnencryptedChannel();
        return List.of(
                Dialogue.returning(
                        true,
                        "AUTH PLAIN",
                        before + "C: AUTH PLAIN •••\n" + after,
                        session(given.withLogin(LOGIN, Sasl::plain), SmtpClient::isOpen)),
                Dialogue.returning(
                        true,
                        "AUTH LOGIN",
                        before + """
                            C: AUTH LOGIN
                            S: 334 VXNlcm5hbWU6
                            C: •••
                            S: 334 UGFzc3dvcmQ6
                            C: •••
                            """ + after,
                        session(given.withLogin(LOGIN, Sasl::login), SmtpClient::isOpen)),
                Dialogue.returning(
                        true,
                        "AUTH CRAM-MD5, the strongest there is",
                        before + """
                            C: AUTH CRAM-MD5
                            S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2U+
                            C: •••
                            """ + after,
                        session(clear().withLogin(LOGIN), SmtpClient::isOpen)),
                Dialogue.coming(
                        Expectation.fails(SmtpRefusedException.class),
                        "AUTH XOAUTH2, refused",
                        before + """
                            C: AUTH XOAUTH2 •••
                            S: 334 eyJzdGF0dXMiOiI0MDEifQ==
                            C:
                            S: 535 5.7.8 no
                            # done
                            C: QUIT
                            S: 221 bye
                            """,
                        session(given.withLogin(LOGIN, Sasl::xoauth2), SmtpClient::isOpen)),
                Dialogue.coming(
                        Expectation.fails(SmtpRefusedException.class),
                        "AUTH EXTERNAL, not offered",
                        before + """
                            # done
                            C: QUIT
                            S: 221 bye
                            """,
                        session(given.withSasl(Sasl.external("")), SmtpClient::isOpen)));
    }
}
