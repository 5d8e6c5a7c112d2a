package dev.wireside.smtp.vs;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedFileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * With Jakarta Mail 2.1 as implemented by Eclipse Angus 2.0.5. Its settings: <a
 * href="https://javadoc.io/doc/org.eclipse.angus/angus-mail/2.0.5/org.eclipse.angus.mail/org/eclipse/angus/mail/smtp/package-summary.html">package
 * smtp</a>; its <a href="https://eclipse-ee4j.github.io/angus-mail/FAQ">FAQ</a>.
 */
public final class JakartaSmtpTask implements SmtpTask {
    private static final String SECONDS_30 = "30000";

    /** With a chunk size messages go by BDAT where the server offers CHUNKING. This one is allocated for each message. */
    private static final String CHUNK_OF_SMALL_MESSAGE = "16384";

    /** Each chunk is answered before the next is sent, so a large message goes in large ones. */
    private static final String CHUNK_OF_LARGE_MESSAGE = "1048576";

    /** Has no state: each task is a session of its own. */
    public JakartaSmtpTask() {}

    @Override
    public Outcome sendToAll(Account account, Mail mail) {
        Properties options = inClear();
        return send(account, options, mail);
    }

    @Override
    public Outcome sendToAccepted(Account account, Mail mail) {
        Properties options = inClear();
        options.put("mail.smtp.sendpartial", "true");
        return send(account, options, mail);
    }

    @Override
    public Outcome sendWithStartTls(Account account, X509Certificate authority, Mail mail) {
        Properties options = overTls(authority);
        return send(account, options, mail);
    }

    private static Outcome send(Account account, Properties options, Mail mail) {
        Fate ifLost = Fate.NOT_SENT;
        Session session = Session.getInstance(options);
        SMTPTransport smtp = transport(session);
        try {
            // 1. Connect, greet, secure, log in
            smtp.connect(account.host(), account.port(), account.user(), account.password());
            // 2. Compose: headers, date, message id
            MimeMessage message = message(session, mail);
            // 3. Envelope and message
            ifLost = Fate.UNKNOWN;
            smtp.sendMessage(message, recipients(mail));
            return new Outcome(Fate.ACCEPTED, List.of());
        } catch (MessagingException failure) {
            return learnt(smtp, failure, ifLost);
        } finally {
            // 4. Say goodbye
            close(smtp);
        }
    }

    @Override
    public List<Outcome> sendMany(Account account, List<Mail> mails) {
        List<Outcome> outcomes = new ArrayList<>();
        Properties options = inClear();
        options.put("mail.smtp.chunksize", CHUNK_OF_SMALL_MESSAGE);
        Session session = Session.getInstance(options);
        SMTPTransport smtp = transport(session);
        try {
            // 1. Connect, greet, log in
            smtp.connect(account.host(), account.port(), account.user(), account.password());
            boolean open = true;
            for (Mail mail : mails) {
                outcomes.add(open ? sendOne(session, smtp, mail) : new Outcome(Fate.NOT_SENT, List.of()));
                // It asks with NOOP, so only after a failure.
                open = open && (outcomes.getLast().fate() == Fate.ACCEPTED || smtp.isConnected());
            }
            return outcomes;
        } catch (MessagingException failure) {
            return Collections.nCopies(mails.size(), learnt(smtp, failure, Fate.NOT_SENT));
        } finally {
            // 4. Say goodbye
            close(smtp);
        }
    }

    private static Outcome sendOne(Session session, SMTPTransport smtp, Mail mail) {
        try {
            // 2. Compose: headers, date, message id
            MimeMessage message = message(session, mail);
            // 3. Envelope and message
            smtp.sendMessage(message, recipients(mail));
            return new Outcome(Fate.ACCEPTED, List.of());
        } catch (MessagingException failure) {
            return learnt(smtp, failure, Fate.UNKNOWN);
        }
    }

