package dev.wireside.it;

import static dev.wireside.it.SmtpScenes.LOGIN;
import static dev.wireside.it.SmtpScenes.clear;
import static dev.wireside.it.SmtpScenes.sendAll;
import static dev.wireside.it.SmtpScenes.session;
import static dev.wireside.it.SmtpScenes.to;

import dev.wireside.it.faults.Dialogue;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import java.util.List;

/** Many messages at once. */
final class SmtpBatchDialogues {
    private static final String BOB = "bob@example.net";
    private static final String EVE = "eve@example.net";
    private static final String NOBODY = "no@example.net";

    /** In the middle, one that is refused; then two recipients, all or nothing; then two of whom one is refused. */
    private static final String OUTCOMES = "accepted1 refused accepted2 accepted1 accepted1";

    private static final String BOB_ONLY = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<bob@example.net>\n";
    private static final String NOBODY_ONLY = "C: MAIL FROM:<ada@example.org>\nC: RCPT TO:<no@example.net>\n";
    private static final String BOB_AND_EVE = BOB_ONLY + "C: RCPT TO:<eve@example.net>\n";
    private static final String BOB_AND_NOBODY = BOB_ONLY + "C: RCPT TO:<no@example.net>\n";
    private static final String LAST_CHUNK = "C~ BDAT [0-9]+ LAST\n!chunk\n";
    private static final String QUIT = "# done\nC: QUIT\nS: 221 bye\n";

    static List<Dialogue> all() {
        return List.of(byChunks(), byData(), oneByOne(), underTls());
    }

    private static String five(SmtpClient client) throws Exception {
        Envelope bob = to(BOB);
        return sendAll(client, bob, to(NOBODY), to(BOB, EVE), to(BOB, NOBODY).allowingPartial(), bob);
    }

    private static String greeting(String offer, String more) {
        return "S: 220 ready\nC: EHLO [127.0.0.1]\nS: 250-mail.example.org\nS: 250" + offer + more + "# begin\n";
    }

    /** It waits twice: before the chunk that would commit all or nothing, and at the end. */
    private static Dialogue byChunks() {
        String script = greeting("-PIPELINING\nS: 250 ", "CHUNKING\n") + BOB_ONLY + LAST_CHUNK + "# in doubt\n"
                + "C: RSET\n" + NOBODY_ONLY + LAST_CHUNK + "C: RSET\n" + BOB_AND_EVE + """
                S: 250 ok
                S: 250 ok
                S: 250 queued
                S: 250 ok
                S: 250 ok
                S: 550 nobody
                # certain
                S: 503 for whom?
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 250 ok
                """ + LAST_CHUNK
                + "# in doubt\nC: RSET\n" + BOB_AND_NOBODY + LAST_CHUNK + "C: RSET\n" + BOB_ONLY
                + LAST_CHUNK + """
                S: 250 queued
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 550 nobody
                S: 250 queued
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 250 queued
                """ + QUIT;
        return Dialogue.returning(
                OUTCOMES, "five messages by BDAT", script, session(clear(), SmtpBatchDialogues::five));
    }

    /** A message leaves together with the beginning of the next. */
    private static Dialogue byData() {
        String script = greeting("", " PIPELINING\n") + BOB_ONLY + """
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go on
                !until .
                # in doubt
                """ + NOBODY_ONLY + """
                C: DATA
                S: 250 queued
                # certain
                S: 250 ok
                S: 550 nobody
                S: 503 for whom?
                C: RSET
                """ + BOB_AND_EVE + """
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 250 ok
                C: DATA
                S: 354 go on
                !until .
                # in doubt
                """
                + BOB_AND_NOBODY + """
                C: DATA
                S: 250 queued
                # certain
                S: 250 ok
                S: 250 ok
                S: 550 nobody
                S: 354 go on
                !until .
                # in doubt
                """ + BOB_ONLY + """
                C: DATA
                S: 250 queued
                # certain
                S: 250 ok
                S: 250 ok
                S: 354 go on
                !until .
                # in doubt
                S: 250 queued
                """ + QUIT;
        return Dialogue.returning(
                OUTCOMES, "five messages by pipelined DATA", script, session(clear(), SmtpBatchDialogues::five));
    }

    /** Without PIPELINING nothing goes ahead of anything. */
    private static Dialogue oneByOne() {
        String bob = "C: MAIL FROM:<ada@example.org>\nS: 250 ok\nC: RCPT TO:<bob@example.net>\nS: 250 ok\n";
        String content = "C: DATA\nS: 354 go on\n!until .\n# in doubt\nS: 250 queued\n";
        String script = greeting("", " HELP\n") + bob + content + """
            # certain
            C: MAIL FROM:<ada@example.org>
            S: 250 ok
            C: RCPT TO:<no@example.net>
            S: 550 nobody
            C: RSET
            S: 250 ok
            """ + bob + content + QUIT;
        return Dialogue.returning(
                "accepted1 refused accepted1",
                "three messages without PIPELINING",
                script,
                session(clear(), client -> sendAll(client, to(BOB), to(NOBODY), to(BOB))));
    }

    private static Dialogue underTls() {
        String script = """
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250-mail.example.org
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            !tls
            C: EHLO [127.0.0.1]
            S: 250-mail.example.org
            S: 250-PIPELINING
            S: 250-CHUNKING
            S: 250 AUTH PLAIN
            C: AUTH PLAIN •••
            S: 235 welcome
            # begin
            """ + BOB_ONLY + LAST_CHUNK + "# in doubt\nC: RSET\n" + BOB_ONLY + LAST_CHUNK + """
            S: 250 ok
            S: 250 ok
            S: 250 queued
            S: 250 ok
            S: 250 ok
            S: 250 ok
            S: 250 queued
            """ + QUIT;
        return Dialogue.returning(
                "accepted1 accepted1",
                "logged in, through STARTTLS, two messages by BDAT",
                script,
                session(SmtpOptions.defaults().withLogin(LOGIN), client -> sendAll(client, to(BOB), to(BOB))));
    }
}
