package dev.wireside.smtp.jakarta;

import dev.wireside.smtp.RecipientOutcome;
import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One recipient does not get the message. Such exceptions are chained behind the {@link SendFailedException} of the message,
 * in the order of the recipients: {@link #getNextException}.
 */
public final class RecipientRefusedException extends SendFailedException {
    private static final long serialVersionUID = 1L;

    private final Address address;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it.
    private final transient @Nullable RecipientOutcome outcome;

    RecipientRefusedException(Address address, RecipientOutcome outcome) {
        super(outcome.toString());
        this.address = address;
        this.outcome = outcome;
    }

    RecipientRefusedException(Address address, String why) {
        super(why);
        this.address = address;
        this.outcome = null;
    }

    /** Who it is, as the application wrote it. */
    public Address address() {
        return address;
    }

    /** What the server said; empty if it was not asked because the address is none, and after deserialization. */
    public Optional<RecipientOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }
}
