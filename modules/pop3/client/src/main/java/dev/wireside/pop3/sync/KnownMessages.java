package dev.wireside.pop3.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known about a maildrop: the sum of all {@link Change changes}. */
final class KnownMessages {
    /**
     * A message that the server no longer lists is remembered so long: a server that lists nothing, or half, for some days
     * must not have everything fetched again when it has recovered.
     */
    static final Duration GRACE = Duration.ofDays(30);

    private record Delivery(Instant at, Optional<Instant> missingSince) {}

    /** By key, then by the message's SHA-256. */
    private final Map<String, Map<String, Delivery>> deliveries = new LinkedHashMap<>();

    private final Set<String> ambiguous = new LinkedHashSet<>();
    /** What was, or is, being handed over without its delivery having been recorded; and since when. */
    private final Map<MessageId, Instant> open = new LinkedHashMap<>();

    void apply(Change change) {
        switch (change) {
            case Change.Delivered d -> {
                open.remove(d.id());
                deliveriesOf(d.id().key()).putIfAbsent(d.sha256(), new Delivery(d.at(), Optional.empty()));
                d.next().ifPresent(next -> open.putIfAbsent(next, d.at()));
            }
            case Change.Fetching f -> open.putIfAbsent(f.id(), f.at());
            case Change.Withdrawn w -> {
                open.remove(w.id());
                w.next().ifPresent(next -> open.putIfAbsent(next, w.at()));
            }
            case Change.Missing m ->
                deliveriesOf(m.key())
                        .computeIfPresent(m.sha256(), (sha, d) -> new Delivery(d.at(), Optional.of(m.since())));
            case Change.Ambiguous a -> ambiguous.add(a.key());
        }
    }

    private Map<String, Delivery> deliveriesOf(String key) {
        return deliveries.computeIfAbsent(key, k -> new LinkedHashMap<>(2));
    }

    /** The changes that make this of nothing; delivered ones before open ones, which a delivery would close. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        ambiguous.forEach(key -> changes.add(new Change.Ambiguous(key)));
        deliveries.forEach((key, bySha) -> bySha.forEach((sha, delivery) -> {
            changes.add(new Change.Delivered(delivery.at(), sha, MessageId.of(key), Optional.empty()));
            delivery.missingSince().ifPresent(since -> changes.add(new Change.Missing(since, sha, key)));
        }));
        open.forEach((id, since) -> changes.add(new Change.Fetching(since, id)));
        return changes;
    }

    /** When the message was first delivered; empty if it is new. */
    Optional<Instant> deliveredAt(MessageId id) {
        Map<String, Delivery> bySha = deliveries.getOrDefault(id.key(), Map.of());
        return id.digest()
                .map(sha -> Optional.ofNullable(bySha.get(sha)).stream())
                .orElseGet(() -> bySha.values().stream())
                .map(Delivery::at)
                .min(Instant::compareTo);
    }

    boolean isAmbiguous(String key) {
        return ambiguous.contains(key);
    }

    Set<MessageId> open() {
        return Set.copyOf(open.keySet());
    }

    boolean isOpen(MessageId id) {
        return open.containsKey(id);
    }

    /** Whether the last listing had messages that are remembered, and this one has messages, but none of them. */
    boolean isRenumbered(Set<String> keys) {
        boolean hadSome = deliveries.values().stream()
                .flatMap(bySha -> bySha.values().stream())
                .anyMatch(delivery -> delivery.missingSince().isEmpty());
        return hadSome && !keys.isEmpty() && keys.stream().noneMatch(deliveries::containsKey);
    }

    /**
     * Notes which messages a complete listing had, and forgets what has been missing for longer than {@link #GRACE}.
     *
     * @return whether anything changed
     */
    boolean listed(Listed listed, Instant now) {
        List<Change> before = changes();
        deliveries.forEach(
                (key, bySha) -> bySha.replaceAll((sha, delivery) -> seen(delivery, listed.has(key, sha), now)));
        deliveries.values().forEach(bySha -> bySha.values().removeIf(d -> isOver(d.missingSince(), now)));
        deliveries.values().removeIf(Map::isEmpty);
        open.entrySet()
                .removeIf(entry -> listed.isSettled(entry.getKey())
                        || (!listed.mayHave(entry.getKey()) && isOver(Optional.of(entry.getValue()), now)));
        ambiguous.removeIf(key -> !listed.has(key) && !deliveries.containsKey(key));
        return !before.equals(changes());
    }

    private static Delivery seen(Delivery delivery, boolean isListed, Instant now) {
        return new Delivery(
                delivery.at(),
                isListed ? Optional.empty() : delivery.missingSince().or(() -> Optional.of(now)));
    }

    private static boolean isOver(Optional<Instant> since, Instant now) {
        return since.filter(start -> Duration.between(start, now).compareTo(GRACE) > 0)
                .isPresent();
    }

    /** What a complete listing has, as far as it concerns what is remembered. */
    interface Listed {
        boolean has(String key);

        boolean has(String key, String sha256);

        /** Whether a message is listed that may be this one. */
        default boolean mayHave(MessageId id) {
            return id.digest().map(sha -> has(id.key(), sha)).orElseGet(() -> has(id.key()));
        }

        /** Whether no message can be the one that was being handed over under this id: all that it may be are recorded. */
        boolean isSettled(MessageId id);
    }
}
