package dev.wireside.smtp.vs;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What both clients are asked to do. Each method opens a connection, does the task, ends the connection and says what its
 * caller knows afterwards; no method throws because of the network or the server.
 */
public interface SmtpTask {
    /** A submission server, and who logs in there. */
    record Account(String host, int port, String user, String password) {}

    /** A short text message to be composed and sent; everything in US-ASCII. */
    record Mail(String from, List<String> to, String subject, String text) {}

    /** What a caller has to know to do the right thing next. */
    enum Fate {
        /** The server has taken the message for every recipient that is not among the refused. */
        ACCEPTED,

        /** The server said no; nobody gets the message. */
        REFUSED,

        /** The conversation broke while nobody could have got the message: send it again. */
        NOT_SENT,

        /** The conversation broke when the server may have taken the message: sending it again may deliver it twice. */
        UNKNOWN
    }

    /** A recipient that the server refused, and the reply code it did it with. */
    record Refusal(String recipient, int code) {}

    /** What the caller knows at the end. */
    record Outcome(Fate fate, List<Refusal> refused) {}

    /** Logs in and sends the message to all recipients, or to none if the server refuses one. In clear, on loopback. */
    Outcome sendToAll(Account account, Mail mail);

    /** Logs in and sends the message to those recipients that the server accepts. In clear, on loopback. */
    Outcome sendToAccepted(Account account, Mail mail);

    /** The same as {@link #sendToAll} after STARTTLS, without which nothing is sent; only this authority is trusted. */
    Outcome sendWithStartTls(Account account, X509Certificate authority, Mail mail);

    /**
     * Sends all messages on one connection, by BDAT where the server offers CHUNKING; one outcome each, in their order. One
     * that is refused does not touch the others.
     */
    List<Outcome> sendMany(Account account, List<Mail> mails);

    /**
     * Sends a finished message (RFC 5322) out of a file that may not fit into memory, by BDAT where the server offers
     * CHUNKING.
     */
    Outcome sendFile(Account account, String from, String to, Path message);
}
