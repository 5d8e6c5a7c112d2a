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

    /** What a refusal says that came before anybody logged in. */
    static final String NO_SECRET = "nothing secret was sent";

    /** What a refusal says that came before MAIL. */
    static final String NO_MESSAGE = "nothing of the message was sent";

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it all.
    private final transient @Nullable Reply reply;

    private final @Nullable EnhancedStatus enhanced;

    @SuppressWarnings("serial") // As the reply.
    private final transient @Nullable List<RecipientOutcome> recipients;

    private SmtpRefusedException(
            String message,
            String command,
            String answer,
            boolean isTransient,
            @Nullable Reply reply,
            @Nullable EnhancedStatus enhanced,
            List<RecipientOutcome> recipients) {
        super(message, command, answer, isTransient);
        this.reply = reply;
        this.enhanced = enhanced;
        this.recipients = List.copyOf(recipients);
    }

    static SmtpRefusedException of(String message, String command, Reply reply) {
        return new SmtpRefusedException(
                message, command, reply.toString(), reply.code().isTransient(), reply, null, List.of());
    }

    /**
     * The server was not asked, because what it announced, or did not, answers already.
     *
     * @param untouched {@link #NO_SECRET} or {@link #NO_MESSAGE}
     */
    static SmtpRefusedException unasked(String what, String why, String untouched) {
        return new SmtpRefusedException(why + "; " + untouched, what, why, false, null, null, List.of());
    }

    /** The same with the code of RFC 3463 that stood in the reply. */
    SmtpRefusedException meaning(Optional<EnhancedStatus> code) {
        return copy(String.valueOf(getMessage()), code.orElse(null), recipients());
    }

    /** The same with what was said about the recipients until then. */
    SmtpRefusedException with(List<RecipientOutcome> outcomes) {
        return copy(String.valueOf(getMessage()), enhanced, outcomes);
    }

    /** The same with one thing more to say. */
    SmtpRefusedException saying(String more) {
        return copy(getMessage() + "; " + more, enhanced, recipients());
    }

    private SmtpRefusedException copy(String message, @Nullable EnhancedStatus code, List<RecipientOutcome> outcomes) {
        return new SmtpRefusedException(message, command(), answer(), isTransient(), reply, code, outcomes);
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
                first.enhanced().orElse(null),
                recipients);
    }

    /**
     * What the server said, secrets that it echoed masked; empty if it was not asked because it lacks a capability,
     * and after deserialization.
     */
    public Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    /** The code of RFC 3463 in the reply, if there is one. */
    public Optional<EnhancedStatus> enhanced() {
        return Optional.ofNullable(enhanced);
    }

    /**
     * What was said about each recipient that was asked for, accepted or not; <em>none</em> of them gets the message. Empty
     * if it did not come to RCPT, and after deserialization.
     */
    public List<RecipientOutcome> recipients() {
        return recipients == null ? List.of() : recipients;
    }
}
