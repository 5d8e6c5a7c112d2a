package dev.wireside.smtp;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the server said about one message so far, and what follows from it. */
final class Replies {
    /** As many refused recipients as a message for people lists; {@link SmtpRefusedException#recipients} has all. */
    private static final int MAX_LISTED = 10;

    private final SmtpSession session;
    private final Envelope envelope;
    private final List<RecipientOutcome> recipients;

    /** In LMTP, what was said at the end, in the order of those whom RCPT accepted (RFC 2033 section 4.2). */
    private List<RecipientOutcome> finals = List.of();

    /** Before this place everybody has had a final reply, or none is due. */
    private int next;

    /** How many of the recipients RCPT refused. */
    private int refused;

    private @Nullable Reply mail;
    private @Nullable Reply data;
    private @Nullable Reply refusedChunk;
    private @Nullable Reply end;

    Replies(SmtpSession session, Envelope envelope) {
        this.session = session;
        this.envelope = envelope;
        recipients = new ArrayList<>(envelope.recipients().size());
    }

    void takeMail(Reply reply) throws IOException {
        session.accepts("MAIL", reply, "2xx");
        mail = reply;
    }

    void takeRecipient(Reply reply) throws IOException {
        boolean accepted = session.accepts("RCPT", reply, "2xx");
        recipients.add(outcome(envelope.recipients().get(recipients.size()), reply));
        refused += accepted ? 0 : 1;
        if (isContradicted()) {
            throw broken(
                    "the reply to RCPT", "RCPT is not accepted after MAIL was refused", "RFC 5321 section 3.3", reply);
        }
    }

    void takeData(Reply reply) throws IOException {
        boolean goAhead = session.accepts("DATA", reply, "354");
        if (goAhead && session.isLmtp() && accepted().isEmpty()) {
            throw broken("the reply to DATA", "DATA for nobody is refused", "RFC 2033 section 4.2", reply);
        }
        data = reply;
    }

    void takeChunk(Reply reply) throws IOException {
        if (!session.accepts(Asked.CHUNK.command(), reply, "2xx") && refusedChunk == null) {
            refusedChunk = reply;
        }
    }

    void takeEnd(Reply reply) throws IOException {
        session.accepts(Asked.END.command(), reply, "2xx");
        if (session.isLmtp()) {
            finals = finals.isEmpty() ? new ArrayList<>() : finals;
            finals.add(outcome(nextAccepted(), reply));
        }
        end = reply;
    }

    private Mailbox nextAccepted() {
        while (!recipients.get(next).isAccepted()) {
            next++;
        }
        return recipients.get(next++).mailbox();
    }

    private RecipientOutcome outcome(Mailbox mailbox, Reply reply) {
        return new RecipientOutcome(mailbox, session.scrubbed(reply), EnhancedStatus.of(reply));
    }

    private IOException broken(String step, String rule, String section, Reply reply) {
        String excerpt = session.scrubbed(reply).toString();
        return session.connection().violated(step, new GrammarException(rule, section, excerpt));
    }

    boolean isMailRefused() {
        return mail != null && !mail.matches("2xx");
    }

    /** Whether the server has taken a recipient although it refused the sender: into what transaction, nobody knows. */
    boolean isContradicted() {
        return isMailRefused() && refused < recipients.size();
    }

    boolean hasData() {
        return data != null;
    }

    boolean isDataWelcome() {
        return data != null && data.matches("354");
    }

    /** Whether the end mark has had its answer; in LMTP, every recipient's. */
    boolean isEnded() {
        return end != null && (!session.isLmtp() || finals.size() == recipients.size() - refused);
    }

    /** Those whom RCPT accepted. */
    List<RecipientOutcome> accepted() {
        return recipients.stream().filter(RecipientOutcome::isAccepted).toList();
    }

    /** Those who were accepted and of whom the end has said nothing yet. */
    List<RecipientOutcome> unanswered() {
        List<RecipientOutcome> accepted = accepted();
        return accepted.subList(finals.size(), accepted.size());
    }

    /** The last that was said about each. */
    List<RecipientOutcome> recipients() {
        if (finals.isEmpty()) {
            return recipients;
        }
        Iterator<RecipientOutcome> last = finals.iterator();
        return recipients.stream()
                .map(outcome -> outcome.isAccepted() && last.hasNext() ? last.next() : outcome)
                .toList();
    }

    boolean isAnybodySure() {
        return finals.stream().anyMatch(RecipientOutcome::isAccepted);
    }

    /** Whether it is known that the message must not, or cannot, be delivered. */
    boolean isUnwanted() {
        return isMailRefused() || isRecipientMissing() || refusedChunk != null || isDataRefused();
    }

    private boolean isDataRefused() {
        return data != null && !isDataWelcome();
    }

    private boolean isRecipientMissing() {
        boolean nobody = refused == envelope.recipients().size();
        return nobody || (refused > 0 && !envelope.isPartialAllowed());
    }

    /** Why it is unwanted. The first no counts; the others follow from it. */
    SmtpRefusedException refusal(String mailLine) {
        if (isMailRefused()) {
            return session.refused(mailLine, Objects.requireNonNull(mail));
        }
        if (isRecipientMissing()) {
            return recipientsRefused(", so the message was sent to none");
        }
        if (refusedChunk != null) {
            return session.refused(Asked.CHUNK.command(), refusedChunk).with(recipients);
        }
        if (isDataRefused()) {
            return session.refused(Asked.DATA.command(), Objects.requireNonNull(data))
                    .with(recipients);
        }
        throw new IllegalStateException("nobody refused anything");
    }

    private SmtpRefusedException recipientsRefused(String consequence) {
        List<RecipientOutcome> all = recipients();
        List<RecipientOutcome> refusing =
                all.stream().filter(outcome -> !outcome.isAccepted()).toList();
        String listed = refusing.stream()
                .limit(MAX_LISTED)
                .map(RecipientOutcome::toString)
                .collect(Collectors.joining("; ", "", refusing.size() > MAX_LISTED ? "; ..." : ""));
        String hint = refusing.size() < all.size() ? " (allowingPartial() sends it to the others)" : "";
        String message = "the server refused " + refusing.size() + " of " + all.size() + " recipients" + consequence
                + hint + ": " + listed + "; " + session.connection().evidence();
        return SmtpRefusedException.ofRecipients(message, refusing, all);
    }

    /** What the end has brought, once it {@linkplain #isEnded is there}. */
    Delivery conclusion(MailObject mailObject) {
        Reply last = Objects.requireNonNull(end);
        if (session.isLmtp() ? isAnybodySure() : last.matches("2xx")) {
            Receipt receipt = new Receipt(session.scrubbed(last), EnhancedStatus.of(last), recipients());
            return new Delivery.Accepted(mailObject, receipt);
        }
        return new Delivery.Refused(
                mailObject,
                session.isLmtp()
                        ? recipientsRefused(" at the end of the message")
                        : session.refused(Asked.END.command(), last).with(recipients));
    }
}
