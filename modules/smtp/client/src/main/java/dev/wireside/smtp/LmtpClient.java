package dev.wireside.smtp;

import dev.wireside.net.BodySource;
import dev.wireside.net.Endpoint;
import dev.wireside.net.TlsFacts;
import java.io.IOException;
import java.util.Optional;

/**
 * A session with a local delivery agent (LMTP, RFC 2033): SMTP in all but three things. It begins with LHLO, the server has
 * no queue, and so it answers the end of a message once for each recipient.
 *
 * <pre>{@code
 * try (var lmtp = LmtpClient.connect(Endpoint.of("localhost", 24), options)) {
 *     LmtpReceipt receipt = lmtp.send(envelope, message);
 *     receipt.refused().forEach(outcome -> tryLater(outcome.mailbox()));
 * }
 * }</pre>
 *
 * <p>It never goes to port 25 (section 5). What can be thrown, and which exceptions the session survives, is as
 * {@link SmtpClient} says.
 *
 * <p>Confined: one thread at a time, any thread; only {@link #abort} may be called concurrently.
 */
public final class LmtpClient implements AutoCloseable {
    private static final int SMTP_PORT = 25;

    private final SmtpSession session;

    private LmtpClient(SmtpSession session) {
        this.session = session;
    }

    /**
     * Connects, reads the greeting, sends LHLO, and STARTTLS and AUTH as the options say. There is no HELO to fall back to.
     * When it throws, the connection was closed.
     *
     * @throws IllegalArgumentException for port 25, on which LMTP must not be spoken (RFC 2033 section 5)
     * @throws IOException as {@link SmtpClient#connect}
     */
    public static LmtpClient connect(Endpoint server, SmtpOptions options) throws IOException {
        if (server.port() == SMTP_PORT) {
            throw new IllegalArgumentException("LMTP is not spoken on port 25 (RFC 2033 section 5): " + server);
        }
        return new LmtpClient(SmtpSession.open(server, options, true));
    }

    /** What the server announced in its last reply to LHLO. */
    public SmtpCapabilities capabilities() {
        return session.capabilities();
    }

    /** What TLS agreed on; empty only under {@link SmtpTls#UNENCRYPTED}. */
    public Optional<TlsFacts> tls() {
        return session.connection().tls();
    }

    /**
     * Sends MAIL, a RCPT for each recipient, and the message by DATA or BDAT, and reads one reply for each recipient that
     * RCPT accepted (RFC 2033 sections 4.2 and 4.3). By default all recipients must be accepted by RCPT, as in
     * {@link SmtpClient#send}; what the server says at the end cannot be taken back, so there some may be refused and others
     * not.
     *
     * @return who has it and who does not; somebody has it
     * @throws SmtpRefusedException if nobody has it: the server refused the sender, a recipient without
     *     {@link Envelope#allowingPartial()}, the message, or all recipients at its end. The session is usable
     * @throws OutcomeUnknownException if the connection died before the last reply;
     *     {@link OutcomeUnknownException#unanswered} says who may have it or not, and for the others the replies are certain
     * @throws SmtpClosingException if the server answers 421, and nobody has the message; the session is dead
     * @throws IOException and unchecked exceptions as {@link SmtpClient#send}
     */
    public LmtpReceipt send(Envelope envelope, BodySource message) throws IOException {
        return new LmtpReceipt(MailRun.send(session, envelope, message).recipients());
    }

    /**
     * Sends NOOP and waits for 250: is the server still there?
     *
     * @throws SmtpRefusedException if it says no; the session is usable
     * @throws IOException as {@link SmtpClient} says
     */
    public void noop() throws IOException {
        session.noop();
    }

    /** Whether the session can still be used, as far as is known without asking the server: see {@link #noop}. */
    public boolean isOpen() {
        return session.connection().isOpen();
    }

    /** Ends every wait at once, from any thread, with {@link dev.wireside.net.AbortedException}. Sends nothing more. */
    public void abort() {
        session.connection().abort();
    }

    /** Sends QUIT if the session still works, and closes: as {@link SmtpClient#close}. Never throws. */
    @Override
    public void close() {
        session.quit();
    }
}
