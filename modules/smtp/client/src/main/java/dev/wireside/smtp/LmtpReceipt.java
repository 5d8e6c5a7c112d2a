package dev.wireside.smtp;

import java.util.List;

/**
 * What an LMTP server said about each recipient at the end of the message (RFC 2033 section 4.2). It has no queue: whom it
 * refused here it will not try again.
 *
 * @param recipients the last reply about each, in the order of the envelope: to the end of the message, or to RCPT where
 *     that was refused
 */
public record LmtpReceipt(List<RecipientOutcome> recipients) {
    /** Copies the list. */
    public LmtpReceipt {
        recipients = List.copyOf(recipients);
    }

    /** Those who have the message now; at least one. */
    public List<RecipientOutcome> accepted() {
        return recipients.stream().filter(RecipientOutcome::isAccepted).toList();
    }

    /** Those who do not have it. To them, if to anybody, it is sent again, or they are who a report to the sender names. */
    public List<RecipientOutcome> refused() {
        return recipients.stream().filter(outcome -> !outcome.isAccepted()).toList();
    }
}
