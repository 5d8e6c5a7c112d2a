package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.io.OutputStream;
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
    private final List<WireText> recipients = new ArrayList<>(1);

    private Proposal(Envelope envelope, OptionalLong size, MailCommand mail) {
        this.envelope = envelope;
        this.size = size;
        this.mail = mail;
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
            return last;
        }
        return new Proposal(envelope, size, MailCommand.of(envelope, new KnownSize(size), server));
    }

    MailCommand mail() {
        return mail;
    }

    /** RCPT for the recipient in this place. */
    WireText recipient(int place) {
        if (place < recipients.size()) {
            return recipients.get(place);
        }
        WireText line = mail.recipient(envelope.recipients().get(place));
        if (place == recipients.size() && place < MAX_KEPT) {
            recipients.add(line);
        }
        return line;
    }

    /** A source that was asked for its size, which may take a look at a disk, need not be asked again. */
    private record KnownSize(OptionalLong size) implements BodySource {
        @Override
        public void writeTo(OutputStream out) {
            throw new IllegalStateException("this one only knows how long it is");
        }
    }
}
