package dev.wireside.smtp.jakarta;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the encoding off text that a server with 8BITMIME (RFC 6152) takes as it is: {@code quoted-printable} and {@code
 * base64} become {@code 8bit}, where the text follows its rules (RFC 2045 section 2.8). It changes the message.
 */
final class EightBit {
    /** RFC 2045 section 2.8: octets in a line, without its CRLF. */
    private static final int MAX_LINE = 998;

    private EightBit() {}

    /** Changes what can be changed. A part that cannot be read stays as it is: it is not needed for the message to leave. */
    static void unpack(MimeMessage message) {
        try {
            if (unpackPart(message)) {
                message.saveChanges();
            }
        } catch (MessagingException | IOException staysAsItIs) {
            // What is wrong with the message is told when it is sent.
        }
    }

    private static boolean unpackPart(MimePart part) throws MessagingException, IOException {
        if (part.isMimeType("multipart/signed")) {
            // RFC 1847 section 2.1: what is signed must not be changed on the way.
            return false;
        }
        if (part.isMimeType("multipart/*")) {
            boolean changed = false;
            MimeMultipart parts = (MimeMultipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                changed |= unpackPart((MimePart) parts.getBodyPart(i));
            }
            return changed;
        }
        if (!part.isMimeType("text/*") || !isEncoded(part) || !needsEightBit(part)) {
            return false;
        }
        part.setContent(part.getContent(), part.getContentType());
        part.setHeader("Content-Transfer-Encoding", "8bit");
        return true;
    }

    private static boolean isEncoded(MimePart part) throws MessagingException {
        String encoding = part.getEncoding();
        return "quoted-printable".equalsIgnoreCase(encoding) || "base64".equalsIgnoreCase(encoding);
    }

    private static boolean needsEightBit(MimePart part) throws MessagingException, IOException {
        try (InputStream text = part.getInputStream()) {
            return isEightBitText(text);
        }
    }

    /** Whether there are bytes above 127, no NUL, and no line is too long. */
    static boolean isEightBitText(InputStream text) throws IOException {
        byte[] block = new byte[8192];
        boolean eightBit = false;
        int line = 0;
        for (int read = text.read(block); read >= 0; read = text.read(block)) {
            for (int i = 0; i < read; i++) {
                boolean ends = block[i] == '\r' || block[i] == '\n';
                line = ends ? 0 : line + 1;
                if (block[i] == 0 || line > MAX_LINE) {
                    return false;
                }
                eightBit |= block[i] < 0;
            }
        }
        return eightBit;
    }
}
