package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.util.Optional;

/**
 * What the server said about one recipient.
 *
 * @param mailbox whom it is about
 * @param reply the server's reply to RCPT
 */
public record RecipientOutcome(Mailbox mailbox, Reply reply) {
    /** Whether the server took this recipient (2yz). */
    public boolean isAccepted() {
        return reply.matches("2xx");
    }

    /** Whether it refused for now only (4yz): the same recipient may be accepted later. */
    public boolean isTransient() {
        return reply.code().isTransient();
    }

    /** The code of RFC 3463 in the reply, if there is one. */
    public Optional<EnhancedStatus> enhanced() {
        return EnhancedStatus.of(reply);
    }

    /** The mailbox and the reply. */
    @Override
    public String toString() {
        return "<" + mailbox + ">: " + reply;
    }
}
