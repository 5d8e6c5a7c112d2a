package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Expectation;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.it.faults.Operation;
import dev.wireside.it.faults.Outcome;
import dev.wireside.it.faults.Scene;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.Receipt;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpClosingException;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.smtp.SmtpTimeouts;
import dev.wireside.smtp.SmtpTls;
import dev.wireside.testkit.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Everything that can go wrong with every operation of the SMTP client. */
final class SmtpFaultsTest {
    private static final Credentials LOGIN = Credentials.of("ada", Secret.of(Scene.PASSWORD));

    /** A line that begins with a dot, one that is a dot, a bare LF, and no CRLF at its end. */
    private static final String MESSAGE = "Subject: hi\r\n\r\n.one\r\n.\r\nbare\nend";

    private static final String ON_THE_WIRE = "Subject: hi\r\n\r\n..one\r\n..\r\nbare\r\nend\r\n";

    private static final class Smtp extends SmtpGrammar {
        @Override
        public Optional<Class<? extends Throwable>> inDoubt() {
            return Optional.of(OutcomeUnknownException.class);
        }
    }

    private interface Use {
        Object with(SmtpClient client) throws Exception;
    }

    private static Operation<Object> session(SmtpOptions options, Use use) {
        return scene -> {
            SmtpOptions complete = options.withTlsSettings(scene.tls())
                    .withTimeouts(SmtpTimeouts.defaults().cappedAt(scene.patience()))
                    .withTap(scene.transcript());
            try (SmtpClient client = SmtpClient.connect(scene.server(), complete)) {
                return use.with(client);
            }
        };
    }

