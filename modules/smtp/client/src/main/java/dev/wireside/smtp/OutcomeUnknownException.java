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

    OutcomeUnknownException(List<RecipientOutcome> recipients, Exception cause) {
        super(
                "the message may have been delivered, or not: it was sent to its end, but no answer to that was"
                        + " understood ("
                        + cause.getMessage() + ")",
                cause);
        this.recipients = List.copyOf(recipients);
    }

    /** What was said about each recipient; those that were accepted may get the message. Empty after deserialization. */
    public List<RecipientOutcome> recipients() {
        return recipients == null ? List.of() : recipients;
    }
}
