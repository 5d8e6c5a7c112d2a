package dev.wireside.it;

import static dev.wireside.it.SmtpScenes.LOGIN;
import static dev.wireside.it.SmtpScenes.MESSAGE;
import static dev.wireside.it.SmtpScenes.clear;
import static dev.wireside.it.SmtpScenes.lmtp;
import static dev.wireside.it.SmtpScenes.to;

import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Expectation;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.net.BodySource;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.LmtpReceipt;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Everything that can go wrong with LMTP: its opening, and an answer for each recipient. */
final class LmtpFaultsTest {
    private static final Envelope THREE =
            to("bob@example.net", "no@example.net", "eve@example.net").allowingPartial();
    private static final String END = """
        # done
        C: QUIT
        S: 221 bye
        """;

    @TestFactory
    Stream<DynamicNode> every_dialogue_survives_every_fault() {
        return FaultSuite.of(
                new SmtpScenes.Lmtp(),
                List.of(
                        startTls(),
                        withoutTls(),
                        refused(),
                        byData("S: 250 taken\nS: 250 taken\n", "2+1"),
                        byData("S: 452 full\nS: 250 taken\n", "1+2"),
                        byChunks(),
                        oneByOne()));
    }

    private static String deliver(LmtpClient client) throws Exception {
        LmtpReceipt receipt = client.send(THREE, BodySource.ofText(MESSAGE));
        return receipt.accepted().size() + "+" + receipt.refused().size();
    }

    private static Dialogue startTls() {
        return Dialogue.returning(
                true,
                "LHLO, STARTTLS and AUTH",
                """
                    S: 220 ready
                    C: LHLO [127.0.0.1]
                    S: 250-in clear
                    S: 250 STARTTLS
                    C: STARTTLS
                    S: 220 go ahead
                    !tls
                    C: LHLO [127.0.0.1]
                    S: 250-in private
                    S: 250 AUTH PLAIN
                    C: AUTH PLAIN •••
                    S: 235 welcome
                    C: NOOP
                    S: 250 here
                    """ + END,
                lmtp(SmtpOptions.defaults().withLogin(LOGIN), client -> {
                    client.noop();
                    return client.tls().isPresent();
                }));
    }

    private static Dialogue withoutTls() {
        return Dialogue.coming(
                Expectation.fails(
                        SmtpRefusedException.class,
                        "that nothing was asked for",
                        no -> no.reply().isEmpty()),
                "required TLS is not offered",
                """
                    S: 220 ready
                    C: LHLO [127.0.0.1]
                    S: 250-mail.example.org
                    S: 250 AUTH PLAIN
                    """ + END,
                lmtp(SmtpOptions.defaults().withLogin(LOGIN), LmtpClient::isOpen));
    }

    /** There is nothing to fall back to. */
    private static Dialogue refused() {
        return Dialogue.coming(
                Expectation.fails(SmtpRefusedException.class),
                "LHLO refused",
                """
                    S: 220 ready
                    C: LHLO [127.0.0.1]
                    S: 500 what?
                    """ + END,
                lmtp(clear(), LmtpClient::isOpen));
    }

    private static Dialogue byData(String finals, String outcome) {
        return Dialogue.returning(
                outcome,
                "three recipients, one refused by RCPT: " + outcome,
                """
                    S: 220 ready
                    C: LHLO [127.0.0.1]
                    S: 250-mail.example.org
                    S: 250 PIPELINING
                    # begin
                    C: MAIL FROM:<ada@example.org>
                    C: RCPT TO:<bob@example.net>
                    C: RCPT TO:<no@example.net>
                    C: RCPT TO:<eve@example.net>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 550 nobody
                    S: 250 ok
                    S: 354 go on
                    !until .
                    # in doubt
                    """ + finals + END,
                lmtp(clear(), LmtpFaultsTest::deliver));
    }

    /** How many answers there will be is known before the last chunk. */
    private static Dialogue byChunks() {
        return Dialogue.returning("1+2", "by BDAT", """
            S: 220 ready
            C: LHLO [127.0.0.1]
            S: 250-mail.example.org
            S: 250-PIPELINING
            S: 250 CHUNKING
            # begin
            C: MAIL FROM:<ada@example.org>
            C: RCPT TO:<bob@example.net>
            C: RCPT TO:<no@example.net>
            C: RCPT TO:<eve@example.net>
            S: 250 ok
            S: 250 ok
            S: 550 nobody
            S: 250 ok
            C~ BDAT [0-9]+ LAST
            !chunk
            # in doubt
            S: 250 taken
            S: 552-too
            S: 552 much
            """ + END, lmtp(clear(), LmtpFaultsTest::deliver));
    }

    private static Dialogue oneByOne() {
        return Dialogue.returning("2+1", "without PIPELINING", """
            S: 220 ready
            C: LHLO [127.0.0.1]
            S: 250 mail.example.org
            # begin
            C: MAIL FROM:<ada@example.org>
            S: 250 ok
            C: RCPT TO:<bob@example.net>
            S: 250 ok
            C: RCPT TO:<no@example.net>
            S: 550 nobody
            C: RCPT TO:<eve@example.net>
            S: 250 ok
            C: DATA
            S: 354 go on
            !until .
            # in doubt
            S: 250 taken
            S: 250 taken
            """ + END, lmtp(clear(), LmtpFaultsTest::deliver));
    }
}
