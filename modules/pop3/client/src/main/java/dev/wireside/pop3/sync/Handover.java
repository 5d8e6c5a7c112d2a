package dev.wireside.pop3.sync;

import dev.wireside.net.BodySink;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches messages and gives them to the receiver, one at a time. Before one is handed over, the store has on its disk that
 * it will be; after, that it was. Both are one line, about this message and the next, so a message costs one fsync.
 */
final class Handover {
    private final Pop3Client maildrop;
    private final Receiver receiver;
    private final SyncStore store;
    private final Tally tally;
    private final InstantSource clock;
    private final boolean continuing;

    /** What the disk says is being handed over. */
    private @Nullable MessageId announced;

    Handover(
            Pop3Client maildrop,
            Receiver receiver,
            SyncStore store,
            Tally tally,
            InstantSource clock,
            boolean continuing) {
        this.maildrop = maildrop;
        this.receiver = receiver;
        this.store = store;
        this.tally = tally;
        this.clock = clock;
        this.continuing = continuing;
    }

    /**
     * Sends RETR for each, many ahead of the answers; only one message at a time is handed over.
     *
     * @param messages without two of the same id
     */
    void all(List<ListedMessage> messages) throws IOException {
        Map<Listing, BodySink<Boolean>> sinks = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            ListedMessage message = messages.get(i);
            Optional<MessageId> next =
                    i + 1 < messages.size() ? Optional.of(messages.get(i + 1).id()) : Optional.empty();
            sinks.put(message.listing(), body -> handOver(message, next, body));
        }
        List<Listing> listings = messages.stream().map(ListedMessage::listing).toList();
        try {
            maildrop.retrieveAll(listings, listing -> Objects.requireNonNull(sinks.get(listing)))
                    .forEach(this::note);
        } catch (IOException | RuntimeException stopped) {
            withdrawAfter(stopped);
            throw stopped;
        }
        withdraw();
    }

    private void note(MessageOutcome<Boolean> outcome) {
        if (outcome instanceof MessageOutcome.Refused<Boolean> refused) {
            tally.refused(refused.listing(), refused.reason());
        }
    }

    /** @return whether the receiver took it */
    private boolean handOver(ListedMessage message, Optional<MessageId> next, InputStream body) throws IOException {
        message.retrieved();
        announce(message.id());
        HashedBody hashed = new HashedBody(body);
        boolean taken = give(message, hashed);
        announced = taken ? null : announced; // not to be withdrawn: the receiver has it, recorded or not
        hashed.readRest();
        if (taken) {
            String sha256 = hashed.sha256();
            store.append(new Change.Delivered(clock.instant(), sha256, message.id(), next));
            announced = next.orElse(null);
            tally.delivered(message.id(), sha256, hashed.bytes());
        }
        return taken;
    }

    private boolean give(ListedMessage message, HashedBody body) throws IOException {
        var given = new NewMessage(message.listing(), message.id(), tally.isInDoubt(message.id()));
        try {
            receiver.sinkFor(given).readFrom(body);
            return true;
        } catch (IOException | RuntimeException failure) {
            if (body.isBroken()) {
                throw failure;
            }
            tally.failed(message.listing(), failure);
            if (!continuing) {
                throw failure;
            }
            return false;
        }
    }

    /** Returns when the disk says that this message is being handed over, and no other one of this run. */
    private void announce(MessageId id) throws IOException {
        MessageId before = announced;
        announced = id;
        if (before != null && !before.equals(id) && !tally.isInDoubt(before)) {
            store.append(new Change.Withdrawn(clock.instant(), before, Optional.of(id)));
        } else if (!store.known().isOpen(id)) {
            store.append(new Change.Fetching(clock.instant(), id));
        }
    }

    /** What was announced was not handed over, or its receiver threw. One that an earlier run left open stays open. */
    private void withdraw() throws IOException {
        MessageId left = announced;
        announced = null;
        if (left != null && !tally.isInDoubt(left)) {
            store.append(new Change.Withdrawn(clock.instant(), left, Optional.empty()));
        }
    }

    private void withdrawAfter(Exception stopped) {
        try {
            if (!store.hasFailed()) {
                withdraw();
            }
        } catch (IOException | RuntimeException alsoFailed) {
            stopped.addSuppressed(alsoFailed);
        }
    }
}
