package dev.wireside.smtp;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.net.AbortedException;
import dev.wireside.net.BodySource;
import dev.wireside.net.Connection;
import dev.wireside.net.DotOutputStream;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One message: MAIL, RCPT, DATA and the message itself (RFC 5321 section 3.3). */
final class MailTransaction {
    private static final String END = "the end of the message";

    /** As many refused recipients as a message for people lists; {@link SmtpRefusedException#recipients} has all. */
    private static final int MAX_LISTED = 10;

    private final SmtpSession session;
    private final Envelope envelope;
    private final BodySource body;
    private final MailCommand mail;
    private final Pipeline pipeline;
    private final List<RecipientOutcome> outcomes;

    private @Nullable Reply mailReply;
    private @Nullable Reply dataReply;

    private MailTransaction(SmtpSession session, Envelope envelope, BodySource body) throws IOException {
        this.session = session;
        this.envelope = envelope;
        this.body = body;
        mail = MailCommand.of(envelope, body, session.capabilities());
        pipeline = new Pipeline(session);
        outcomes = new ArrayList<>(envelope.recipients().size());
    }

    static Receipt run(SmtpSession session, Envelope envelope, BodySource body) throws IOException {
        if (envelope.recipients().isEmpty()) {
            throw new IllegalArgumentException("an envelope has at least one recipient");
        }
        MailTransaction transaction = new MailTransaction(session, envelope, body);
        try {
            return transaction.run();
        } catch (SmtpRefusedException no) {
            throw no;
        } catch (Throwable broken) {
            // Whatever it was, it left a dialogue in its middle.
            if (session.connection().isOpen()) {
                session.connection().abort();
            }
            throw broken;
        }
    }

    private Receipt run() throws IOException {
        session.requireTls();
        session.refuseUnaskedReply();
        pipeline.ask(mail.line(), Wait.MAIL, "the reply to MAIL", this::takeMail);
        for (Mailbox recipient : envelope.recipients()) {
            if (isMailRefused()) {
                break;
            }
            pipeline.ask(
                    mail.recipient(recipient),
                    Wait.RECIPIENT,
                    "the reply to RCPT",
                    reply -> takeRecipient(recipient, reply));
        }
        if (pipeline.isOpen() && mayDataRideAlong()) {
            askForData();
        }
        pipeline.settle();
        withdrawUnlessAccepted();
        if (dataReply == null) {
            askForData();
            pipeline.settle();
        }
        withdrawUnlessDataIsWelcome();
        sendMessage();
        Reply taken = readEndOfMessage();
        return new Receipt(session.scrubbed(taken), EnhancedStatus.of(taken), outcomes);
    }

    /** After a 354 nobody can take back one recipient of several, so all-or-nothing has to know before it asks. */
    private boolean mayDataRideAlong() {
        return envelope.isPartialAllowed() || envelope.recipients().size() == 1;
    }

    private void takeMail(Reply reply) throws IOException {
        session.accepts("MAIL", reply, "2xx");
        mailReply = reply;
    }

    private void takeRecipient(Mailbox recipient, Reply reply) throws IOException {
        boolean accepted = session.accepts("RCPT", reply, "2xx");
        if (accepted && isMailRefused()) {
            throw session.connection()
                    .violated(
                            "the reply to RCPT",
                            new GrammarException(
                                    "RCPT is not accepted after MAIL was refused",
                                    "RFC 5321 section 3.3",
                                    session.scrubbed(reply).toString()));
        }
        outcomes.add(new RecipientOutcome(recipient, session.scrubbed(reply), EnhancedStatus.of(reply)));
    }

    private void askForData() throws IOException {
        pipeline.ask(WireText.of("DATA"), Wait.DATA, "the reply to DATA", reply -> {
            session.accepts("DATA", reply, "354");
            dataReply = reply;
        });
    }

    private boolean isMailRefused() {
        return mailReply != null && !mailReply.matches("2xx");
    }

    private boolean isDataWelcome() {
        return dataReply != null && dataReply.matches("354");
    }

