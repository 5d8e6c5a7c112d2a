package dev.wireside.smtp.jakarta;

import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.RecipientOutcome;
import dev.wireside.smtp.SmtpRefusedException;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.event.TransportEvent;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the application is told about one message: an event for the listeners, and an exception unless everybody gets it. The
 * addresses are sorted as Eclipse Angus sorts them, down to which array is empty and which is null: applications look.
 */
final class Report {
    private final OptionalInt event;
    private final Address @Nullable [] sent;
    private final Address @Nullable [] unsent;
    private final Address @Nullable [] invalid;
    private final @Nullable MessagingException failure;

    private Report(
            OptionalInt event,
            Address @Nullable [] sent,
            Address @Nullable [] unsent,
            Address @Nullable [] invalid,
            @Nullable MessagingException failure) {
        this.event = event;
        this.sent = sent;
        this.unsent = unsent;
        this.invalid = invalid;
        this.failure = failure;
    }

    /** Who hears of it. */
    interface Listener {
        void heard(int event, Address @Nullable [] sent, Address @Nullable [] unsent, Address @Nullable [] invalid);
    }

    /** The server took the message, for all or for some. */
    static Report of(List<RecipientOutcome> outcomes, Recipients recipients) {
        Recipients.Sorted sorted = recipients.sorted(outcomes);
        if (sorted.failures().isEmpty()) {
            return new Report(
                    OptionalInt.of(TransportEvent.MESSAGE_DELIVERED), array(sorted.accepted()), null, null, null);
        }
        Address[] unsent = array(sorted.postponed());
        Address[] sent = array(sorted.accepted());
        Address[] invalid = array(sorted.refused());
        String told = "the message was sent to " + sent.length + " recipients, and to "
                + sorted.failures().size() + " it was not";
        return new Report(
                OptionalInt.of(TransportEvent.MESSAGE_PARTIALLY_DELIVERED),
                sent,
                unsent,
                invalid,
                new SendFailedException(told, chain(sorted.failures(), null), sent, unsent, invalid));
    }

    /** The server said no, and nobody gets it. */
    static Report of(SmtpRefusedException no, Recipients recipients) {
        Recipients.Sorted sorted = recipients.sorted(no.recipients());
        Address[] unsent = array(sorted.unsent());
        Address @Nullable [] invalid = sorted.failures().isEmpty() ? null : array(sorted.refused());
        SendFailedException failure = new SendFailedException(
                String.valueOf(no.getMessage()), chain(sorted.failures(), no), null, unsent, invalid);
        return notDelivered(unsent, invalid, failure);
    }

    /** Some recipients are no addresses, so the server was not asked. */
    static Report ofMalformed(Recipients recipients) {
        Recipients.Sorted sorted = recipients.sorted(List.of());
        Address[] unsent = array(sorted.unsent());
        Address[] invalid = array(sorted.refused());
        String told = sorted.failures().size() + " of " + recipients.addresses().size()
                + " recipients are no addresses that can be sent to, so the message was sent to none: "
                + sorted.failures().getFirst().getMessage();
        return notDelivered(
                unsent, invalid, new SendFailedException(told, chain(sorted.failures(), null), null, unsent, invalid));
    }

    /** The conversation broke, or the message could not be written; nobody gets it. */
    static Report ofBroken(MessagingException failure, Recipients recipients) {
        return notDelivered(array(recipients.addresses()), null, failure);
    }

    /** Nobody knows who gets it; there is no event that says so, so there is none. */
    static Report of(OutcomeUnknownException unknown) {
        return new Report(OptionalInt.empty(), null, null, null, new MessagingException(unknown.getMessage(), unknown));
    }

    private static Report notDelivered(Address[] unsent, Address @Nullable [] invalid, MessagingException failure) {
        return new Report(OptionalInt.of(TransportEvent.MESSAGE_NOT_DELIVERED), null, unsent, invalid, failure);
    }

    /** The failures behind one another, and behind them the client's own. */
    private static @Nullable Exception chain(List<RecipientRefusedException> failures, @Nullable Exception last) {
        if (failures.isEmpty()) {
            return last;
        }
        RecipientRefusedException first = failures.getFirst();
        failures.stream().skip(1).forEach(first::setNextException);
        if (last != null) {
            first.setNextException(last);
        }
        return first;
    }

    private static Address[] array(List<Address> addresses) {
        return addresses.toArray(Address[]::new);
    }

    /** Tells the listener. */
    void tell(Listener listener) {
        if (event.isPresent()) {
            listener.heard(event.getAsInt(), sent, unsent, invalid);
        }
    }

    /** Throws unless everybody gets the message. */
    void throwFailure() throws MessagingException {
        if (failure != null) {
            throw failure;
        }
    }
}
