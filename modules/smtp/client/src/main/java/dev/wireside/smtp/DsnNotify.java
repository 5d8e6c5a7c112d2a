package dev.wireside.smtp;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When the sender wants a delivery status notification about one recipient, and what that recipient is called in it:
 * {@code NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@example.net} behind RCPT (RFC 3461 sections 4.1 and 4.2).
 *
 * <pre>{@code
 * envelope.to(Mailbox.of("bob@example.net"), DsnNotify.on(DsnNotify.Event.SUCCESS, DsnNotify.Event.FAILURE))
 * }</pre>
 *
 * <p>Immutable; safe for any thread.
 */
public final class DsnNotify {
    /** What a notification can be about. */
    public enum Event {
        /** It was delivered, or handed on to where nobody notifies. */
        SUCCESS,
        /** It could not be delivered. */
        FAILURE,
        /** It is still on its way after an unusual time. */
        DELAY
    }

    /** RFC 3461 section 4.2: "the entire ORCPT parameter MAY be up to 500 characters in length". */
    static final int MAX_ORCPT = 500;

    private static final String UTF_8 = "utf-8";
    private static final String INTERNET = "rfc822";

    /** The value of NOTIFY; empty for none. */
    private final String when;

    private final @Nullable String addressType;
    private final String address;

    private DsnNotify(String when, @Nullable String addressType, String address) {
        this.when = when;
        this.addressType = addressType;
        this.address = address;
    }

    /** On each of these events, and on no other. */
    public static DsnNotify on(Event event, Event... more) {
        Set<Event> events = EnumSet.of(event, more);
        return new DsnNotify(events.stream().map(Event::name).collect(Collectors.joining(",")), null, "");
    }

    /** On none: not even when it cannot be delivered. */
    public static DsnNotify never() {
        return new DsnNotify("NEVER", null, "");
    }

    /** As servers do without NOTIFY, on failure: for {@link #withOriginalRecipient} alone. */
    public static DsnNotify unspecified() {
        return new DsnNotify("", null, "");
    }

    /**
     * With another address in the notification than that of RCPT, which is the default and, for a message that is submitted
     * for the first time, the only one that RFC 3461 section 4.2 allows: for whoever forwards, or comes from a world with
     * other addresses.
     *
     * @param addressType as registered with IANA: {@code "rfc822"}, {@code "utf-8"}, {@code "x400"}
     * @param address printable US-ASCII; under {@code "utf-8"} (RFC 6533) any printable character
     * @throws IllegalArgumentException if it is not that, or too long: ORCPT has at most 500 characters
     */
    public DsnNotify withOriginalRecipient(String addressType, String address) {
        boolean utf8 = addressType.equalsIgnoreCase(UTF_8);
        if (addressType.isEmpty()
                || !addressType.chars().allMatch(c -> c < 0x80 && Mailbox.isAtext(c) && c != '=' && c != '+')) {
            throw Mailbox.bad("an address type is an atom", addressType);
        }
        boolean printable = Mailbox.isPrintable(address) && (utf8 || Mailbox.isAscii(address));
        if (address.isEmpty() || !printable) {
            throw Mailbox.bad(
                    "the original recipient is printable US-ASCII, or printable and of the type utf-8", address);
        }
        checkLength(orcpt(addressType, address, true));
        return new DsnNotify(when, addressType, address);
    }

    /** The parameters of this recipient's RCPT, each behind a space. */
    String parameters(Mailbox recipient, boolean smtpUtf8) {
        return notifyParameter() + " " + original(recipient, smtpUtf8);
    }

    /** @throws IllegalArgumentException if the recipient makes ORCPT too long in one of the forms that it may have */
    void check(Mailbox recipient) {
        checkLength(original(recipient, true));
        if (!recipient.needsSmtpUtf8()) {
            checkLength(original(recipient, false));
        }
    }

    private String original(Mailbox recipient, boolean smtpUtf8) {
        if (addressType != null) {
            return orcpt(addressType, address, !smtpUtf8);
        }
        String wire = recipient.wireForm(smtpUtf8);
        return orcpt(Mailbox.isAscii(wire) ? INTERNET : UTF_8, wire, !smtpUtf8);
    }

    private static String orcpt(String type, String address, boolean sevenBit) {
        boolean utf8 = type.equalsIgnoreCase(UTF_8);
        return "ORCPT=" + type + ";" + (utf8 ? Xtext.encodeUtf8Address(address, sevenBit) : Xtext.encode(address));
    }

    private static void checkLength(String orcpt) {
        if (Mailbox.utf8Length(orcpt) > MAX_ORCPT) {
            throw Mailbox.bad("ORCPT has at most " + MAX_ORCPT + " characters", orcpt);
        }
    }

    /** What it adds to RCPT, without the recipient's own address. */
    @Override
    public String toString() {
        String original = addressType == null ? "" : " " + orcpt(addressType, address, false);
        return (notifyParameter() + original).strip();
    }

    private String notifyParameter() {
        return when.isEmpty() ? "" : " NOTIFY=" + when;
    }
}