    private void withdrawUnlessAccepted() throws IOException {
        if (isMailRefused()) {
            withdraw(session.refused(mail.line().masked(), Objects.requireNonNull(mailReply)));
        }
        List<RecipientOutcome> refused =
                outcomes.stream().filter(outcome -> !outcome.isAccepted()).toList();
        boolean nobody = refused.size() == outcomes.size();
        if (nobody || (!refused.isEmpty() && !envelope.isPartialAllowed())) {
            withdraw(recipientsRefused(refused));
        }
    }

    private void withdrawUnlessDataIsWelcome() throws IOException {
        if (!isDataWelcome()) {
            withdraw(session.refused("DATA", Objects.requireNonNull(dataReply)).with(outcomes));
        }
    }

    private SmtpRefusedException recipientsRefused(List<RecipientOutcome> refused) {
        String listed = refused.stream()
                .limit(MAX_LISTED)
                .map(RecipientOutcome::toString)
                .collect(Collectors.joining("; ", "", refused.size() > MAX_LISTED ? "; ..." : ""));
        String hint = refused.size() < outcomes.size() ? " (allowingPartial() sends it to the others)" : "";
        String message = "the server refused " + refused.size() + " of " + outcomes.size()
                + " recipients, so the message was sent to none" + hint + ": " + listed + "; "
                + session.connection().evidence();
        return SmtpRefusedException.ofRecipients(message, refused, outcomes);
    }

    /**
     * Leaves the server without a transaction, then says why. A server that said 354 although it accepted nobody gets an
     * empty message, as RFC 2920 section 3.1 wants it; it has nobody to deliver that to.
     */
    private void withdraw(SmtpRefusedException no) throws IOException {
        try {
            if (isDataWelcome()) {
                session.ask(WireText.of("."), Wait.END_OF_DATA, "the reply to " + END);
            } else if (!isMailRefused()) {
                session.reset();
            }
        } catch (IOException lost) {
            lost.addSuppressed(no);
            throw lost;
        }
        throw no;
    }

    /** The message and its end mark. Whatever this throws but {@link OutcomeUnknownException}, nothing was delivered. */
    private void sendMessage() throws IOException {
        session.refuseUnaskedReply();
        Connection connection = session.connection();
        DotOutputStream dots = new DotOutputStream(connection, session.options().bareNewlines());
        MessageStream lent = new MessageStream(connection, dots, session.limit(Wait.BLOCK), mail.sevenBit());
        try {
            session.lend(() -> body.writeTo(lent));
            lent.takeBack();
            sendEndMark(dots);
        } catch (Throwable failure) {
            if (connection.isOpen()) {
                connection.abort();
                failure.addSuppressed(new IOException("the message could not be read to its end, so the connection was"
                        + " closed before the end mark; nothing was delivered"));
            }
            throw failure;
        }
    }

    /**
     * The last block with the end mark behind it. A write that fails has not handed its last byte over, and a server that
     * does not get all of the end mark does not deliver. Only an interrupt is reported even by a write that was complete
     * ({@link java.nio.channels.InterruptibleChannel}); one that was pending before lets nothing out.
     */
    private void sendEndMark(DotOutputStream dots) throws IOException {
        Connection connection = session.connection();
        boolean interruptedBefore = Thread.currentThread().isInterrupted();
        try (Step step = connection.within(WireClock.IDLE, session.limit(Wait.BLOCK), MessageStream.SENDING)) {
            dots.finish();
            connection.output().flush();
        } catch (AbortedException stopped) {
            if (!interruptedBefore && Thread.currentThread().isInterrupted()) {
                throw new OutcomeUnknownException(outcomes, stopped);
            }
            throw stopped;
        }
    }

    /** From here on a failure leaves open what the server did, unless it tells. */
    private Reply readEndOfMessage() throws IOException {
        Reply reply;
        try {
            reply = session.read(Wait.END_OF_DATA, "the reply to " + END);
            if (session.accepts(END, reply, "2xx")) {
                return reply;
            }
        } catch (SmtpClosingException itTold) {
            throw itTold;
        } catch (IOException | IllegalStateException unknown) {
            throw new OutcomeUnknownException(outcomes, unknown);
        }
        throw session.refused(END, reply).with(outcomes);
    }
}
