package dev.wireside.smtp;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole message was sent, its end mark too, and then the connection died before the server said whether it took the
 * message: nobody on this side can know. Sending it again may deliver it twice, not sending it may lose it (RFC 1047). The
 * cause says how the connection died; it is dead.
 */
public final class OutcomeUnknownException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form.
    private final transient @Nullable List<RecipientOutcome> recipients;

    @SuppressWarnings("serial") // As the recipients.
    private final transient @Nullable List<RecipientOutcome> unanswered;

    /** @param unanswered those of the recipients whose outcome is not known */
    OutcomeUnknownException(List<RecipientOutcome> recipients, List<RecipientOutcome> unanswered, Exception cause) {
        super(
                "the message may have been delivered, or not: it was sent to its end, but no answer to that was"
                        + " understood ("
                        + cause.getMessage() + ")",
                cause);
        this.recipients = List.copyOf(recipients);
        this.unanswered = List.copyOf(unanswered);
    }

    /**
     * The last that was said about each recipient: to RCPT, or in LMTP to the end of the message, where the server came so
     * far. Empty after deserialization.
     */
    public List<RecipientOutcome> recipients() {
        return recipients == null ? List.of() : recipients;
    }

    /**
     * Those of them who may get the message or not: all that RCPT accepted, in LMTP without those whose answer came. What
     * the others' replies say is certain. Empty after deserialization.
     */
    public List<RecipientOutcome> unanswered() {
        return unanswered == null ? List.of() : unanswered;
    }
}
