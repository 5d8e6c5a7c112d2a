package dev.wireside.smtp.jakarta;

import dev.wireside.net.BodySource;
import dev.wireside.net.Endpoint;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.RecipientOutcome;
import dev.wireside.smtp.SmtpCapabilities;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import java.io.IOException;
import java.util.List;

/** What a transport wants of a client, be it SMTP's or LMTP's. */
sealed interface MailSession {
    /** Opens a session by the one protocol or the other. */
    static MailSession open(boolean lmtp, Endpoint server, SmtpOptions options) throws IOException {
        return lmtp ? new Lmtp(LmtpClient.connect(server, options)) : new Smtp(SmtpClient.connect(server, options));
    }

    SmtpCapabilities capabilities();

    /** @return what became of each recipient, in the order of the envelope */
    List<RecipientOutcome> send(Envelope envelope, BodySource message) throws IOException;

    void noop() throws IOException;

    void reset() throws IOException;

    boolean isOpen();

    void close();

    /** RFC 5321. */
    record Smtp(SmtpClient client) implements MailSession {
        @Override
        public SmtpCapabilities capabilities() {
            return client.capabilities();
        }

        @Override
        public List<RecipientOutcome> send(Envelope envelope, BodySource message) throws IOException {
            return client.send(envelope, message).recipients();
        }

        @Override
        public void noop() throws IOException {
            client.noop();
        }

        @Override
        public void reset() throws IOException {
            client.reset();
        }

        @Override
        public boolean isOpen() {
            return client.isOpen();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** RFC 2033: the server answers for each recipient. */
    record Lmtp(LmtpClient client) implements MailSession {
        @Override
        public SmtpCapabilities capabilities() {
            return client.capabilities();
        }

        @Override
        public List<RecipientOutcome> send(Envelope envelope, BodySource message) throws IOException {
            return client.send(envelope, message).recipients();
        }

        @Override
        public void noop() throws IOException {
            client.noop();
        }

        /** With NOOP: what makes servers slow to answer one, which RSET is to avoid, are servers of SMTP. */
        @Override
        public void reset() throws IOException {
            client.noop();
        }

        @Override
        public boolean isOpen() {
            return client.isOpen();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
