package dev.wireside.smtp.vs;

import dev.wireside.codec.Secret;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Tls;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.LmtpReceipt;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.MessageText;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.Receipt;
import dev.wireside.smtp.RecipientOutcome;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import dev.wireside.smtp.SmtpTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** With Wireside: {@link SmtpClient}, and {@link LmtpClient}. */
public final class WiresideSmtpTask implements SmtpTask {
    /** Has no state: each task is a session of its own. */
    public WiresideSmtpTask() {}

    @Override
    public Outcome sendToAll(Account account, Mail mail) {
        SmtpOptions options = inClear(account);
        return send(account, options, mail, false);
    }

    @Override
    public Outcome sendToAccepted(Account account, Mail mail) {
        SmtpOptions options = inClear(account);
        return send(account, options, mail, true);
    }

    @Override
    public Outcome sendWithStartTls(Account account, X509Certificate authority, Mail mail) {
        SmtpOptions options = overTls(account, authority);
        return send(account, options, mail, false);
    }

    private static Outcome send(Account account, SmtpOptions options, Mail mail, boolean partial) {
        // 1. Connect, greet, secure, log in
        try (SmtpClient smtp = SmtpClient.connect(server(account), options)) {
            // 2. Compose: headers, date, message id
            MessageText message = message(mail);
            // 3. Envelope and message
            Envelope envelope = partial ? message.envelope().allowingPartial() : message.envelope();
            Receipt receipt = smtp.send(envelope, message);
            return new Outcome(Fate.ACCEPTED, refusals(receipt.refused()));
            // 4. Say goodbye: at the end of the block
        } catch (IOException failure) {
            return learnt(failure);
        }
    }

    @Override
    public List<Outcome> sendMany(Account account, List<Mail> mails) {
        // 1. Connect, greet, log in
        try (SmtpClient smtp = SmtpClient.connect(server(account), inClear(account))) {
            // 2. Compose: headers, date, message id
            List<MailObject> objects = new ArrayList<>();
            for (Mail mail : mails) {
                MessageText message = message(mail);
                objects.add(new MailObject(message.envelope(), message));
            }
            // 3. Envelopes and messages, without waiting where one ends and the next begins
            List<Outcome> outcomes = new ArrayList<>();
            for (Delivery delivery : smtp.sendAll(objects)) {
                outcomes.add(became(delivery));
            }
            return outcomes;
            // 4. Say goodbye: at the end of the block
        } catch (IOException failure) {
            return Collections.nCopies(mails.size(), learnt(failure));
        }
    }

    @Override
    public Outcome sendFile(Account account, String from, String to, Path message) {
        SmtpOptions options = inClear(account);
        // 1. Connect, greet, log in
        try (SmtpClient smtp = SmtpClient.connect(server(account), options)) {
            // 2. The message is finished already; its bytes go out as they are
            BodySource file = BodySource.ofFile(message);
            // 3. Envelope and message
            Receipt receipt = smtp.send(Envelope.from(from).to(to), file);
            return new Outcome(Fate.ACCEPTED, refusals(receipt.refused()));
            // 4. Say goodbye: at the end of the block
        } catch (IOException failure) {
            return learnt(failure);
        }
    }

    /**
     * Hands a message over by LMTP (RFC 2033), which only this side has: the server answers its end once for each recipient.
     * Nobody logs in at a delivery agent of the same machine.
     */
    public Outcome deliver(Account account, Mail mail) {
        SmtpOptions options = SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED);
        // 1. Connect, greet
        try (LmtpClient lmtp = LmtpClient.connect(server(account), options)) {
            // 2. Compose: headers, date, message id
            MessageText message = message(mail);
            // 3. Envelope and message
            LmtpReceipt receipt = lmtp.send(message.envelope(), message);
            return new Outcome(Fate.ACCEPTED, refusals(receipt.refused()));
            // 4. Say goodbye: at the end of the block
        } catch (IOException failure) {
            return learnt(failure);
        }
    }

    private static Endpoint server(Account account) {
        return Endpoint.of(account.host(), account.port());
    }

    private static SmtpOptions inClear(Account account) {
        // The timeouts are those of RFC 5321 by default and bound whole steps, so there is none to set.
        return SmtpOptions.defaults()
                .withTls(SmtpTls.UNENCRYPTED)
                .allowingSecretsOnUnencryptedChannel()
                .withLogin(Credentials.of(account.user(), Secret.of(account.password())));
    }

    private static SmtpOptions overTls(Account account, X509Certificate authority) {
        // STARTTLS is required and the host name checked by default.
        return SmtpOptions.defaults()
                .withTlsSettings(Tls.defaults().trusting(authority))
                .withLogin(Credentials.of(account.user(), Secret.of(account.password())));
    }

    private static MessageText message(Mail mail) {
        MessageText message =
                MessageText.from(mail.from()).withSubject(mail.subject()).withText(mail.text());
        for (String recipient : mail.to()) {
            message = message.to(recipient);
        }
        return message;
    }

    /** The exception's type is the answer. */
    private static Outcome learnt(IOException failure) {
        return switch (failure) {
            case SmtpRefusedException no -> new Outcome(Fate.REFUSED, refusals(no.recipients()));
            case OutcomeUnknownException unknown -> new Outcome(Fate.UNKNOWN, refusals(unknown.recipients()));
            default -> new Outcome(Fate.NOT_SENT, List.of());
        };
    }

    /** The same as values, because one message of many must not end the others. */
    private static Outcome became(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Accepted yes ->
                new Outcome(Fate.ACCEPTED, refusals(yes.receipt().refused()));
            case Delivery.Refused no -> learnt(no.reason());
            case Delivery.Unknown lost -> learnt(lost.reason());
            case Delivery.NotSent lost -> new Outcome(Fate.NOT_SENT, List.of());
        };
    }

    private static List<Refusal> refusals(List<RecipientOutcome> recipients) {
        return recipients.stream()
                .filter(recipient -> !recipient.isAccepted())
                .map(no ->
                        new Refusal(no.mailbox().toString(), no.reply().code().value()))
                .toList();
    }
}
