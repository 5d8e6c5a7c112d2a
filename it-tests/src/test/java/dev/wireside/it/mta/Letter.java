package dev.wireside.it.mta;

import dev.wireside.net.BodySource;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.MailObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A message that is told from all others by its content.
 *
 * @param mail what is sent
 * @param content what the server must get of it
 * @param expected what becomes of it on a connection that works
 */
record Letter(MailObject mail, String content, Claim.Kind expected) {
    /** Such a message is refused at its end. */
    static final String REFUSE = "X-Refuse: end";

    /** Such a message is refused at its first chunk, if there is more than one. */
    static final String REFUSE_CHUNK = "X-Refuse: chunk";

    /** What a source throws that cannot go on. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException() {
            super("the disk is gone");
        }
    }

    /** @param text any line ends, but one at its end */
    static Letter of(Envelope envelope, int number, String text, Claim.Kind expected) {
        String source = "Subject: " + number + "\r\n" + text;
        String content = source.replace("\r\n", "\n").replace("\n", "\r\n");
        return new Letter(new MailObject(envelope, BodySource.ofText(source)), content, expected);
    }

    /** Fails behind so much of itself. */
    static Letter unreadable(Envelope envelope, int number, String text) {
        String source = "Subject: " + number + "\r\n" + text;
        BodySource failing = out -> {
            out.write(source.getBytes(StandardCharsets.US_ASCII));
            throw new UnreadableException();
        };
        return new Letter(new MailObject(envelope, failing), source, Claim.Kind.NOT_SENT);
    }

    boolean isReadable() {
        return expected != Claim.Kind.NOT_SENT;
    }

    boolean isPartialAllowed() {
        return mail.envelope().isPartialAllowed();
    }

    String sender() {
        return mail.envelope().sender().map(String::valueOf).orElse("");
    }

    List<String> recipients() {
        return mail.envelope().recipients().stream().map(String::valueOf).toList();
    }

    @Override
    public String toString() {
        return content.lines().findFirst().orElse("") + " to " + recipients();
    }
}
