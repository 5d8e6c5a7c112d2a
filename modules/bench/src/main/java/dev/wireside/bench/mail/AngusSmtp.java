package dev.wireside.bench.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Messages out with Jakarta Mail (Eclipse Angus). */
final class AngusSmtp extends Contender {
    /** With BDAT a message takes 44 ms on loopback: two writes, and no TCP_NODELAY. */
    private static final int SLOW = 20;

    /** Octets of its chunks; one is enough for a small message. */
    private static final String CHUNK = String.valueOf(64 * 1024);

    /** Addresses, dates and identifiers have another length each time. */
    private static final double COMPOSED = 0.02;

    /** Makes the messages. */
    @FunctionalInterface
    private interface Maker {
        MimeMessage make(Session session, int number) throws MessagingException, IOException;
    }

    private final Maker maker;
    private final long size;
    private final boolean prepared;
    private final boolean chunked;
    private final int port;
    private final Address[] recipients;

    private Session session;
    private SMTPTransport transport;

    private AngusSmtp(String name, int port, long size, boolean prepared, Maker maker) throws MessagingException {
        super(name);
        this.port = port;
        this.size = size;
        this.prepared = prepared;
        this.maker = maker;
        chunked = name.endsWith("bdat");
        recipients = new Address[] {new InternetAddress("bob@example.net")};
    }

    /** Messages whose bytes are there: nothing is left to do but to send them. */
    static AngusSmtp raw(int port, List<byte[]> contents) throws MessagingException {
        List<MimeMessage> messages =
                contents.stream().<MimeMessage>map(RawMessage::new).toList();
        return new AngusSmtp(
                "angus raw", port, Messages.SMALL, true, (session, number) -> messages.get(number % messages.size()));
    }

    /** Composed and sent, as programs do it. */
    static AngusSmtp composed(String name, int port) throws MessagingException {
        String text = new String(Messages.small(1), StandardCharsets.US_ASCII);
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        return new AngusSmtp(name, port, Messages.SMALL, false, (session, number) -> composed(session, number, body));
    }

    private static MimeMessage composed(Session session, int number, String body) throws MessagingException {
        MimeMessage message = headed(session, "Message " + (100_000 + number));
        message.setText(body, "us-ascii");
        message.saveChanges();
        return message;
    }

    @SuppressWarnings("JavaUtilDate") // It is what Jakarta Mail takes.
    private static MimeMessage headed(Session session, String subject) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("ada@example.org"));
        message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress("bob@example.net"));
        message.setSubject(subject, "us-ascii");
        message.setSentDate(new Date());
        return message;
    }

    /** A file attached, as programs do it. */
    static AngusSmtp attached(String name, int port, Path file, long fileSize) throws MessagingException {
        return new AngusSmtp(
                name, port, Attachment.size(fileSize), false, (session, number) -> attached(session, file));
    }

    private static MimeMessage attached(Session session, Path file) throws MessagingException, IOException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Attached.", "us-ascii");
        MimeBodyPart attachment = new MimeBodyPart();
        attachment.attachFile(file.toFile(), "application/octet-stream", "base64");
        MimeMessage message = headed(session, "The figures");
        message.setContent(new MimeMultipart(text, attachment));
        message.saveChanges();
        return message;
    }

    /** The same bytes made by the same code as everybody else's, so that only the sending is Angus's. */
    static AngusSmtp rawAttached(int port, Path file, long fileSize) throws MessagingException {
        MimeMessage message = new RawMessage(new Attachment(file)::writeTo);
        return new AngusSmtp("angus raw", port, Attachment.size(fileSize), true, (session, number) -> message);
    }

    /** Writes itself without asking what it consists of. */
    private static final class RawMessage extends MimeMessage {
        @FunctionalInterface
        private interface Writer {
            void writeTo(OutputStream out) throws IOException;
        }

        private final Writer writer;

        RawMessage(byte[] content) {
            this(out -> out.write(content));
        }

        RawMessage(Writer writer) {
            super((Session) null);
            this.writer = writer;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            writer.writeTo(out);
        }
    }

    @Override
    int operations(int wanted) {
        return chunked && size == Messages.SMALL ? Math.min(wanted, SLOW) : wanted;
    }

    @Override
    long contentBytes(int operations) {
        return operations * size;
    }

    @Override
    double tolerance() {
        return prepared ? 0 : COMPOSED * Math.max(1, 8 * Messages.SMALL / (double) size);
    }

    @Override
    void open() throws MessagingException {
        session = Session.getInstance(properties(port, chunked));
        transport = (SMTPTransport) session.getTransport("smtp");
        transport.connect();
    }

    static Properties properties(int port, boolean chunked) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(port));
        properties.put("mail.smtp.from", "ada@example.org");
        properties.put("mail.smtp.localhost", "[127.0.0.1]");
        if (chunked) {
            properties.put("mail.smtp.chunksize", CHUNK);
        }
        return properties;
    }

    @Override
    void run(int operations) throws Exception {
        for (int i = 0; i < operations; i++) {
            transport.sendMessage(maker.make(session, i), recipients);
        }
    }

    @Override
    public void close() throws MessagingException {
        transport.close();
    }
}
