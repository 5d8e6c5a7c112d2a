package dev.wireside.smtp;

import java.io.IOException;
import java.util.List;

/**
 * The whole message was sent, its end mark too, and then the connection died before the server said whether it took the
 * message: nobody on this side can know. Sending it again may deliver it twice, not sending it may lose it (RFC 1047). The
 * cause says how the connection died; it is dead.
 */
public final class OutcomeUnknownException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<RecipientOutcome> recipients;

    OutcomeUnknownException(List<RecipientOutcome> recipients, IOException cause) {
        super(
                "the message may have been delivered, or not: it was sent to its end, but no answer to that was"
                        + " understood ("
                        + cause.getMessage() + ")",
                cause);
        this.recipients = List.copyOf(recipients);
    }

    /** What was said about each recipient; those that were accepted may get the message. */
    public List<RecipientOutcome> recipients() {
        return recipients;
    }
}
