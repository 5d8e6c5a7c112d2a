package dev.wireside.pop3.sync;

import dev.wireside.pop3.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A report that is being made. */
final class Tally {
    private final KnownMessages known;
    private final Set<MessageId> openAtStart;
    private final List<SyncReport.Delivered> delivered = new ArrayList<>();
    private final List<SyncReport.Problem> failed = new ArrayList<>();
    private final List<SyncReport.Problem> refused = new ArrayList<>();
    private final List<MessageId> marked = new ArrayList<>();
    private SyncReport.Deletion deletion = SyncReport.Deletion.NOTHING_DUE;
    private Optional<IOException> deletionProblem = Optional.empty();
    private List<SyncReport.InDoubt> inDoubt = List.of();
    private int alreadyKnown;
    private int newMessages;
    private boolean renumbered;
    private @Nullable Inventory inventory;

    Tally(KnownMessages known) {
        this.known = known;
        this.openAtStart = known.open();
    }

    void compared(Inventory listed, int unknown) {
        inventory = listed;
        newMessages = unknown;
        alreadyKnown = (int) listed.messages().stream()
                        .filter(ListedMessage::isIdentified)
                        .count()
                - unknown;
        renumbered = known.isRenumbered(listed.keys());
    }

    /** Whether a run before this one may have delivered it. */
    boolean isInDoubt(MessageId id) {
        return openAtStart.contains(id) || openAtStart.contains(MessageId.of(id.key()));
    }

    void delivered(MessageId id, String sha256, long bytes) {
        delivered.add(new SyncReport.Delivered(id, sha256, bytes, isInDoubt(id)));
    }

    void failed(Listing message, Exception reason) {
        failed.add(new SyncReport.Problem(message, reason));
    }

    void refused(Listing message, Exception reason) {
        refused.add(new SyncReport.Problem(message, reason));
    }

    void marked(MessageId id) {
        marked.add(id);
    }

    void deletion(SyncReport.Deletion outcome) {
        deletion = outcome;
    }

    void deletion(SyncReport.Deletion outcome, IOException problem) {
        deletion = outcome;
        deletionProblem = Optional.of(problem);
    }

    /** Nothing may be counted after this. */
    SyncReport report() {
        Set<MessageId> doubts = new LinkedHashSet<>(openAtStart);
        doubts.addAll(known.open());
        inDoubt = doubts.stream()
                .map(id -> new SyncReport.InDoubt(id, fateOf(id)))
                .toList();
        return new SyncReport(this);
    }

    private SyncReport.Fate fateOf(MessageId id) {
        if (delivered.stream().anyMatch(d -> isMeantBy(id, d.id()))) {
            return SyncReport.Fate.DELIVERED_AGAIN;
        }
        boolean isListed = inventory == null || inventory.mayHave(id);
        return isListed ? SyncReport.Fate.OPEN : SyncReport.Fate.NOT_LISTED;
    }

    /** A doubt from before a unique id became ambiguous is about any message that has it. */
    private static boolean isMeantBy(MessageId doubt, MessageId id) {
        return doubt.equals(id) || (doubt.digest().isEmpty() && doubt.key().equals(id.key()));
    }

    List<SyncReport.Delivered> delivered() {
        return List.copyOf(delivered);
    }

    List<SyncReport.Problem> failed() {
        return List.copyOf(failed);
    }

    List<SyncReport.Problem> refused() {
        return List.copyOf(refused);
    }

    List<SyncReport.InDoubt> inDoubt() {
        return inDoubt;
    }

    List<MessageId> marked() {
        return List.copyOf(marked);
    }

    SyncReport.Deletion deletion() {
        return deletion;
    }

    Optional<IOException> deletionProblem() {
        return deletionProblem;
    }

    int alreadyKnown() {
        return alreadyKnown;
    }

    int newMessages() {
        return newMessages;
    }

    boolean isRenumbered() {
        return renumbered;
    }
}
