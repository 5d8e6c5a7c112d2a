package dev.wireside.pop3.sync;

import dev.wireside.pop3.Listing;
import org.jspecify.annotations.Nullable;

/** A message that the server listed in this run, and what is found out about it. */
final class ListedMessage {
    private final Listing listing;
    private final String key;
    private @Nullable MessageId id;
    private boolean retrieved;

    ListedMessage(Listing listing, String key) {
        this.listing = listing;
        this.key = key;
    }

    Listing listing() {
        return listing;
    }

    String key() {
        return key;
    }

    void identify(MessageId known) {
        id = known;
    }

    /** Not so if the server refused what its identity would have been made of. */
    boolean isIdentified() {
        return id != null;
    }

    MessageId id() {
        if (id == null) {
            throw new IllegalStateException(listing + " has not been identified");
        }
        return id;
    }

    /** The key does not tell, but RETR did. */
    void examined(String sha256) {
        retrieved();
        identify(MessageId.of(key, sha256));
    }

    void retrieved() {
        retrieved = true;
    }

    /** Whether RETR sent it in this session, upon which some servers delete it. */
    boolean isRetrieved() {
        return retrieved;
    }
}
