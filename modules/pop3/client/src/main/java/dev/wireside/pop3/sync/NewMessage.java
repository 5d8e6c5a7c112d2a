package dev.wireside.pop3.sync;

import dev.wireside.pop3.Listing;

/** A message that is being handed over. Immutable, safe for any thread. */
public final class NewMessage {
    private final Listing listing;
    private final MessageId id;
    private final boolean mayBeRepeated;

    NewMessage(Listing listing, MessageId id, boolean mayBeRepeated) {
        this.listing = listing;
        this.id = id;
        this.mayBeRepeated = mayBeRepeated;
    }

    /** What the server announced: the number in this session, the size in bytes (not to be relied on), the unique id. */
    public Listing listing() {
        return listing;
    }

    /** What names it in every run. */
    public MessageId id() {
        return id;
    }

    /**
     * Whether an earlier run was killed, or could not write its store, while it handed this message over: then the receiver
     * may have it already. Never true for any other message.
     */
    public boolean mayBeRepeated() {
        return mayBeRepeated;
    }

    @Override
    public String toString() {
        return listing + (mayBeRepeated ? ", perhaps delivered before" : "");
    }
}
