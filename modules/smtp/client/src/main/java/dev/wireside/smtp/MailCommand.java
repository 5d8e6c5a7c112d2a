package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * {@code MAIL FROM:<sender> SIZE=n BODY=8BITMIME SMTPUTF8} (RFC 5321 section 4.1.1.2) with the parameters that the message
 * needs and the server knows. What the server lacks is refused here, before anything is sent.
 *
 * @param line the command
 * @param smtpUtf8 whether addresses go out in UTF-8
 * @param sevenBit whether a byte above 127 must not be sent
 */
record MailCommand(WireText line, boolean smtpUtf8, boolean sevenBit) {
    static MailCommand of(Envelope envelope, BodySource body, SmtpCapabilities server) throws IOException {
        StringBuilder parameters = new StringBuilder();
        appendSize(parameters, body, server);
        boolean sevenBit = appendBody(parameters, envelope.body(), server);
        boolean smtpUtf8 = envelope.needsSmtpUtf8();
        if (smtpUtf8) {
            require(server, SmtpExtension.SMTPUTF8, "an address or the header is not US-ASCII");
            parameters.append(" SMTPUTF8");
        }
        String sender =
                envelope.sender().map(mailbox -> mailbox.wireForm(smtpUtf8)).orElse("");
        return new MailCommand(WireText.utf8("MAIL FROM:<" + sender + ">" + parameters), smtpUtf8, sevenBit);
    }

    /** {@code RCPT TO:<recipient>} (RFC 5321 section 4.1.1.3). */
    WireText recipient(Mailbox mailbox) {
        return WireText.utf8("RCPT TO:<" + mailbox.wireForm(smtpUtf8) + ">");
    }

    /**
     * RFC 1870 section 6.1: the server may refuse a message by its size before it is sent, and so may we. The value is an
     * estimate (section 5): the source counts its own bytes, and a message whose lines end in LF alone is sent larger than
     * it was declared, which section 6.3 permits.
     */
    private static void appendSize(StringBuilder parameters, BodySource body, SmtpCapabilities server)
            throws IOException {
        OptionalLong size = body.size();
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

    private static void require(SmtpCapabilities server, SmtpExtension extension, String because)
            throws SmtpRefusedException {
        if (!server.has(extension)) {
            throw SmtpRefusedException.unasked(
                    extension.keyword(),
                    because + ", but the server does not offer " + extension.keyword(),
                    SmtpRefusedException.NO_MESSAGE);
        }
    }
}
