package dev.wireside.smtp;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From whom and to whom a message goes (RFC 5321 section 2.3.1): what MAIL and RCPT say, whatever the header says.
 *
 * <pre>{@code Envelope.from("ada@example.org").to("bob@example.net").to("eve@example.net")}</pre>
 *
 * <p>What an envelope asks for has to be on offer. If it is not, {@link SmtpClient#send} throws an
 * {@link SmtpRefusedException} before anything is sent; its {@link SmtpRefusedException#reply} is empty, and the session is as
 * good as before:
 *
 * <pre>
 *   what is asked for                                  on the wire                   extension      RFC
 *   a local part, or with withUtf8Header() a header,   MAIL ... SMTPUTF8             SMTPUTF8       6531
 *     that is not US-ASCII
 *   withBody(EIGHT_BIT)                                MAIL ... BODY=8BITMIME        8BITMIME       6152
 *   withBody(BINARY)                                   MAIL ... BODY=BINARYMIME      BINARYMIME     3030
 *   to(mailbox, notify)                                RCPT ... NOTIFY= ORCPT=       DSN            3461, 6533
 *   returning(what), withEnvelopeId(id)                MAIL ... RET= ENVID=          DSN            3461
 *   withSubmitter(mailbox)                             MAIL ... AUTH=                AUTH           4954
 *   requiringTls()                                     MAIL ... REQUIRETLS           REQUIRETLS,    8689
 *                                                                                      and TLS
 *   deliveringBy(time)                                 MAIL ... BY=                  DELIVERBY      2852
 *   withPriority(priority)                             MAIL ... MT-PRIORITY=         MT-PRIORITY    6710
 *   heldFor(interval), heldUntil(moment)               MAIL ... HOLDFOR= HOLDUNTIL=  FUTURERELEASE  4865
 * </pre>
 *
 * <p>So is what lies beyond the limits that the server announced with it. Immutable: every method returns a new one. Safe for
 * any thread.
 */
public final class Envelope {
    /** RFC 3461 section 4.4: "the ENVID parameter MAY be up to 100 characters in length". */
    private static final int MAX_ENVID = 100;

    /** RFC 6710 section 4: from -9, the lowest, to 9. */
    private static final int MAX_PRIORITY = 9;

    /** Nine digits (RFC 4865 section 3): more than 31 years. */
    private static final Duration MAX_HOLD = Duration.ofSeconds(999_999_999);

    /** A year of four digits (RFC 3339 section 1). */
    private static final Instant MAX_DATE = Instant.parse("9999-12-31T23:59:59Z");

    /** Written only between the copying and the construction of the envelope that owns it. */
    private static final class Values {
        @Nullable
        Mailbox sender;

        List<Mailbox> recipients = List.of();
        Map<Mailbox, DsnNotify> notifies = Map.of();
        boolean partial;

        /** Of the header, of the sender or of a recipient. */
        boolean utf8;

        BodyEncoding body = BodyEncoding.UNKNOWN;

        @Nullable
        DsnReturn dsnReturn;

        String envelopeId = "";

        /** Whether there is an AUTH=; its mailbox is null for {@code <>}. */
        boolean submitted;

        @Nullable
        Mailbox submitter;

        boolean tls;

        @Nullable
        DeliverBy deliverBy;

        OptionalInt priority = OptionalInt.empty();

        /** The parameter of FUTURERELEASE: an interval or a moment, never both. */
        @Nullable
        Duration holdFor;

        @Nullable
        Instant holdUntil;

        Values() {}

        Values(Values from) {
            sender = from.sender;
            recipients = from.recipients;
            notifies = from.notifies;
            partial = from.partial;
            utf8 = from.utf8;
            body = from.body;
            dsnReturn = from.dsnReturn;
            envelopeId = from.envelopeId;
            submitted = from.submitted;
            submitter = from.submitter;
            tls = from.tls;
            deliverBy = from.deliverBy;
            priority = from.priority;
            holdFor = from.holdFor;
            holdUntil = from.holdUntil;
        }
    }

    private final Values values;

    private Envelope(Values values) {
        this.values = values;
    }

    private Envelope with(Consumer<Values> change) {
        Values copy = new Values(values);
        change.accept(copy);
        return new Envelope(copy);
    }

    /** From this mailbox, to nobody yet. */
    public static Envelope from(Mailbox sender) {
        return fromNobody().with(v -> {
            v.sender = sender;
            v.utf8 = sender.needsSmtpUtf8();
        });
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
        return new Envelope(new Values());
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
        List<Mailbox> all = new ArrayList<>(values.recipients.size() + more.size());
        all.addAll(values.recipients);
        all.addAll(more);
        List<Mailbox> recipients = Collections.unmodifiableList(all);
        boolean utf8 = more.stream().anyMatch(Mailbox::needsSmtpUtf8);
        return with(v -> {
            v.recipients = recipients;
            v.utf8 |= utf8;
        });
    }

    /**
     * With one recipient more, about whom the sender wants to be notified.
     *
     * @throws IllegalArgumentException as {@link #to(Collection, DsnNotify)}
     */
    public Envelope to(Mailbox recipient, DsnNotify notify) {
        return to(List.of(recipient), notify);
    }

    /**
     * With these recipients more, about each of whom the sender wants to be notified.
     *
     * @throws IllegalArgumentException if one is so long that ORCPT has more than 500 characters
     */
    public Envelope to(Collection<Mailbox> more, DsnNotify notify) {
        Map<Mailbox, DsnNotify> notifies = new HashMap<>(values.notifies);
        for (Mailbox recipient : more) {
            notify.check(recipient);
            notifies.put(recipient, notify);
        }
        return to(more).with(v -> v.notifies = Collections.unmodifiableMap(notifies));
    }

    /** Sends to those recipients that the server accepts, if it accepts any; without this, to all or to none. */
    public Envelope allowingPartial() {
        return with(v -> v.partial = true);
    }

    /** The message's header has UTF-8 in it (RFC 6532): the server must know SMTPUTF8. Addresses that need it say so themselves. */
    public Envelope withUtf8Header() {
        return with(v -> v.utf8 = true);
    }

    /** What is known about the message's bytes; their number is asked of the source, see {@link SmtpClient#send}. */
    public Envelope withBody(BodyEncoding encoding) {
        return with(v -> v.body = encoding);
    }

    /** What of the message a notification of failure brings back: {@code RET=HDRS} (RFC 3461 section 4.3). */
    public Envelope returning(DsnReturn what) {
        return with(v -> v.dsnReturn = what);
    }

    /**
     * What every notification about this message will name: {@code ENVID=} (RFC 3461 section 4.4).
     *
     * @throws IllegalArgumentException if it is empty, not printable US-ASCII, or as xtext longer than 100 characters with
     *     {@code ENVID=}
     */
    public Envelope withEnvelopeId(String id) {
        boolean sound = !id.isEmpty() && Mailbox.isAscii(id) && Mailbox.isPrintable(id);
        if (!sound || ("ENVID=" + Xtext.encode(id)).length() > MAX_ENVID) {
            throw Mailbox.bad(
                    "an envelope id is printable US-ASCII; encoded and behind ENVID= it has at most " + MAX_ENVID
                            + " characters",
                    id);
        }
        return with(v -> v.envelopeId = id);
    }

    /**
     * {@code REQUIRETLS} (RFC 8689): on every way from here the message goes under TLS with a verified certificate, or not at
     * all. Whoever looked the server up in an MX record has to have verified that record, too (section 2): by DNSSEC or
     * MTA-STS.
     */
    public Envelope requiringTls() {
        return with(v -> v.tls = true);
    }

    /**
     * Within what time it is to be delivered: {@code BY=} (RFC 2852). A time with {@link DeliverBy.Mode#RETURN} that is
     * shorter than the server's {@link SmtpCapabilities#deliverByMinimum} is refused before anything is sent.
     */
    public Envelope deliveringBy(DeliverBy time) {
        return with(v -> v.deliverBy = time);
    }

    /**
     * {@code MT-PRIORITY=} (RFC 6710), of which the server makes what its {@link SmtpCapabilities#priorityProfile} says.
     *
     * @param priority from -9 to 9; 0 is that of a message without
     * @throws IllegalArgumentException if it is not
     */
    public Envelope withPriority(int priority) {
        if (priority < -MAX_PRIORITY || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("a priority is a number from -9 to 9, not " + priority);
        }
        return with(v -> v.priority = OptionalInt.of(priority));
    }

    /**
     * The server keeps the message for this long before it delivers it: {@code HOLDFOR=} (RFC 4865), in place of
     * {@link #heldUntil}. More than {@link SmtpCapabilities#futureReleaseMaxInterval} is refused before anything is sent.
     *
     * @param interval sent in whole seconds, a rest counts as one
     * @throws IllegalArgumentException if it is not positive, or longer than nine digits of seconds
     */
    public Envelope heldFor(Duration interval) {
        if (!interval.isPositive() || interval.compareTo(MAX_HOLD) > 0) {
            throw new IllegalArgumentException("a message is held for one to 999999999 seconds, not for " + interval);
        }
        Duration whole = Duration.ofSeconds(interval.plusNanos(999_999_999).toSeconds());
        return with(v -> {
            v.holdFor = whole;
            v.holdUntil = null;
        });
    }

    /**
     * The server keeps the message until this moment before it delivers it: {@code HOLDUNTIL=} (RFC 4865), in place of
     * {@link #heldFor}. A later one than {@link SmtpCapabilities#futureReleaseMaxDate} is refused before anything is sent.
     *
     * @param moment sent in whole seconds, a rest counts as one
     * @throws IllegalArgumentException if its year has not four digits
     */
    public Envelope heldUntil(Instant moment) {
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(MAX_DATE)) {
            throw new IllegalArgumentException("a message is held until a year from 1970 to 9999, not until " + moment);
        }
        Instant whole = moment.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return with(v -> {
            v.holdFor = null;
            v.holdUntil = whole;
        });
    }

    /**
     * Who submitted the message in the first place: {@code AUTH=} (RFC 4954 section 5), which a server believes whom it
     * trusts.
     *
     * @param submitter empty for {@code AUTH=<>}: it is not known, or not known for certain
     */
    public Envelope withSubmitter(Optional<Mailbox> submitter) {
        return with(v -> {
            v.submitted = true;
            v.submitter = submitter.orElse(null);
            v.utf8 |= submitter.isPresent() && submitter.get().needsSmtpUtf8();
        });
    }

    /** The sender; empty for {@code <>}. */
    public Optional<Mailbox> sender() {
        return Optional.ofNullable(values.sender);
    }

    /** The recipients, in the order of their RCPT commands. */
    public List<Mailbox> recipients() {
        return values.recipients;
    }

    /** Whether the message goes to those whom the server accepts. */
    public boolean isPartialAllowed() {
        return values.partial;
    }

    /** Whether only a server with SMTPUTF8 will do: because of the header, or of a local part that is not US-ASCII. */
    public boolean needsSmtpUtf8() {
        return values.utf8;
    }

    /** What is known about the message's bytes. */
    public BodyEncoding body() {
        return values.body;
    }

    boolean wantsNotifications() {
        return !values.notifies.isEmpty();
    }

    Optional<DsnNotify> notification(Mailbox recipient) {
        return values.notifies.isEmpty() ? Optional.empty() : Optional.ofNullable(values.notifies.get(recipient));
    }

    Optional<DsnReturn> dsnReturn() {
        return Optional.ofNullable(values.dsnReturn);
    }

    /** Empty for none. */
    String envelopeId() {
        return values.envelopeId;
    }

    boolean isTlsRequired() {
        return values.tls;
    }

    Optional<DeliverBy> deliverBy() {
        return Optional.ofNullable(values.deliverBy);
    }

    OptionalInt priority() {
        return values.priority;
    }

    Optional<Duration> holdFor() {
        return Optional.ofNullable(values.holdFor);
    }

    Optional<Instant> holdUntil() {
        return Optional.ofNullable(values.holdUntil);
    }

    /** What AUTH= says, in clear: {@code <>} for an unknown one; empty if there is no AUTH=. */
    Optional<String> submitter() {
        if (!values.submitted) {
            return Optional.empty();
        }
        return Optional.of(values.submitter == null ? "<>" : values.submitter.wireForm(values.utf8));
    }

    @Override
    public String toString() {
        return "<" + (values.sender == null ? "" : values.sender) + "> to " + values.recipients;
    }
}
