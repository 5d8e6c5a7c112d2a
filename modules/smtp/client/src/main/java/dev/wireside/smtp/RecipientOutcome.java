package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.util.Optional;

/**
 * What the server said about one recipient.
 *
 * @param mailbox whom it is about
 * @param reply the server's reply to RCPT, secrets that it echoed masked
 * @param enhanced the code of RFC 3463 in the reply, if there is one
 */
public record RecipientOutcome(Mailbox mailbox, Reply reply, Optional<EnhancedStatus> enhanced) {
    /** RFC 821 had it for "too many recipients" where 452 is meant (RFC 5321 section 4.5.3.1.10). */
    private static final int TOO_MANY_IN_RFC_821 = 552;

    /** Whether the server took this recipient (2yz). */
    public boolean isAccepted() {
        return reply.matches("2xx");
    }

    /**
     * Whether it refused for now only: the same recipient may be accepted later. So it is with 4yz, and with 552, which some
     * servers still say for "too many recipients" (RFC 5321 section 4.5.3.1.10).
     */
    public boolean isTransient() {
        return reply.code().isTransient() || reply.code().value() == TOO_MANY_IN_RFC_821;
    }

    /** The mailbox and the reply. */
    @Override
    public String toString() {
        return "<" + mailbox + ">: " + reply;
    }
}
