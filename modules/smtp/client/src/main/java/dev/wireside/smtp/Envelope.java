package dev.wireside.smtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From whom and to whom a message goes (RFC 5321 section 2.3.1): what MAIL and RCPT say, whatever the header says.
 *
 * <pre>{@code Envelope.from("ada@example.org").to("bob@example.net").to("eve@example.net")}</pre>
 *
 * <p>Immutable: every method returns a new one. Safe for any thread.
 */
public final class Envelope {
    private final @Nullable Mailbox sender;
    private final List<Mailbox> recipients;
    private final boolean partial;
    private final boolean utf8;
    private final BodyEncoding body;

    private Envelope(
            @Nullable Mailbox sender, List<Mailbox> recipients, boolean partial, boolean utf8, BodyEncoding body) {
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
        this.partial = partial;
        this.utf8 = utf8;
        this.body = body;
    }

    /** From this mailbox, to nobody yet. */
    public static Envelope from(Mailbox sender) {
        return new Envelope(sender, List.of(), false, false, BodyEncoding.UNKNOWN);
    }

    /**
     * From this mailbox, to nobody yet.
     *
     * @throws IllegalArgumentException if it is not a mailbox, as {@link Mailbox#of} says
     */
    public static Envelope from(String sender) {
        return from(Mailbox.of(sender));
    }

    /** From {@code <>}: a notification to which nobody may answer with another (RFC 5321 section 4.5.5). */
    public static Envelope fromNobody() {
        return new Envelope(null, List.of(), false, false, BodyEncoding.UNKNOWN);
    }

    /** With one recipient more. For many, {@link #to(Collection)} copies less. */
    public Envelope to(Mailbox recipient) {
        return to(List.of(recipient));
    }

    /**
     * With these recipients more.
     *
     * @throws IllegalArgumentException if one is not a mailbox, as {@link Mailbox#of} says
     */
    public Envelope to(String... more) {
        return to(Arrays.stream(more).map(Mailbox::of).toList());
    }

    /** With these recipients more, in their order. */
    public Envelope to(Collection<Mailbox> more) {
        List<Mailbox> all = new ArrayList<>(recipients.size() + more.size());
        all.addAll(recipients);
        all.addAll(more);
        return new Envelope(sender, all, partial, utf8, body);
    }

    /** Sends to those recipients that the server accepts, if it accepts any; without this, to all or to none. */
    public Envelope allowingPartial() {
        return new Envelope(sender, recipients, true, utf8, body);
    }

    /** The message's header has UTF-8 in it (RFC 6532): the server must know SMTPUTF8. Addresses that need it say so themselves. */
    public Envelope withUtf8Header() {
        return new Envelope(sender, recipients, partial, true, body);
    }

    /** What is known about the message's bytes; their number is asked of the source, see {@link SmtpClient#send}. */
    public Envelope withBody(BodyEncoding encoding) {
        return new Envelope(sender, recipients, partial, utf8, encoding);
    }

    /** The sender; empty for {@code <>}. */
    public Optional<Mailbox> sender() {
        return Optional.ofNullable(sender);
    }

    /** The recipients, in the order of their RCPT commands. */
    public List<Mailbox> recipients() {
        return recipients;
    }

    /** Whether the message goes to those whom the server accepts. */
    public boolean isPartialAllowed() {
        return partial;
    }

    /** Whether only a server with SMTPUTF8 will do: because of the header, or of a local part that is not US-ASCII. */
    public boolean needsSmtpUtf8() {
        return utf8
                || (sender != null && sender.needsSmtpUtf8())
                || recipients.stream().anyMatch(Mailbox::needsSmtpUtf8);
    }

    /** What is known about the message's bytes. */
    public BodyEncoding body() {
        return body;
    }

    @Override
    public String toString() {
        return "<" + (sender == null ? "" : sender) + "> to " + recipients;
    }
}