    @Override
    public Outcome sendFile(Account account, String from, String to, Path message) {
        Fate ifLost = Fate.NOT_SENT;
        Properties options = inClear();
        options.put("mail.smtp.from", from);
        options.put("mail.smtp.chunksize", CHUNK_OF_LARGE_MESSAGE);
        Session session = Session.getInstance(options);
        SMTPTransport smtp = transport(session);
        // A stream that can be shared keeps the content on the disk; of any other the message would be copied to the
        // heap.
        try (InputStream file = new SharedFileInputStream(message.toFile())) {
            // 1. Connect, greet, log in
            smtp.connect(account.host(), account.port(), account.user(), account.password());
            // 2. The message is finished already; its header is parsed and written again
            MimeMessage parsed = new MimeMessage(session, file);
            // 3. Envelope and message
            ifLost = Fate.UNKNOWN;
            smtp.sendMessage(parsed, new Address[] {new InternetAddress(to)});
            return new Outcome(Fate.ACCEPTED, List.of());
        } catch (MessagingException failure) {
            return learnt(smtp, failure, ifLost);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + message, unreadable);
        } finally {
            // 4. Say goodbye
            close(smtp);
        }
    }

    private static Properties inClear() {
        Properties options = new Properties();
        options.put("mail.smtp.auth", "true");
        // All of these clocks stand still by default. Each is for one read or write, so none bounds a slow trickle.
        options.put("mail.smtp.connectiontimeout", SECONDS_30);
        options.put("mail.smtp.timeout", SECONDS_30);
        options.put("mail.smtp.writetimeout", SECONDS_30);
        return options;
    }

    private static Properties overTls(X509Certificate authority) {
        Properties options = inClear();
        options.put("mail.smtp.starttls.enable", "true");
        options.put("mail.smtp.starttls.required", "true");
        // The default of Angus 2.0.5, shown for the reader.
        options.put("mail.smtp.ssl.checkserveridentity", "true");
        options.put("mail.smtp.ssl.socketFactory", trusting(authority).getSocketFactory());
        return options;
    }

    private static SSLContext trusting(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("TLS cannot be set up", unusable);
        }
    }

    @SuppressWarnings("JavaUtilDate") // The only kind of date that Jakarta Mail takes.
    private static MimeMessage message(Session session, Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(mail.from()));
        message.setRecipients(RecipientType.TO, recipients(mail));
        message.setSubject(mail.subject());
        message.setSentDate(new Date());
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private static Address[] recipients(Mail mail) throws AddressException {
        Address[] recipients = new Address[mail.to().size()];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = new InternetAddress(mail.to().get(i));
        }
        return recipients;
    }

    /**
     * A refusal is a chain of exceptions, one per recipient. A connection that the server closed shows as a reply code of -1,
     * one that broke as a code of 0, which does not tell the command that was under way; hence {@code ifLost}. After BDAT
     * both, and a refusal too, show as an {@link IOException} inside, which does not tell it either.
     */
    private static Outcome learnt(SMTPTransport smtp, MessagingException failure, Fate ifLost) {
        List<Refusal> refused = new ArrayList<>();
        for (Exception link = failure; link instanceof MessagingException part; link = part.getNextException()) {
            if (link instanceof SMTPAddressFailedException no && no.getReturnCode() > 0) {
                refused.add(new Refusal(no.getAddress().getAddress(), no.getReturnCode()));
            }
        }
        if (smtp.getLastReturnCode() < 0 && !(failure.getNextException() instanceof IOException)) {
            boolean atTheEnd = failure instanceof SMTPSendFailedException no
                    && no.getCommand().equals(".");
            return new Outcome(atTheEnd ? Fate.UNKNOWN : Fate.NOT_SENT, refused);
        }
        if (failure instanceof SendFailedException partial && accepted(partial)) {
            return new Outcome(Fate.ACCEPTED, refused);
        }
        boolean answered = failure instanceof SendFailedException || failure instanceof AuthenticationFailedException;
        return new Outcome(answered ? Fate.REFUSED : ifLost, refused);
    }

    private static boolean accepted(SendFailedException failure) {
        Address[] sent = failure.getValidSentAddresses();
        return sent != null && sent.length > 0;
    }

    private static SMTPTransport transport(Session session) {
        try {
            return (SMTPTransport) session.getTransport("smtp");
        } catch (NoSuchProviderException missing) {
            throw new IllegalStateException("Angus is not on the class path", missing);
        }
    }

    /** What goes wrong here comes after the answer that counts, and must not replace it, as it would in try-with-resources. */
    private static void close(SMTPTransport smtp) {
        try {
            smtp.close();
        } catch (MessagingException afterwards) {
            // The connection is gone, which is what was wanted.
        }
    }
}
