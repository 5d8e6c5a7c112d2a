package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** MAIL and RCPT for one envelope and size. They are made once for messages that follow each other and have both in common. */
final class Proposal {
    /** Larger envelopes are hardly the ones that many messages share, and their lines are not kept. */
    private static final int MAX_KEPT = 100;

    private final Envelope envelope;
    private final OptionalLong size;
    private final MailCommand mail;

    /** Where the lines are written, be it for this one or for those that follow. */
    private final StringBuilder line;

    /** Kept once a second message has the same. */
    private @Nullable List<WireText> recipients;

    private Proposal(Envelope envelope, OptionalLong size, MailCommand mail, StringBuilder line) {
        this.envelope = envelope;
        this.size = size;
        this.mail = mail;
        this.line = line;
    }

    /** @param last the one before, which may do again */
    static Proposal of(MailObject mail, SmtpCapabilities server, @Nullable Proposal last) throws IOException {
        Envelope envelope = mail.envelope();
        if (envelope.recipients().isEmpty()) {
            throw new IllegalArgumentException("an envelope has at least one recipient");
        }
        // Asked also where the server does not want to know: a file that is not there is noticed before anything is
        // sent.
        OptionalLong size = mail.content().size();
        if (last != null && last.envelope == envelope && last.size.equals(size)) {
            last.keepRecipients();
            return last;
        }
        StringBuilder line = last == null ? new StringBuilder() : last.line;
        return new Proposal(envelope, size, MailCommand.of(envelope, size, server, line), line);
    }

    private void keepRecipients() {
        if (recipients == null) {
            recipients = new ArrayList<>();
        }
    }

    MailCommand mail() {
        return mail;
    }

    /** RCPT for the recipient in this place. */
    WireText recipient(int place) {
        List<WireText> kept = recipients;
        if (kept != null && place < kept.size()) {
            return kept.get(place);
        }
        WireText recipient = mail.recipient(envelope.recipients().get(place), line);
        if (kept != null && place == kept.size() && place < MAX_KEPT) {
            kept.add(recipient);
        }
        return recipient;
    }
}
