package dev.wireside.it;

import static dev.wireside.it.SmtpScenes.LOGIN;
import static dev.wireside.it.SmtpScenes.clear;
import static dev.wireside.it.SmtpScenes.send;
import static dev.wireside.it.SmtpScenes.session;
import static dev.wireside.it.SmtpScenes.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Outcome;
import dev.wireside.net.BodySource;
import dev.wireside.smtp.BodyEncoding;
import dev.wireside.smtp.DeliverBy;
import dev.wireside.smtp.DsnNotify;
import dev.wireside.smtp.DsnReturn;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.Mailbox;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.testkit.Conversation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A message in one chunk or several, and one that asks for every extension. */
final class SmtpContentDialogues {
    private static final String BOB = "bob@example.net";
    private static final int SIZE = 600_000;

    private static final String OPENING = """
        S: 220 ready
        C: EHLO [127.0.0.1]
        S: 250-mail.example.org
        S: 250-PIPELINING
        S: 250-BINARYMIME
        S: 250 CHUNKING
        # begin
        """;
    private static final String END = """
        # done
        C: QUIT
        S: 221 bye
        """;

    static List<Dialogue> all() {
        return List.of(oneChunk(), allOrNothing(), severalChunks(), refusedChunk(), everyExtension());
    }

    private static Dialogue oneChunk() {
        return Dialogue.returning(
                "queued 1+0", "one chunk", OPENING + """
                    C: MAIL FROM:<ada@example.org>
                    C: RCPT TO:<bob@example.net>
                    C: BDAT 33 LAST
                    !chunk
                    # in doubt
                    S: 250 ok
                    S: 250 ok
                    S: 250 queued
                    """ + END, session(clear(), client -> send(client, to(BOB))));
    }

    private static Dialogue allOrNothing() {
        return Dialogue.returning(
                "550",
                "no chunk, because one of two recipients is refused",
                OPENING + """
                    C: MAIL FROM:<ada@example.org>
                    C: RCPT TO:<bob@example.net>
                    C: RCPT TO:<no@example.net>
                    S: 250 ok
                    S: 250 ok
                    S: 550 nobody
                    C: RSET
                    S: 250 ok
                    """ + END,
                session(clear(), client -> {
                    try {
                        return send(client, to(BOB, "no@example.net"));
                    } catch (SmtpRefusedException no) {
                        return no.reply().orElseThrow().code().toString();
                    }
                }));
    }

    private static final String TWO_CHUNKS = """
        C: MAIL FROM:<ada@example.org> BODY=BINARYMIME
        C: RCPT TO:<bob@example.net>
        C: BDAT 262144
        !chunk
        S: 250 ok
        S: 250 ok
        C: BDAT 262144
        !chunk
        """;

    private static Object sendBinary(Envelope envelope, SmtpClient client) throws Exception {
        return client.send(envelope.withBody(BodyEncoding.BINARY), BodySource.ofBytes(new byte[SIZE]))
                .reply()
                .text();
    }

    private static Dialogue severalChunks() {
        return Dialogue.returning(
                        "queued",
                        "three chunks",
                        OPENING + TWO_CHUNKS + """
                            S: 250 a chunk
                            S: 250 a chunk
                            C: BDAT 75712 LAST
                            !chunk
                            # in doubt
                            S: 250 queued
                            """ + END,
                        session(clear(), client -> sendBinary(to(BOB), client)))
                .withAlways(SmtpContentDialogues::isWhole);
    }

    private static void isWhole(Outcome outcome, Conversation heard) {
        if (outcome instanceof Outcome.Returned) {
            assertThat(heard.bodies().stream().mapToLong(body -> body.size()).sum())
                    .isEqualTo(SIZE);
        }
    }

    /** No more of it is sent. */
    private static Dialogue refusedChunk() {
        return Dialogue.returning(
                "552", "the first chunk refused", OPENING + TWO_CHUNKS + """
                    S: 552 too much
                    S: 503 too much
                    C: RSET
                    S: 250 ok
                    """ + END, session(clear(), client -> {
                    try {
                        return sendBinary(to(BOB), client);
                    } catch (SmtpRefusedException no) {
                        return no.reply().orElseThrow().code().toString();
                    }
                }));
    }

    private static Dialogue everyExtension() {
        Envelope envelope = Envelope.from("ada@example.org")
                .to(Mailbox.of(BOB), DsnNotify.on(DsnNotify.Event.SUCCESS, DsnNotify.Event.FAILURE))
                .returning(DsnReturn.HDRS)
                .withEnvelopeId("QQ314159")
                .withSubmitter(Optional.of(Mailbox.of("root@example.org")))
                .requiringTls()
                .deliveringBy(DeliverBy.orNotify(Duration.ofMinutes(10)))
                .withPriority(4)
                .heldFor(Duration.ofMinutes(1));
        return Dialogue.returning(
                "queued 1+0",
                "every extension, under TLS",
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
                    S: 250-DSN
                    S: 250-AUTH PLAIN
                    S: 250-REQUIRETLS
                    S: 250-DELIVERBY 240
                    S: 250-MT-PRIORITY MIXER
                    S: 250 FUTURERELEASE 86400 2099-01-01T00:00:00Z
                    C: AUTH PLAIN •••
                    S: 235 welcome
                    # begin
                    C~ MAIL FROM:<ada@example.org> .*ENVID=QQ314159 AUTH=root@example.org REQUIRETLS BY=600;N MT-PRIORITY=4 .*
                    S: 250 ok
                    C~ RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE.*
                    S: 250 ok
                    C: DATA
                    S: 354 go on
                    !until .
                    # in doubt
                    S: 250 queued
                    """ + END,
                session(SmtpOptions.defaults().withLogin(LOGIN), client -> send(client, envelope)));
    }
}
