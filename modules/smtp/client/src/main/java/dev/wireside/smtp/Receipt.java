package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.util.List;
import java.util.Optional;

/**
 * The server has taken the message, and with it the responsibility to deliver it (RFC 5321 section 4.2.5).
 *
 * @param reply to the end of the message, secrets that it echoed masked; many servers name their queue's number in it
 * @param enhanced the code of RFC 3463 in the reply, if there is one
 * @param recipients what was said about each recipient, in the order of the envelope
 */
public record Receipt(Reply reply, Optional<EnhancedStatus> enhanced, List<RecipientOutcome> recipients) {
    /** Copies the list. */
    public Receipt {
        recipients = List.copyOf(recipients);
    }

    /** Those who get the message; at least one. */
    public List<RecipientOutcome> accepted() {
        return recipients.stream().filter(RecipientOutcome::isAccepted).toList();
    }

    /** Those who do not; empty unless {@link Envelope#allowingPartial()} was asked for. */
    public List<RecipientOutcome> refused() {
        return recipients.stream().filter(outcome -> !outcome.isAccepted()).toList();
    }
}
