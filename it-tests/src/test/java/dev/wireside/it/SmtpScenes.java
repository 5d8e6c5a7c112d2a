package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.it.faults.Operation;
import dev.wireside.it.faults.Outcome;
import dev.wireside.it.faults.Scene;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.Receipt;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.smtp.SmtpTimeouts;
import dev.wireside.smtp.SmtpTls;
import dev.wireside.testkit.Conversation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the faults of SMTP are played with: a session, a message with everything that is hard in it, and who may have it. */
final class SmtpScenes {
    static final Credentials LOGIN = Credentials.of("ada", Secret.of(Scene.PASSWORD));

    /** A line that begins with a dot, one that is a dot, a bare LF, and no CRLF at its end. */
    static final String MESSAGE = "Subject: hi\r\n\r\n.one\r\n.\r\nbare\nend";

    static final String ON_THE_WIRE = "Subject: hi\r\n\r\n..one\r\n..\r\nbare\r\nend\r\n";

    static final class Smtp extends SmtpGrammar {
        @Override
        public Optional<Class<? extends Throwable>> inDoubt() {
            return Optional.of(OutcomeUnknownException.class);
        }
    }

    /** A reply for each recipient at the end of a message (RFC 2033 section 4.2). */
    static final class Lmtp extends SmtpGrammar {
        @Override
        int answersToTheEnd(int accepted) {
            return accepted;
        }

        @Override
        public Optional<Class<? extends Throwable>> inDoubt() {
            return Optional.of(OutcomeUnknownException.class);
        }
    }

    interface Use {
        Object with(SmtpClient client) throws Exception;
    }

    static Operation<Object> session(SmtpOptions options, Use use) {
        return scene -> {
            try (SmtpClient client = SmtpClient.connect(scene.server(), complete(options, scene))) {
                return use.with(client);
            }
        };
    }

    interface LmtpUse {
        Object with(LmtpClient client) throws Exception;
    }

    static Operation<Object> lmtp(SmtpOptions options, LmtpUse use) {
        return scene -> {
            try (LmtpClient client = LmtpClient.connect(scene.server(), complete(options, scene))) {
                return use.with(client);
            }
        };
    }

    private static SmtpOptions complete(SmtpOptions options, Scene scene) {
        return options.withTlsSettings(scene.tls())
                .withTimeouts(SmtpTimeouts.defaults().cappedAt(scene.patience()))
                .withTap(scene.transcript());
    }

    static SmtpOptions clear() {
        return SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED);
    }

    static String send(SmtpClient client, Envelope envelope) throws Exception {
        Receipt receipt = client.send(envelope, BodySource.ofText(MESSAGE));
        return receipt.reply().text() + " " + receipt.accepted().size() + "+"
                + receipt.refused().size();
    }

    /**
     * What became of a message to each of these, sent together. If the session did not live to the end, it throws that: what
     * is not known before what was not sent.
     */
    static String sendAll(SmtpClient client, Envelope... envelopes) throws Exception {
        List<Delivery> deliveries = client.sendAll(Stream.of(envelopes)
                .map(envelope -> new MailObject(envelope, BodySource.ofText(MESSAGE)))
                .toList());
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.Unknown(var mail, var reason)) {
                throw reason;
            }
        }
        for (Delivery delivery : deliveries) {
            if (delivery instanceof Delivery.NotSent(var mail, var reason)) {
                throw reason;
            }
        }
        return deliveries.stream().map(SmtpScenes::word).collect(Collectors.joining(" "));
    }

    private static String word(Delivery delivery) {
        return delivery instanceof Delivery.Accepted(var mail, Receipt receipt)
                ? "accepted" + receipt.accepted().size()
                : "refused";
    }

    static Envelope to(String... recipients) {
        return Envelope.from("ada@example.org").to(recipients);
    }

    /** Whoever has a receipt had the whole message taken; nobody who was refused had. */
    static void receiptMeansTaken(Outcome outcome, Conversation heard) {
        boolean taken = heard.bodies().stream().anyMatch(body -> body.text().equals(ON_THE_WIRE));
        if (outcome instanceof Outcome.Returned) {
            assertThat(taken).as("a receipt, and the message had come").isTrue();
        }
        if (outcome instanceof Outcome.Threw(Throwable why) && why instanceof SmtpRefusedException) {
            assertThat(taken).as("refused, and the message had come").isFalse();
        }
    }

    private SmtpScenes() {}
}
