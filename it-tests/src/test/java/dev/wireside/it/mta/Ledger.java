package dev.wireside.it.mta;

import java.util.ArrayList;
import java.util.List;

/** What a server has done, as it knows itself. Written by its thread, read when that has ended. */
final class Ledger {
    /**
     * A message that came whole: its end mark was heard.
     *
     * @param sender of MAIL, or empty if that was refused
     * @param accepted by RCPT
     * @param content as it was meant, without dots doubled
     * @param takenFor those for whom the server now is responsible
     * @param answered of the accepted, for how many the whole answer went out; in SMTP there is one for all
     * @param refusalSaid whether before that a refusal of the sender or of a recipient went out
     */
    record Entry(
            String sender,
            List<String> accepted,
            String content,
            List<String> takenFor,
            int answered,
            boolean refusalSaid) {
        boolean isAnswered(boolean lmtp) {
            return answered == (lmtp ? accepted.size() : 1);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private boolean heardAll;

    void add(Entry entry) {
        entries.add(entry);
    }

    /** The client's direction has come to its end in order, so that nothing of it was lost. */
    void hasHeardAll() {
        heardAll = true;
    }

    boolean heardAll() {
        return heardAll;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Entry> of(Letter letter) {
        return entries.stream()
                .filter(entry -> entry.content().equals(letter.content()))
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(heardAll ? "heard all" : "did not hear all");
        for (Entry entry : entries) {
            text.append("\n    from ")
                    .append(entry.sender())
                    .append(" to ")
                    .append(entry.accepted())
                    .append(", ")
                    .append(entry.content().lines().findFirst().orElse(""))
                    .append(", taken for ")
                    .append(entry.takenFor())
                    .append(", answers ")
                    .append(entry.answered());
        }
        return text.toString();
    }
}
