package dev.wireside.smtp.jakarta;

import dev.wireside.jakarta.ServiceProperties;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpRefusedException;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transport that sends with {@link SmtpClient}, or {@link LmtpClient} under {@code wireside-lmtp}. Nobody makes one: {@code session.getTransport("wireside-smtp")} does, or
 * {@code Transport.send} where {@code mail.transport.protocol.rfc822=wireside-smtp}.
 *
 * <p>{@code connect} sends EHLO, STARTTLS and AUTH as the properties say; STARTTLS is required unless {@code
 * mail.wireside-smtp.starttls.enable=false}. {@link #sendMessage} sends MAIL, a RCPT for each recipient, DATA and the message,
 * as often as it is called on the same connection; {@link #isConnected} sends NOOP; {@link #close} sends QUIT. A property that
 * is not supported makes {@code connect} fail with its name.
 *
 * <p>Safe for any number of threads; one does something at a time, the others wait.
 */
public final class WiresideTransport extends Transport {
    /** An Angus message says in Java what this transport could not see: it would be lost in silence. */
    private static final String ANGUS_MESSAGE = "org.eclipse.angus.mail.smtp.SMTPMessage";

    private final ReentrantLock lock = new ReentrantLock();
    private final ServiceProperties properties;

    private @Nullable MailSession client;

    /**
     * For {@link Session}.
     *
     * @param url its protocol says which properties count; it may have a host, a port, a user and a password
     */
    public WiresideTransport(Session session, @Nullable URLName url) {
        super(session, complete(session, url));
        this.properties = ServiceProperties.of(session, protocol(url));
    }

    private static String protocol(@Nullable URLName url) {
        return url == null ? "wireside-smtp" : url.getProtocol();
    }

    /** With the host and the user that only the inherited properties name, where Jakarta Mail does not look. */
    private static URLName complete(Session session, @Nullable URLName url) {
        ServiceProperties properties = ServiceProperties.of(session, protocol(url));
        URLName given = url == null ? new URLName(protocol(null), null, -1, null, null, null) : url;
        String host = given.getHost() == null ? properties.text("host").orElse(null) : given.getHost();
        String user = given.getUsername() == null ? properties.text("user").orElse(null) : given.getUsername();
        return new URLName(given.getProtocol(), host, given.getPort(), given.getFile(), user, given.getPassword());
    }

    @Override
    protected boolean protocolConnect(@Nullable String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        TransportSettings settings = TransportSettings.read(properties, session);
        if (settings.needsLogin() && (user == null || password == null)) {
            return false;
        }
        lock.lock();
        try {
            client = Opening.open(settings, settings.endpoint(properties, host, port), user, password);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends MAIL, RCPT, DATA and the message; {@code Bcc} and {@code Resent-Bcc} stay behind. The sender is
     * {@code mail.<protocol>.from}, else the first of From, else of Sender; {@code <>} there is nobody. In place of a group its members get the message.
     *
     * @param addresses to whom; what the header says does not count
     * @throws SendFailedException if the server refuses: its arrays and its chain of {@link RecipientRefusedException} say who
     *     gets the message, who does not, and why. The connection is usable
     * @throws MessagingException if the connection broke, or the message could not be written; the cause says what happened.
     *     With an {@link OutcomeUnknownException} as cause nobody knows whether the message was delivered, and no event is
     *     fired; with any other it was not. The connection is closed, unless it was the message and the server has CHUNKING
     * @throws IllegalStateException if not connected
     */
    @Override
    public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        Report report;
        lock.lock();
        try {
            report = send(requireClient(), message, addresses);
        } finally {
            lock.unlock();
            dropIfBroken();
        }
        // After closing, which ends the queue of events: Jakarta Mail loses one that is in it and has no thread yet.
        report.tell((event, sent, unsent, invalid) -> notifyTransportListeners(event, sent, unsent, invalid, message));
        report.throwFailure();
    }

    private MailSession requireClient() {
        if (client == null) {
            throw new IllegalStateException("Not connected");
        }
        return client;
    }

    private Report send(MailSession connected, Message message, Address[] addresses) throws MessagingException {
        MimeMessage mime = requireMime(message);
        Recipients recipients = Recipients.of(addresses);
        OutgoingMail outgoing = new OutgoingMail(properties, session, connected.capabilities());
        outgoing.prepare(mime);
        Envelope envelope = outgoing.envelope(mime, recipients.mailboxes());
        boolean sendable =
                !recipients.mailboxes().isEmpty() && (envelope.isPartialAllowed() || !recipients.hasMalformed());
        return sendable ? deliver(connected, envelope, mime, recipients) : Report.ofMalformed(recipients);
    }

    private static MimeMessage requireMime(Message message) throws MessagingException {
        if (!(message instanceof MimeMessage mime)) {
            throw new MessagingException("only a MimeMessage can be sent by SMTP");
        }
        for (Class<?> type = mime.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(ANGUS_MESSAGE)) {
                throw new SendFailedException("an Angus SMTPMessage has settings that only Angus can read; nothing was"
                        + " sent: use a MimeMessage, and the properties or wireside.envelope for the envelope");
            }
        }
        return mime;
    }

    private static Report deliver(
            MailSession connected, Envelope envelope, MimeMessage message, Recipients recipients) {
        try {
            return Report.of(connected.send(envelope, new MessageSource(message)), recipients);
        } catch (SmtpRefusedException no) {
            return Report.of(no, recipients);
        } catch (OutcomeUnknownException unknown) {
            return Report.of(unknown);
        } catch (MessageSource.Unwritable itself) {
            return Report.ofBroken(itself.reason(), recipients);
        } catch (IOException broken) {
            return Report.ofBroken(
                    new MessagingException("the message was not delivered: " + broken.getMessage(), broken),
                    recipients);
        }
    }

    /**
     * Sends NOOP, or RSET if {@code mail.<protocol>.userset} says so. If the server is gone, or says no and {@code
     * noop.strict} is not false, the connection is closed.
     */
    @Override
    @SuppressWarnings(
            "UnsynchronizedOverridesSynchronized") // The lock is ours: monitors pin virtual threads on Java 21.
    public boolean isConnected() {
        if (!super.isConnected()) {
            return false;
        }
        boolean alive;
        lock.lock();
        try {
            alive = client != null && isAlive(client);
        } finally {
            lock.unlock();
        }
        if (!alive) {
            drop();
        }
        return alive;
    }

    private boolean isAlive(MailSession connected) {
        try {
            if (properties.isTrue("userset")) {
                connected.reset();
            } else {
                connected.noop();
            }
            return true;
        } catch (SmtpRefusedException no) {
            return properties.text("noop.strict").orElse("true").equalsIgnoreCase("false") && connected.isOpen();
        } catch (IOException | MessagingException | IllegalStateException gone) {
            return false;
        }
    }

    /** Sends QUIT, waits two seconds at most, and closes. Never throws. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // As above.
    public void close() {
        if (super.isConnected()) {
            drop();
        }
    }

    private void dropIfBroken() {
        boolean broken;
        lock.lock();
        try {
            broken = client != null && !client.isOpen();
        } finally {
            lock.unlock();
        }
        if (broken) {
            drop();
        }
    }

    /** Closes the client, and tells the listeners outside the lock: there the monitor of the superclass comes in. */
    private void drop() {
        lock.lock();
        try {
            if (client != null) {
                client.close();
                client = null;
            }
        } finally {
            lock.unlock();
        }
        try {
            super.close();
        } catch (MessagingException never) {
            throw new IllegalStateException("Service.close throws nothing", never);
        }
    }
}
