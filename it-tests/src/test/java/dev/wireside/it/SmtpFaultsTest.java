package dev.wireside.it;

import static dev.wireside.it.SmtpScenes.LOGIN;
import static dev.wireside.it.SmtpScenes.MESSAGE;
import static dev.wireside.it.SmtpScenes.clear;
import static dev.wireside.it.SmtpScenes.send;
import static dev.wireside.it.SmtpScenes.session;
import static dev.wireside.it.SmtpScenes.to;

import dev.wireside.codec.WireText;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.it.faults.Operation;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Everything that can go wrong with every operation of an open SMTP session. */
final class SmtpFaultsTest {
    @TestFactory
    Stream<DynamicNode> every_dialogue_survives_every_fault() {
        return FaultSuite.of(
                new SmtpScenes.Smtp(),
                Stream.of(
                                sending(),
                                refusals(),
                                theMessageRefused(),
                                otherCommands(),
                                SmtpContentDialogues.all(),
                                SmtpBatchDialogues.all())
                        .flatMap(List::stream)
                        .toList());
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
                .map(dialogue -> dialogue.withAlways(SmtpScenes::receiptMeansTaken))
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
        return List.of(
                inquiries(), Dialogue.returning("252 perhaps", "NOOP, RSET and VRFY", """
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

    private static Dialogue inquiries() {
        return Dialogue.returning("250 251 550 214", "VRFY, EXPN and HELP", """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250 mail.example.org
            # begin
            C: VRFY bob
            S: 250 Bob <bob@example.net>
            C: EXPN staff
            S: 251-<bob@example.net>
            S: 251 <eve@example.net>
            C: EXPN nothing
            S: 550 no such list
            C: HELP DATA
            S: 214 ends with a dot
            # done
            C: QUIT
            S: 221 bye
            """, session(clear(), client -> {
            String codes =
                    client.verify("bob").code() + " " + client.expand("staff").code();
            try {
                client.expand("nothing");
                return codes;
            } catch (SmtpRefusedException no) {
                return codes + " " + no.reply().orElseThrow().code() + " "
                        + client.help("DATA").code();
            }
        }));
    }
}
