package dev.wireside.pop3.sync;

import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server has: its listing, and which message each of it is. */
final class Inventory implements KnownMessages.Listed {
    private final Pop3Client maildrop;
    private final KnownMessages known;
    private final Tally tally;

    private final List<ListedMessage> messages = new ArrayList<>();
    private final Map<String, Integer> copies = new HashMap<>();
    private final Set<MessageId> ids = new HashSet<>();
    private boolean complete = true;

    private Inventory(Pop3Client maildrop, KnownMessages known, Tally tally) {
        this.maildrop = maildrop;
        this.known = known;
        this.tally = tally;
    }

    /** LIST and UIDL; and TOP for each message without a unique id, if its headers are to name it. */
    static Inventory take(Pop3Client maildrop, KnownMessages known, Tally tally, boolean byHeaders) throws IOException {
        Inventory inventory = new Inventory(maildrop, known, tally);
        List<Listing> listings = maildrop.list();
        if (!byHeaders
                && !listings.isEmpty()
                && listings.stream().allMatch(message -> message.uid().isEmpty())) {
            listings = inventory.named(listings);
        }
        Map<Listing, String> headers = byHeaders ? inventory.headers(listings) : Map.of();
        for (Listing listing : listings) {
            inventory.add(listing, headers.get(listing), byHeaders);
        }
        return inventory;
    }

    /**
     * The same with unique ids, from a server that has UIDL without announcing it. One that lists all of them empty passes:
     * then each message's content names it.
     */
    private List<Listing> named(List<Listing> nameless) throws IOException {
        try {
            Map<Integer, Listing> byNumber = new HashMap<>();
            maildrop.uidl().forEach(message -> byNumber.put(message.number(), message));
            return nameless.stream()
                    .map(message -> byNumber.getOrDefault(message.number(), message))
                    .toList();
        } catch (Pop3RefusedException refused) {
            throw new IOException(
                    "the server has no unique ids, so nobody can tell which messages are new: " + refused.getMessage()
                            + "; MaildropSync.identifyingByHeaders makes do with TOP",
                    refused);
        }
    }

    /** TOP for each message without a unique id: the key that its headers make, if the server sent them. */
    private Map<Listing, String> headers(List<Listing> listings) throws IOException {
        List<Listing> nameless =
                listings.stream().filter(message -> message.uid().isEmpty()).toList();
        Map<Listing, String> keys = new HashMap<>();
        for (MessageOutcome<String> headers : maildrop.topAll(nameless, 0, message -> HashedBody.SHA256)) {
            Listing message = headers.listing();
            switch (headers) {
                case MessageOutcome.Done<String> done ->
                    keys.put(
                            message,
                            MessageId.keyOfHeaders(done.value(), message.size().orElse(0)));
                case MessageOutcome.Refused<String> refused -> refused(message, refused.reason());
            }
        }
        return keys;
    }

    private void refused(Listing message, Exception reason) {
        complete = false;
        tally.refused(message, reason);
    }

    private void add(Listing listing, @Nullable String headers, boolean byHeaders) {
        String withoutUid = byHeaders ? headers : MessageId.keyOfNothing();
        String key = listing.uid().map(MessageId::keyOfUid).orElse(withoutUid);
        if (key != null) {
            messages.add(new ListedMessage(listing, key));
            copies.merge(key, 1, Integer::sum);
        }
    }

    List<ListedMessage> messages() {
        return messages;
    }

    /** Whether every message could be identified. */
    boolean isComplete() {
        return complete;
    }

    Set<String> keys() {
        return copies.keySet();
    }

    /** Keys that several messages have; not yet known to be such. */
    List<String> newlyAmbiguous() {
        return copies.keySet().stream()
                .filter(key -> copies.getOrDefault(key, 0) > 1 && !isAmbiguous(key))
                .toList();
    }

    private boolean isAmbiguous(String key) {
        return key.equals(MessageId.keyOfNothing()) || known.isAmbiguous(key);
    }

    /** Finds out which message each one is; sends RETR for those whose key does not tell. */
    void identify() throws IOException {
        Map<Listing, ListedMessage> ambiguous = new LinkedHashMap<>();
        for (ListedMessage message : messages) {
            if (isAmbiguous(message.key())) {
                ambiguous.put(message.listing(), message);
            } else {
                message.identify(MessageId.of(message.key()));
            }
        }
        var contents = maildrop.retrieveAll(List.copyOf(ambiguous.keySet()), message -> HashedBody.SHA256);
        for (MessageOutcome<String> content : contents) {
            ListedMessage message = Objects.requireNonNull(ambiguous.get(content.listing()));
            switch (content) {
                case MessageOutcome.Done<String> done -> message.examined(done.value());
                case MessageOutcome.Refused<String> refused -> refused(message.listing(), refused.reason());
            }
        }
        noteIds(messages);
    }

    private void noteIds(Collection<ListedMessage> present) {
        ids.clear();
        present.stream().filter(ListedMessage::isIdentified).forEach(message -> ids.add(message.id()));
    }

    /** What the server has confirmed to have deleted counts as not listed any more. */
    void deleted(List<ListedMessage> gone) {
        gone.forEach(message -> copies.computeIfPresent(message.key(), (key, n) -> n > 1 ? n - 1 : null));
        Set<ListedMessage> left = new LinkedHashSet<>(messages);
        left.removeAll(Set.copyOf(gone));
        noteIds(left);
    }

    /** Those that are new, in the maildrop's order; of several copies of one the first. */
    List<ListedMessage> unknown() {
        Set<MessageId> planned = new HashSet<>();
        return messages.stream()
                .filter(message -> message.isIdentified()
                        && known.deliveredAt(message.id()).isEmpty()
                        && planned.add(message.id()))
                .toList();
    }

    @Override
    public boolean has(String key) {
        return copies.containsKey(key);
    }

    @Override
    public boolean has(String key, String sha256) {
        // What could not be identified may be any of those with its key.
        boolean keyTells = !complete || !isAmbiguous(key);
        return keyTells ? has(key) : ids.contains(MessageId.of(key, sha256));
    }

    @Override
    public boolean isSettled(MessageId id) {
        List<ListedMessage> candidates = messages.stream()
                .filter(message -> message.key().equals(id.key()))
                .toList();
        return id.digest().isEmpty()
                && isAmbiguous(id.key())
                && !candidates.isEmpty()
                && candidates.stream()
                        .allMatch(message -> message.isIdentified()
                                && known.deliveredAt(message.id()).isPresent());
    }
}
