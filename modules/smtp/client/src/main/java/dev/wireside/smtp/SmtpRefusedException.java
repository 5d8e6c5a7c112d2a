package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import dev.wireside.net.RefusedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server said 4yz or 5yz, or it lacks what was asked for and was not even asked. Nothing was delivered. The transaction
 * is reset and <b>the connection stays usable</b>; when it is thrown while connecting, the connection was closed instead.
 */
public final class SmtpRefusedException extends RefusedException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it all.
    private final transient @Nullable Reply reply;

    private final transient List<RecipientOutcome> recipients;

    private SmtpRefusedException(
            String message,
            String command,
            String answer,
            boolean isTransient,
            @Nullable Reply reply,
            List<RecipientOutcome> recipients) {
        super(message, command, answer, isTransient);
        this.reply = reply;
        this.recipients = List.copyOf(recipients);
    }

    static SmtpRefusedException of(String message, String command, Reply reply) {
        return new SmtpRefusedException(
                message, command, reply.toString(), reply.code().isTransient(), reply, List.of());
    }

    /** The server was not asked, because what it announced, or did not, answers already. */
    static SmtpRefusedException unasked(String what, String why) {
        return new SmtpRefusedException(why + "; nothing was sent", what, why, false, null, List.of());
    }

    /** The same with what was said about the recipients until then. */
    SmtpRefusedException with(List<RecipientOutcome> outcomes) {
        return new SmtpRefusedException(
                String.valueOf(getMessage()), command(), answer(), isTransient(), reply, outcomes);
    }

    /** The same with one thing more to say. */
    SmtpRefusedException saying(String more) {
        return new SmtpRefusedException(
                getMessage() + "; " + more, command(), answer(), isTransient(), reply, recipients);
    }

    /** @param refused at least one; the exception is transient if all of them are */
    static SmtpRefusedException ofRecipients(
            String message, List<RecipientOutcome> refused, List<RecipientOutcome> recipients) {
        RecipientOutcome first = refused.getFirst();
        return new SmtpRefusedException(
                message,
                "RCPT TO:<" + first.mailbox() + ">",
                first.reply().toString(),
                refused.stream().allMatch(RecipientOutcome::isTransient),
                first.reply(),
                recipients);
    }

    /** What the server said, secrets that it echoed masked; empty if it was not asked because it lacks a capability. */
    public Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    /** The code of RFC 3463 in the reply, if there is one. */
    public Optional<EnhancedStatus> enhanced() {
        return reply().flatMap(EnhancedStatus::of);
    }

    /**
     * What was said about each recipient that was asked for, accepted or not; <em>none</em> of them gets the message. Empty
     * if it did not come to RCPT.
     */
    public List<RecipientOutcome> recipients() {
        return recipients;
    }
}
