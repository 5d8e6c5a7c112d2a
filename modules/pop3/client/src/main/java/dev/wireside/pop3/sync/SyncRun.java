package dev.wireside.pop3.sync;

import dev.wireside.pop3.CommitRefusedException;
import dev.wireside.pop3.CommitUnknownException;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Capabilities.Expiry;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.PopStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One run: list, compare, fetch, delete, forget. */
final class SyncRun {
    private final MaildropSync sync;
    private final Pop3Client maildrop;
    private final SyncStore store;
    private final Tally tally;

    SyncRun(MaildropSync sync, Pop3Client maildrop, SyncStore store) {
        this.sync = sync;
        this.maildrop = maildrop;
        this.store = store;
        this.tally = new Tally(store.known());
    }

    SyncReport run(Receiver receiver) throws SyncStoppedException {
        try {
            Inventory inventory = Inventory.take(maildrop, store.known(), tally, sync.isByHeaders());
            recordAmbiguous(inventory.newlyAmbiguous());
            inventory.identify();
            List<ListedMessage> unknown = inventory.unknown();
            tally.compared(inventory, unknown.size());
            requireFew(unknown.size());
            fetch(unknown, receiver);
            delete(inventory);
            forget(inventory);
            return tally.report();
        } catch (IOException | RuntimeException stopped) {
            throw new SyncStoppedException(tally.report(), stopped);
        }
    }

    /** On the disk before anything else: once one of two namesakes is gone, nothing else tells that the other is new. */
    private void recordAmbiguous(List<String> keys) throws IOException {
        keys.forEach(key -> store.known().apply(new Change.Ambiguous(key)));
        if (!keys.isEmpty()) {
            store.replace();
        }
    }

    private void requireFew(int unknown) throws IOException {
        if (unknown > sync.mostNew()) {
            throw new IOException("the server lists " + unknown
                    + " new messages, more than MaildropSync.refusingMoreThan allows (" + sync.mostNew()
                    + "), so none was handed over; it may have given new unique ids to all messages");
        }
    }

    private void fetch(List<ListedMessage> unknown, Receiver receiver) throws IOException {
        if (!unknown.isEmpty() && store.needsReplacing()) {
            store.replace();
        }
        new Handover(maildrop, receiver, store, tally, sync.clock(), sync.isContinuing()).all(unknown);
    }

    /** DELE for what is due, all of it durably recorded; then QUIT. Whatever goes wrong, the next run asks again. */
    private void delete(Inventory inventory) {
        List<ListedMessage> due =
                inventory.messages().stream().filter(this::isDue).toList();
        if (due.isEmpty()) {
            return;
        }
        tally.deletion(SyncReport.Deletion.NOT_DONE);
        try {
            if (quitWouldDeleteMoreThan(due, inventory.messages())) {
                tally.deletion(SyncReport.Deletion.WITHHELD);
                return;
            }
            List<ListedMessage> marked = mark(due);
            if (!marked.isEmpty()) {
                maildrop.commit();
                tally.deletion(SyncReport.Deletion.COMMITTED);
                inventory.deleted(marked);
            }
        } catch (CommitRefusedException refused) {
            tally.deletion(SyncReport.Deletion.REFUSED, refused);
        } catch (CommitUnknownException unknown) {
            tally.deletion(SyncReport.Deletion.UNKNOWN, unknown);
        } catch (IOException broken) {
            tally.deletion(SyncReport.Deletion.NOT_DONE, broken);
        }
    }

    private boolean isDue(ListedMessage message) {
        return message.isIdentified()
                && store.known().deliveredAt(message.id()).filter(sync::isDue).isPresent();
    }

    /** @return those that the server has marked */
    private List<ListedMessage> mark(List<ListedMessage> due) throws IOException {
        var outcomes =
                maildrop.deleteAll(due.stream().map(ListedMessage::listing).toList());
        List<ListedMessage> marked = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            switch (outcomes.get(i)) {
                case MessageOutcome.Done<PopStatus> done -> marked.add(due.get(i));
                case MessageOutcome.Refused<PopStatus> refused -> tally.refused(refused.listing(), refused.reason());
            }
        }
        marked.forEach(message -> tally.marked(message.id()));
        return marked;
    }

    /** RFC 2449 section 6.7: with EXPIRE 0 a server may delete at QUIT whatever RETR has sent. */
    private boolean quitWouldDeleteMoreThan(List<ListedMessage> due, List<ListedMessage> messages) throws IOException {
        boolean deletesFetched =
                maildrop.capabilities().expire().map(Expiry::days).equals(Optional.of(OptionalInt.of(0)));
        Set<ListedMessage> marked = Set.copyOf(due);
        return deletesFetched && messages.stream().anyMatch(m -> m.isRetrieved() && !marked.contains(m));
    }

    /** Only after a complete listing of which every message could be identified. */
    private void forget(Inventory inventory) throws IOException {
        if (inventory.isComplete()
                && store.known().listed(inventory, sync.clock().instant())) {
            store.replace();
        }
    }
}
