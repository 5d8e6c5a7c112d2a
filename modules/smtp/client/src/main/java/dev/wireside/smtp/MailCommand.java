package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code MAIL FROM:<sender> SIZE=n BODY=8BITMIME SMTPUTF8} (RFC 5321 section 4.1.1.2) with the parameters that the message
 * needs and the server knows, and the RCPT commands behind it. What the server lacks is refused here, before anything is
 * sent.
 *
 * @param line the command
 * @param envelope what it says
 * @param smtpUtf8 whether addresses go out in UTF-8
 * @param sevenBit whether a byte above 127 must not be sent
 */
record MailCommand(WireText line, Envelope envelope, boolean smtpUtf8, boolean sevenBit) {
    /** RFC 5321 section 4.5.3.1.4, in octets and with CRLF; {@link SmtpCapabilities#maxMailLine} knows what is added. */
    static final int MAX_LINE = 512;

    private static final String CRLF = "\r\n";

    static MailCommand of(Envelope envelope, BodySource body, SmtpCapabilities server) throws IOException {
        return of(envelope, body.size(), server, new StringBuilder());
    }

    /** @param line what it was does not matter; to write many commands in one and the same */
    static MailCommand of(Envelope envelope, OptionalLong size, SmtpCapabilities server, StringBuilder line)
            throws SmtpRefusedException {
        boolean smtpUtf8 = envelope.needsSmtpUtf8();
        begin(line, "MAIL FROM:<", envelope.sender().orElse(null), smtpUtf8);
        appendSize(line, size, server);
        boolean sevenBit = appendBody(line, envelope.body(), server);
        if (smtpUtf8) {
            require(server, SmtpExtension.SMTPUTF8, "an address or the header is not US-ASCII");
            line.append(" SMTPUTF8");
        }
        new MailExtensions(line, envelope, server).append();
        WireText whole = WireText.utf8(line);
        checkLength(whole, server);
        return new MailCommand(whole, envelope, smtpUtf8, sevenBit);
    }

    /** A verb and the path behind it, which is empty for nobody. */
    private static void begin(StringBuilder line, String verb, @Nullable Mailbox mailbox, boolean smtpUtf8) {
        line.setLength(0);
        line.append(verb);
        if (mailbox != null) {
            mailbox.appendTo(line, smtpUtf8);
        }
        line.append('>');
    }

    /**
     * {@code RCPT TO:<recipient>} (RFC 5321 section 4.1.1.3), and NOTIFY and ORCPT where they are wanted. It cannot become
     * too long: a mailbox has at most 254 octets, and {@link DsnNotify#check} saw to the rest when the envelope was made.
     */
    WireText recipient(Mailbox mailbox) {
        return recipient(mailbox, new StringBuilder());
    }

    /** @param line as above */
    WireText recipient(Mailbox mailbox, StringBuilder line) {
        begin(line, "RCPT TO:<", mailbox, smtpUtf8);
        envelope.notification(mailbox).ifPresent(notify -> line.append(notify.parameters(mailbox, smtpUtf8)));
        return WireText.utf8(line);
    }

    private static void checkLength(WireText line, SmtpCapabilities server) throws SmtpRefusedException {
        int length = line.length() + CRLF.length();
        if (length > MAX_LINE && length > server.maxMailLine()) {
            throw SmtpRefusedException.unasked(
                    "MAIL",
                    "the MAIL command has " + length + " octets, and the server need not read more than "
                            + server.maxMailLine() + " (RFC 5321 section 4.5.3.1.4 and its extensions)",
                    SmtpRefusedException.NO_MESSAGE);
        }
    }

    /**
     * RFC 1870 section 6.1: the server may refuse a message by its size before it is sent, and so may we. The value is an
     * estimate (section 5): the source counts its own bytes, and a message whose lines end in LF alone is sent larger than
     * it was declared, which section 6.3 permits.
     */
    private static void appendSize(StringBuilder parameters, OptionalLong size, SmtpCapabilities server)
            throws SmtpRefusedException {
        if (size.isEmpty() || !server.has(SmtpExtension.SIZE)) {
            return;
        }
        OptionalLong limit = server.sizeLimit();
        if (limit.isPresent() && size.getAsLong() > limit.getAsLong()) {
            throw SmtpRefusedException.unasked(
                    "MAIL SIZE=" + size.getAsLong(),
                    "the message has " + size.getAsLong() + " bytes, and the server takes at most " + limit.getAsLong(),
                    SmtpRefusedException.NO_MESSAGE);
        }
        parameters.append(" SIZE=").append(size.getAsLong());
    }

    /** RFC 6152 section 3, RFC 3030 section 3. Returns whether the message has to be US-ASCII. */
    private static boolean appendBody(StringBuilder parameters, BodyEncoding body, SmtpCapabilities server)
            throws SmtpRefusedException {
        if (body == BodyEncoding.BINARY) {
            require(server, SmtpExtension.BINARYMIME, "the message is binary");
            require(server, SmtpExtension.CHUNKING, "the message is binary");
            parameters.append(" BODY=BINARYMIME");
            return false;
        }
        if (body == BodyEncoding.EIGHT_BIT) {
            require(server, SmtpExtension.EIGHT_BIT_MIME, "the message has bytes above 127");
        }
        if (!server.has(SmtpExtension.EIGHT_BIT_MIME)) {
            return true;
        }
        boolean sevenBit = body == BodyEncoding.SEVEN_BIT;
        parameters.append(sevenBit ? " BODY=7BIT" : " BODY=8BITMIME");
        return sevenBit;
    }

    static void require(SmtpCapabilities server, SmtpExtension extension, String because) throws SmtpRefusedException {
        if (!server.has(extension)) {
            throw SmtpRefusedException.unasked(
                    extension.keyword(),
                    because + ", but the server does not offer " + extension.keyword(),
                    SmtpRefusedException.NO_MESSAGE);
        }
    }
}
