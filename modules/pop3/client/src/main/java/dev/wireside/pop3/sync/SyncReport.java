package dev.wireside.pop3.sync;

import dev.wireside.pop3.Listing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a run did, message by message. Immutable, safe for any thread. */
public final class SyncReport {
    /**
     * A message that the receiver took, and that the store has on the disk.
     *
     * @param id what names it in every run
     * @param sha256 of the message as it was received, dot-stuffing taken off; 64 hexadecimal digits
     * @param bytes its size as it was received
     * @param mayBeRepeated whether the receiver may have got it in an earlier run too: it is one of {@link #inDoubt}
     */
    public record Delivered(MessageId id, String sha256, long bytes, boolean mayBeRepeated) {}

    /**
     * A message that something stood in the way of. It is as it was, on the server and in the store.
     *
     * @param message the message, as the server listed it
     * @param reason what the receiver threw, or the server's refusal
     */
    public record Problem(Listing message, Exception reason) {}

    /**
     * A message that a run was handing over when it was killed, or when its store could not be written: whether the receiver
     * has it, nobody knows. Each such end leaves at most one.
     *
     * @param id what names it in every run
     * @param fate what became of it in this run
     */
    public record InDoubt(MessageId id, Fate fate) {}

    /** What became of a message in doubt. */
    public enum Fate {
        /** It was delivered in this run; if it had been before, the receiver has it twice. The doubt is over. */
        DELIVERED_AGAIN,
        /** It was not delivered in this run, and will be tried again in the next one. */
        OPEN,
        /** The server no longer lists it; it cannot be fetched. Not our doing: only recorded messages are deleted. */
        NOT_LISTED
    }

    /** How the deleting ended. */
    public enum Deletion {
        /** Nothing was due. */
        NOTHING_DUE,
        /** The server confirmed it (RFC 1939 section 6): {@link #deleted} are gone. */
        COMMITTED,
        /** The server refused QUIT: {@link #perhapsDeleted} may be gone, or some of them. */
        REFUSED,
        /** The connection died after QUIT: {@link #perhapsDeleted} are gone, or none of them. */
        UNKNOWN,
        /** The server refused each DELE, or the connection died before QUIT: nothing was deleted. */
        NOT_DONE,
        /**
         * Nothing was deleted, because the server announces {@code EXPIRE 0} (RFC 2449 section 6.7): QUIT would also have
         * deleted messages that were fetched and are to stay, or were not delivered.
         */
        WITHHELD
    }

    private final Tally tally;

    SyncReport(Tally complete) {
        this.tally = complete;
    }

    /** The new messages that were delivered, in the maildrop's order. */
    public List<Delivered> delivered() {
        return tally.delivered();
    }

    /** How many listed messages had been delivered in earlier runs, or were copies of another one. */
    public int alreadyKnown() {
        return tally.alreadyKnown();
    }

    /** New messages that were listed; without trouble, as many as {@link #delivered}. */
    public int newMessages() {
        return tally.newMessages();
    }

    /** Messages whose receiver threw: one that stopped the run, or any number after {@code continuingAfterFailures}. */
    public List<Problem> failed() {
        return tally.failed();
    }

    /**
     * Messages that the server refused to send or to mark, and goes on listing. Those that it refused to send in a run that
     * was stopped are not in it.
     */
    public List<Problem> refused() {
        return tally.refused();
    }

    /** Which messages the receiver may get, or have got, twice. Empty if no run was killed. */
    public List<InDoubt> inDoubt() {
        return tally.inDoubt();
    }

    /** How the deleting ended. */
    public Deletion deletion() {
        return tally.deletion();
    }

    /** What stood in the way of the deleting. */
    public Optional<IOException> deletionProblem() {
        return tally.deletionProblem();
    }

    /** What the server has deleted at our request, and said so. */
    public List<MessageId> deleted() {
        return deletion() == Deletion.COMMITTED ? tally.marked() : List.of();
    }

    /** What the server was asked to delete without an answer that says it did; the next run sees, and asks again. */
    public List<MessageId> perhapsDeleted() {
        return deletion() == Deletion.REFUSED || deletion() == Deletion.UNKNOWN ? tally.marked() : List.of();
    }

    /**
     * Whether the server lists messages, but none that it listed in the last run: it has given new unique ids to all, or it
     * is another maildrop, or all old messages were deleted elsewhere. {@link MaildropSync#refusingMoreThan} guards against
     * the first two.
     */
    public boolean isRenumbered() {
        return tally.isRenumbered();
    }

    /** In one line. */
    @Override
    public String toString() {
        return delivered().size() + " of " + newMessages() + " new messages delivered, " + alreadyKnown()
                + " known before, " + failed().size() + " failed, " + refused().size() + " refused by the server, "
                + inDoubt().size() + " in doubt; deletion " + deletion() + ", "
                + deleted().size() + " deleted";
    }
}
