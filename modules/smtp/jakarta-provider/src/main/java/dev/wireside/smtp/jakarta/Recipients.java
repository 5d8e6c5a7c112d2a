package dev.wireside.smtp.jakarta;

import dev.wireside.smtp.Mailbox;
import dev.wireside.smtp.RecipientOutcome;
import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** To whom one message goes: Jakarta's addresses, each with the mailbox that RCPT names, or with what is wrong with it. */
final class Recipients {
    private record Recipient(Address address, @Nullable Mailbox mailbox, String fault) {}

    /**
     * What became of the recipients, as Jakarta's exceptions and events sort them.
     *
     * @param accepted the server took them
     * @param postponed it did not, but may later
     * @param refused it never will, or they are no addresses
     * @param failures one for each of the last two, in the order of the recipients
     */
    record Sorted(
            List<Address> accepted,
            List<Address> postponed,
            List<Address> refused,
            List<RecipientRefusedException> failures) {
        /** Those who could have got it, and did not. */
        List<Address> unsent() {
            List<Address> unsent = new ArrayList<>(accepted);
            unsent.addAll(postponed);
            return unsent;
        }
    }

    private final List<Recipient> all;

    private Recipients(List<Recipient> all) {
        this.all = all;
    }

    /**
     * Takes the addresses; in place of a group, those who are in it.
     *
     * @throws SendFailedException if there is none, or one is not an address of internet mail
     */
    static Recipients of(Address @Nullable [] addresses) throws SendFailedException {
        List<Recipient> all = new ArrayList<>();
        for (Address address : addresses == null ? new Address[0] : addresses) {
            if (!(address instanceof InternetAddress internet)) {
                throw new SendFailedException(
                        address + " is no address of internet mail, and SMTP knows no other; nothing was sent",
                        null,
                        null,
                        addresses,
                        null);
            }
            for (InternetAddress member : members(internet)) {
                all.add(recipient(member));
            }
        }
        if (all.isEmpty()) {
            throw new SendFailedException("No recipient addresses");
        }
        return new Recipients(all);
    }

    private static List<InternetAddress> members(InternetAddress address) {
        if (!address.isGroup()) {
            return List.of(address);
        }
        try {
            return Arrays.asList(address.getGroup(true));
        } catch (AddressException unreadable) {
            return List.of(address);
        }
    }

    private static Recipient recipient(InternetAddress address) {
        try {
            return new Recipient(address, mailbox(Objects.requireNonNullElse(address.getAddress(), "")), "");
        } catch (IllegalArgumentException none) {
            return new Recipient(address, null, "no address that can be sent to: " + none.getMessage());
        }
    }

    /** Without the angle brackets that some write around it. */
    static Mailbox mailbox(String address) {
        boolean bracketed = address.startsWith("<") && address.endsWith(">") && address.length() > 1;
        return Mailbox.of(bracketed ? address.substring(1, address.length() - 1) : address);
    }

    /** Whom to name to the server, in their order. */
    List<Mailbox> mailboxes() {
        return all.stream().map(Recipient::mailbox).filter(Objects::nonNull).toList();
    }

    /** Whether there are some that cannot be named to a server. */
    boolean hasMalformed() {
        return all.stream().anyMatch(recipient -> recipient.mailbox == null);
    }

    /** All of them, in their order. */
    List<Address> addresses() {
        return all.stream().map(Recipient::address).toList();
    }

    /** @param outcomes what was said about {@link #mailboxes}, in their order; those that it does not reach were not asked for */
    Sorted sorted(List<RecipientOutcome> outcomes) {
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int next = 0;
        for (Recipient recipient : all) {
            if (recipient.mailbox == null) {
                sorted.refused.add(recipient.address);
                sorted.failures.add(new RecipientRefusedException(recipient.address, recipient.fault));
            } else if (next >= outcomes.size()) {
                sorted.accepted.add(recipient.address);
            } else {
                sort(recipient.address, outcomes.get(next++), sorted);
            }
        }
        return sorted;
    }

    private static void sort(Address address, RecipientOutcome outcome, Sorted sorted) {
        if (outcome.isAccepted()) {
            sorted.accepted.add(address);
            return;
        }
        (outcome.isTransient() ? sorted.postponed : sorted.refused).add(address);
        sorted.failures.add(new RecipientRefusedException(address, outcome));
    }
}
