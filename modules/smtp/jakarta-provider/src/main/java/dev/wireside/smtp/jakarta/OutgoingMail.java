package dev.wireside.smtp.jakarta;

import dev.wireside.jakarta.ServiceProperties;
import dev.wireside.smtp.DsnNotify;
import dev.wireside.smtp.DsnReturn;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.Mailbox;
import dev.wireside.smtp.SmtpCapabilities;
import dev.wireside.smtp.SmtpExtension;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the properties and the header of a message make of its envelope. */
final class OutgoingMail {
    private static final String NOBODY = "<>";

    private final ServiceProperties properties;
    private final Session session;
    private final SmtpCapabilities server;

    OutgoingMail(ServiceProperties properties, Session session, SmtpCapabilities server) {
        this.properties = properties;
        this.session = session;
        this.server = server;
    }

    /** Takes the encodings off text that the server takes as it is, if {@code allow8bitmime} asks for that. */
    void prepare(MimeMessage message) throws MessagingException {
        if (properties.isTrue("allow8bitmime") && server.has(SmtpExtension.EIGHT_BIT_MIME)) {
            EightBit.unpack(message);
        }
    }

    /** @throws SendFailedException if there is no sender that can be named */
    Envelope envelope(MimeMessage message, List<Mailbox> recipients) throws MessagingException {
        String sender = sender(message);
        Envelope envelope;
        try {
            envelope = sender.equals(NOBODY) ? Envelope.fromNobody() : Envelope.from(Recipients.mailbox(sender));
        } catch (IllegalArgumentException noAddress) {
            throw new SendFailedException(
                    "the sender is no address that can be sent from: " + noAddress.getMessage(), noAddress);
        }
        envelope = withRecipients(envelope, recipients);
        if (properties.isTrue("sendpartial")) {
            envelope = envelope.allowingPartial();
        }
        if (hasUtf8Header(message)) {
            envelope = envelope.withUtf8Header();
        }
        return changed(withParameters(envelope));
    }

    /** {@code from}, else the first address of From or Sender, else who the session says is at work here. */
    private String sender(MimeMessage message) throws MessagingException {
        Optional<String> said = properties.text("from");
        if (said.isPresent()) {
            return said.get();
        }
        Address[] from = message.getFrom();
        Address sender = from != null && from.length > 0 ? from[0] : InternetAddress.getLocalAddress(session);
        if (sender instanceof InternetAddress internet && internet.getAddress() != null) {
            return internet.getAddress();
        }
        throw new SendFailedException("the message has no sender: neither From nor the property "
                + properties.nameOf("from") + " nor mail.from; " + NOBODY + " there is a sender that is nobody");
    }

    private Envelope withRecipients(Envelope envelope, List<Mailbox> recipients) throws MessagingException {
        Optional<String> notify = properties.text("dsn.notify");
        return notify.isEmpty() ? envelope.to(recipients) : envelope.to(recipients, notify(notify.get()));
    }

    /** {@code NEVER}, or some of {@code SUCCESS,FAILURE,DELAY} (RFC 3461 section 4.1). */
    private DsnNotify notify(String said) throws MessagingException {
        if (said.equalsIgnoreCase("NEVER")) {
            return DsnNotify.never();
        }
        try {
            DsnNotify.Event[] events = Arrays.stream(said.split(",", -1))
                    .map(event -> DsnNotify.Event.valueOf(event.strip().toUpperCase(Locale.ROOT)))
                    .toArray(DsnNotify.Event[]::new);
            return DsnNotify.on(events[0], events);
        } catch (IllegalArgumentException unknown) {
            throw properties.refusal("dsn.notify", "is NEVER, or some of SUCCESS,FAILURE,DELAY");
        }
    }

    private Envelope withParameters(Envelope envelope) throws MessagingException {
        Envelope changed = envelope;
        Optional<String> returned = properties.text("dsn.ret");
        if (returned.isPresent()) {
            try {
                changed = changed.returning(DsnReturn.valueOf(returned.get().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw properties.refusal("dsn.ret", "is FULL or HDRS");
            }
        }
        Optional<String> submitter = properties.text("submitter");
        if (submitter.isPresent()) {
            try {
                changed = changed.withSubmitter(
                        submitter.filter(who -> !who.equals(NOBODY)).map(Recipients::mailbox));
            } catch (IllegalArgumentException noAddress) {
                throw properties.refusal("submitter", "is an address, or <>: " + noAddress.getMessage());
            }
        }
        return changed;
    }

    /** {@code mail.mime.allowutf8} lets a message have a header in UTF-8; it is declared where the server knows it, or must. */
    private boolean hasUtf8Header(MimeMessage message) throws MessagingException {
        boolean allowed = Boolean.parseBoolean(session.getProperty("mail.mime.allowutf8"));
        return allowed
                && (server.has(SmtpExtension.SMTPUTF8)
                        || Collections.list(message.getAllHeaderLines()).stream()
                                .anyMatch(line -> line.chars().anyMatch(c -> c > 0x7f)));
    }

    @SuppressWarnings("unchecked") // What it is an operator on shows only when it is called.
    private Envelope changed(Envelope envelope) throws MessagingException {
        Optional<UnaryOperator<Envelope>> change =
                properties.object("wireside.envelope", UnaryOperator.class).map(it -> (UnaryOperator<Envelope>) it);
        Envelope changed = change.map(it -> it.apply(envelope)).orElse(envelope);
        if (!changed.recipients().equals(envelope.recipients())) {
            throw properties.refusal("wireside.envelope", "may change everything but the recipients");
        }
        return changed;
    }
}
