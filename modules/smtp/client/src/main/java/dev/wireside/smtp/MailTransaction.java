package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.dot.LineEndEncoder;
import dev.wireside.codec.reply.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a {@link MailRun}: MAIL, RCPT, and its content by DATA (RFC 5321 section 3.3) or BDAT (RFC 3030). It
 * {@linkplain #propose proposes}, {@linkplain #write writes}, and {@linkplain #take takes} the replies when they come, which
 * may be after later messages were begun.
 */
final class MailTransaction implements Pipeline.OnReply {
    private static final WireText DATA = WireText.of("DATA");
    private static final WireText LONE_DOT = WireText.of(".");

    /** Chunks that may be on their way unanswered: 2 MiB, so that the line does not fall idle and a no is heard early. */
    private static final int CHUNKS_AHEAD = 8;

    private static final long NOT_WRITTEN = Long.MAX_VALUE;

    /** Ends the writing of a message that the server does not want any more. */
    private static final class UnwantedException extends IOException {
        private static final long serialVersionUID = 1L;

        UnwantedException() {
            super("the server has refused the message, so no more of it is sent");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final MailRun run;
    private final SmtpSession session;
    private final Pipeline pipeline;
    private final MailObject mail;
    private final Replies replies;

    private @Nullable MailCommand command;
    private int chunks;

    /** Where the end mark ends, in all that was ever written on this connection. */
    private long end = NOT_WRITTEN;

    private @Nullable Delivery delivery;

    MailTransaction(MailRun run, SmtpSession session, Pipeline pipeline, MailObject mail) {
        this.run = run;
        this.session = session;
        this.pipeline = pipeline;
        this.mail = mail;
        replies = new Replies(session, mail.envelope());
    }

    /** MAIL, RCPT, and DATA if it may ride along. */
    void propose() throws IOException {
        Proposal prepared = prepare();
        if (prepared == null) {
            return;
        }
        run.resetIfNeeded();
        run.opens(this);
        pipeline.ask(prepared.mail().line(), Asked.MAIL, this);
        int recipients = mail.envelope().recipients().size();
        for (int i = 0; i < recipients && !replies.isMailRefused(); i++) {
            pipeline.ask(prepared.recipient(i), Asked.RCPT, this);
        }
        if (!usesChunks() && pipeline.isOpen() && !isAllOrNothing()) {
            pipeline.ask(DATA, Asked.DATA, this);
        }
    }

    /** What cannot be sent at all is known before anything is sent; then there is no proposal. */
    private @Nullable Proposal prepare() {
        try {
            Proposal prepared = run.proposal(mail);
            command = prepared.mail();
            return prepared;
        } catch (SmtpRefusedException unasked) {
            delivery = new Delivery.Refused(mail, unasked);
        } catch (IOException | RuntimeException unsendable) {
            delivery = new Delivery.NotSent(mail, unsendable);
        }
        return null;
    }

    private boolean usesChunks() {
        return mail.envelope().body() == BodyEncoding.BINARY
                || (session.options().chunking() == ChunkingUse.WHEN_OFFERED
                        && session.capabilities().has(SmtpExtension.CHUNKING));
    }

    /**
     * Nobody can take back one recipient of several from a message that has begun with 354, or ended with LAST, so
     * all-or-nothing has to know before.
     */
    private boolean isAllOrNothing() {
        return !mail.envelope().isPartialAllowed()
                && mail.envelope().recipients().size() > 1;
    }

    /** The content. */
    void write() throws IOException {
        if (delivery != null) {
            return;
        }
        if (usesChunks()) {
            writeChunks();
        } else {
            writeData();
        }
    }

    private void writeData() throws IOException {
        pipeline.settle();
        if (!replies.hasData() && !replies.isUnwanted()) {
            pipeline.ask(DATA, Asked.DATA, this);
            pipeline.settle();
        }
        if (replies.isUnwanted()) {
            withdraw();
            return;
        }
        session.refuseUnaskedReply();
        DataContent.send(session, mail.content(), command().sevenBit());
        run.closed(this);
        oweEnd();
    }

    /**
     * A server that said 354 although it accepted nobody gets an empty message, as RFC 2920 section 3.1 wants it; it has
     * nobody to deliver that to.
     */
    private void withdraw() throws IOException {
        refuse();
        if (replies.isDataWelcome()) {
            run.closed(this);
            pipeline.ask(LONE_DOT, Asked.END, (asked, reply) -> {});
        }
    }

    private void writeChunks() throws IOException {
        if (replies.isUnwanted()) {
            refuse();
            return;
        }
        boolean binary = mail.envelope().body() == BodyEncoding.BINARY;
        LineEndEncoder lineEnds =
                binary ? null : new LineEndEncoder(session.options().bareNewlines());
        BdatContent content = new BdatContent(run.chunk(), lineEnds, this::sendChunk);
        MessageStream lent = new MessageStream(content, command().sevenBit());
        try {
            lent.writtenBy(session, mail.content());
            content.finish();
        } catch (IOException | RuntimeException failure) {
            if (!session.connection().isOpen() || end != NOT_WRITTEN) {
                throw failure;
            }
            if (failure instanceof UnwantedException || lent.failure() instanceof UnwantedException) {
                refuse();
            } else {
                delivery = new Delivery.NotSent(mail, failure);
            }
        }
    }

    /**
     * The replies to the envelope are looked at behind the first chunk, while that is on its way. Before the last one
     * everything must be known if anything of it could make the message unwanted, because LAST commits.
     */
    private void sendChunk(ByteBuffer chunk, boolean last) throws IOException {
        if (last && (chunks > 0 || isAllOrNothing() || session.isLmtp())) {
            pipeline.settle();
            stopIfUnwanted();
        }
        session.queueChunk(chunk, last);
        chunks++;
        if (last) {
            oweEnd();
        } else {
            pipeline.owe(Asked.CHUNK, this);
            pipeline.settleTo(chunks == 1 ? 1 : CHUNKS_AHEAD);
            stopIfUnwanted();
        }
    }

    private void stopIfUnwanted() throws UnwantedException {
        if (replies.isUnwanted()) {
            throw new UnwantedException();
        }
    }

    /** RFC 2033 section 4.2: in LMTP each recipient that was accepted has a reply of its own. */
    private void oweEnd() throws IOException {
        end = session.connection().output().written();
        int owed = session.isLmtp() ? replies.accepted().size() : 1;
        for (int i = 0; i < owed; i++) {
            pipeline.owe(Asked.END, this);
        }
    }

    @Override
    public void take(Asked asked, Reply reply) throws IOException {
        switch (asked) {
            case MAIL -> takeMail(reply);
            case RCPT -> replies.takeRecipient(reply);
            case DATA -> replies.takeData(reply);
            case CHUNK -> replies.takeChunk(reply);
            case END -> takeEnd(reply);
            case RSET -> throw new IllegalStateException("no message asks for this");
        }
    }

    /** A chunk that was sent all the same may have left the server waiting for the last one. */
    private void takeMail(Reply reply) throws IOException {
        replies.takeMail(reply);
        if (replies.isMailRefused() && chunks == 0) {
            run.closed(this);
        }
    }

    /** A server that takes the last chunk of a message for nobody has nobody to deliver it to. */
    private void takeEnd(Reply reply) throws IOException {
        replies.takeEnd(reply);
        if (!replies.isEnded()) {
            return;
        }
        if (replies.isUnwanted()) {
            refuse();
            return;
        }
        delivery = replies.conclusion(mail);
        if (delivery.isAccepted()) {
            run.closed(this);
        }
    }

    private void refuse() {
        delivery = new Delivery.Refused(mail, replies.refusal(command().line().masked()));
    }

    /** The connection is dead, and whatever was not answered will not be. */
    void die(Exception cause) {
        if (delivery != null) {
            return;
        }
        boolean mayHaveArrived = mayHaveArrived(cause);
        if (command != null && replies.isUnwanted() && !(mayHaveArrived && replies.isContradicted())) {
            refuse();
        } else if (mayHaveArrived) {
            delivery = new Delivery.Unknown(
                    mail, new OutcomeUnknownException(replies.recipients(), replies.unanswered(), cause));
        } else {
            delivery = new Delivery.NotSent(mail, cause);
        }
    }

    /** RFC 5321 section 3.8: a server that says 421 does nothing more; in LMTP, it has done what it answered. */
    private boolean mayHaveArrived(Exception cause) {
        boolean complete = end <= session.connection().output().handedOver();
        return complete && (replies.isAnybodySure() || !(cause instanceof SmtpClosingException));
    }

    boolean isOver() {
        return delivery != null;
    }

    Delivery delivery() {
        return Objects.requireNonNull(delivery);
    }

    private MailCommand command() {
        return Objects.requireNonNull(command);
    }
}