    private static SmtpOptions clear() {
        return SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED);
    }

    private static String send(SmtpClient client, Envelope envelope) throws Exception {
        Receipt receipt = client.send(envelope, BodySource.ofText(MESSAGE));
        return receipt.reply().text() + " " + receipt.accepted().size() + "+"
                + receipt.refused().size();
    }

    private static Envelope to(String... recipients) {
        return Envelope.from("ada@example.org").to(recipients);
    }

    /** Whoever has a receipt had the whole message taken; nobody who was refused had. */
    private static void receiptMeansTaken(Outcome outcome, Conversation heard) {
        boolean taken = heard.bodies().stream().anyMatch(body -> body.text().equals(ON_THE_WIRE));
        if (outcome instanceof Outcome.Returned) {
            assertThat(taken).as("a receipt, and the message had come").isTrue();
        }
        if (outcome instanceof Outcome.Threw(Throwable why) && why instanceof SmtpRefusedException) {
            assertThat(taken).as("refused, and the message had come").isFalse();
        }
    }

    @TestFactory
    Stream<DynamicNode> every_dialogue_survives_every_fault() {
        return FaultSuite.of(
                new Smtp(),
                Stream.of(connecting(), loggingIn(), sending(), refusals(), theMessageRefused(), otherCommands())
                        .flatMap(List::stream)
                        .toList());
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

    private static List<Dialogue> sending() {
        String plain = """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250 mail.example.org
            """;
        String pipelining = """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250-mail.example.org
            S: 250-SIZE 10000
            S: 250-8BITMIME
            S: 250 PIPELINING
            """;
        String mail = "C: MAIL FROM:<ada@example.org> SIZE=" + MESSAGE.getBytes(StandardCharsets.UTF_8).length
                + " BODY=8BITMIME\n";
        String taken = """
            !until .
            # in doubt
            S: 250 2.0.0 queued
            # done
            C: QUIT
            S: 221 bye
            """;
        return Stream.of(
                        Dialogue.returning(
                                "2.0.0 queued 1+0",
                                "one recipient, step by step",
                                plain + """
                                    C: MAIL FROM:<ada@example.org>
                                    S: 250 ok
                                    C: RCPT TO:<bob@example.net>
                                    S: 250 ok
                                    C: DATA
                                    S: 354 go on
                                    """ + taken,
                                session(clear(), client -> send(client, to("bob@example.net")))),
                        Dialogue.returning(
                                "2.0.0 queued 1+0",
                                "one recipient, pipelined",
                                pipelining + mail + """
                                    C: RCPT TO:<bob@example.net>
                                    C: DATA
                                    S: 250 ok
                                    S: 250 ok
                                    S: 354 go on
                                    """ + taken,
                                session(clear(), client -> send(client, to("bob@example.net")))),
                        Dialogue.returning(
                                "2.0.0 queued 2+1",
                                "three recipients, one refused",
                                pipelining + mail + """
                                    C: RCPT TO:<bob@example.net>
                                    C: RCPT TO:<no@example.net>
                                    C: RCPT TO:<eve@example.net>
                                    C: DATA
                                    S: 250 ok
                                    S: 250 ok
                                    S: 550-5.1.1 nobody
                                    S: 550 5.1.1 here
                                    S: 251 forwarded
                                    S: 354 go on
                                    """ + taken,
                                session(
                                        clear(),
                                        client -> send(
                                                client,
                                                to("bob@example.net", "no@example.net", "eve@example.net")
                                                        .allowingPartial()))),
                        Dialogue.returning(
                                "2.0.0 queued 1+0",
                                "logged in, through STARTTLS",
                                """
                                    S: 220 ready
                                    C: EHLO [127.0.0.1]
                                    S: 250-mail.example.org
                                    S: 250 STARTTLS
                                    C: STARTTLS
                                    S: 220 go ahead
                                    !tls
                                    C: EHLO [127.0.0.1]
                                    S: 250-mail.example.org
                                    S: 250 AUTH PLAIN
                                    C: AUTH PLAIN •••
                                    S: 235 welcome
                                    C: MAIL FROM:<ada@example.org>
                                    S: 250 ok
                                    C: RCPT TO:<bob@example.net>
                                    S: 250 ok
                                    C: DATA
                                    S: 354 go on
                                    """ + taken,
                                session(
                                        SmtpOptions.defaults().withLogin(LOGIN),
                                        client -> send(client, to("bob@example.net")))),
                        Dialogue.returning(
                                "2.0.0 queued 1+0",
                                "the second message",
                                pipelining + mail + """
                                    C: RCPT TO:<bob@example.net>
                                    C: DATA
                                    S: 250 ok
                                    S: 250 ok
                                    S: 354 go on
                                    !until .
                                    # in doubt
                                    S: 250 first
                                    # certain
                                    """ + mail + """
                                    C: RCPT TO:<bob@example.net>
                                    C: DATA
                                    S: 250 ok
                                    S: 250 ok
                                    S: 354 go on
                                    """ + taken,
                                session(clear(), client -> {
                                    send(client, to("bob@example.net"));
                                    return send(client, to("bob@example.net"));
                                })))
                .map(dialogue -> dialogue.withAlways(SmtpFaultsTest::receiptMeansTaken))
                .toList();
    }

    private static List<Dialogue> refusals() {
        String pipelining = """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250-mail.example.org
            S: 250 PIPELINING
            C: MAIL FROM:<ada@example.org>
            """;
        String usable = """
            C: NOOP
            S: 250 still here
            # done
            C: QUIT
            S: 221 bye
            """;
        return Stream.of(
                        Dialogue.returning(
                                "550 true",
                                "one of two recipients refused, all or nothing",
                                pipelining + """
                                    C: RCPT TO:<bob@example.net>
                                    C: RCPT TO:<no@example.net>
                                    S: 250 ok
                                    S: 250 ok
                                    S: 550 nobody
                                    C: RSET
                                    S: 250 forgotten
                                    """ + usable,
                                refused(to("bob@example.net", "no@example.net"))),
                        Dialogue.returning(
                                "450 true",
                                "the only recipient refused, and DATA welcome",
                                pipelining + """
                                    C: RCPT TO:<no@example.net>
                                    C: DATA
                                    S: 250 ok
                                    S: 450 later
                                    S: 354 go on
                                    C: .
                                    S: 554 nobody to send it to
                                    """ + usable,
                                refused(to("no@example.net"))),
                        Dialogue.returning(
                                "550 true",
                                "the sender refused",
                                pipelining + """
                                    C: RCPT TO:<bob@example.net>
                                    C: DATA
                                    S: 550 not you
                                    S: 503 MAIL first
                                    S: 503 RCPT first
                                    """ + usable,
                                refused(to("bob@example.net"))))
                .toList();
    }

    /** The refusal's code, and that the session is as good as new. */
    private static Operation<Object> refused(Envelope envelope) {
        return session(clear(), client -> {
            try {
                return send(client, envelope);
            } catch (SmtpRefusedException no) {
                client.noop();
                return no.reply().orElseThrow().code() + " " + client.isOpen();
            }
        });
    }

    /** Only the answer to the end of the message says no: it is not in doubt, and the session goes on. */
    private static List<Dialogue> theMessageRefused() {
        return List.of(Dialogue.returning("552 true", "the message refused", """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250 mail.example.org
            C: MAIL FROM:<ada@example.org>
            S: 250 ok
            C: RCPT TO:<bob@example.net>
            S: 250 ok
            C: DATA
            S: 354 go on
            !until .
            # in doubt
            S: 552 too much
            # certain
            C: NOOP
            S: 250 still here
            # done
            C: QUIT
            S: 221 bye
            """, refused(to("bob@example.net"))));
    }

    private static List<Dialogue> otherCommands() {
        return List.of(Dialogue.returning("252 perhaps", "NOOP, RSET and VRFY", """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250 mail.example.org
            C: NOOP
            S: 250 ok
            C: RSET
            S: 250 ok
            C: VRFY bob
            S: 252 perhaps
            # done
            C: QUIT
            S: 221 bye
            """, session(clear(), client -> {
            client.noop();
            client.reset();
            return client.command(WireText.of("VRFY bob")).toString();
        })));
    }
}
