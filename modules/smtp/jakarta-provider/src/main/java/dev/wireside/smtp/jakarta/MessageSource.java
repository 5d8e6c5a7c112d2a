package dev.wireside.smtp.jakarta;

import dev.wireside.net.BodySource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A message that writes itself to the connection. It is never in memory as a whole, unless it was before. */
final class MessageSource implements BodySource {
    /** Whom the message goes to in secret is not told (RFC 5322 sections 3.6.3 and 3.6.6), and a length would be that of before. */
    private static final String[] NOT_SENT = {"Bcc", "Resent-Bcc", "Content-Length"};

    /** A message writes its header in many small pieces; the connection takes large ones. */
    private static final int BLOCK = 16 * 1024;

    /** The message could not be written, for a reason of its own. */
    static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;

        private final MessagingException reason;

        Unwritable(MessagingException reason) {
            super(reason.getMessage(), reason);
            this.reason = reason;
        }

        MessagingException reason() {
            return reason;
        }
    }

    private final MimeMessage message;

    MessageSource(MimeMessage message) {
        this.message = message;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        OutputStream blocks = new BufferedOutputStream(out, BLOCK);
        try {
            message.writeTo(blocks, NOT_SENT);
        } catch (MessagingException unwritable) {
            throw new Unwritable(unwritable);
        }
        blocks.flush();
    }
}
