package dev.wireside.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts two transcripts beside each other, command by command, and repetitions into one line. */
final class Exchanges {
    /** A loop of a session, such as MAIL, RCPT, RCPT, RCPT, DATA, is not longer. */
    private static final int LONGEST_LOOP = 8;

    /** Less often than so it is shown as it is. */
    private static final int FEWEST_ROUNDS = 4;

    private static final String REPEATED = "repeated";

    private Exchanges() {}

    /** One command with everything that belongs to it, in the order of the wire; or what stands for a repetition. */
    private record Exchange(String step, List<Event> events) {}

    /**
     * What both said about the same step; one side is empty if that client did not take the step.
     *
     * @param step the verb of the command
     */
    public record Row(String step, List<Event> left, List<Event> right) {}

    /** The transcript, in the order of the wire, with repeated rounds of commands replaced by a note. */
    static List<Event> folded(List<Event> events) {
        Map<Integer, Event> notes = new TreeMap<>();
        Set<Integer> kept = new HashSet<>();
        for (Exchange exchange : fold(exchanges(events))) {
            Event first = exchange.events.getFirst();
            if (exchange.step.equals(REPEATED)) {
                notes.put(first.exchange(), first);
            } else {
                kept.add(first.exchange());
            }
        }
        List<Event> folded = new ArrayList<>();
        for (Event event : events) {
            Event note = notes.remove(event.exchange());
            if (note != null) {
                folded.add(note);
            }
            if (kept.contains(event.exchange())) {
                folded.add(event);
            }
        }
        return folded;
    }

    /** The transcripts of a task in rows; beside a single one, the sentence why there is no other, as wide as this. */
    static List<Row> rows(Report.TaskReport task, int width) {
        Report.SideReport library = task.library();
        if (library != null) {
            return aligned(task.wireside().transcript(), library.transcript());
        }
        List<Event> left = exchanges(task.wireside().transcript()).stream()
                .flatMap(exchange -> exchange.events.stream())
                .toList();
        List<Event> right = Wording.wrapped(task.missing(), width).stream()
                .map(part -> new Event(Event.From.WIRE, 0, 0, "", part, part))
                .toList();
        return List.of(new Row("", left, right));
    }

    /** Both transcripts in rows: the longest common sequence of steps stands in common rows. */
    static List<Row> aligned(List<Event> left, List<Event> right) {
        List<Exchange> a = fold(exchanges(left));
        List<Exchange> b = fold(exchanges(right));
        int[][] common = common(a, b);
        List<Row> rows = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            boolean both = i < a.size() && j < b.size() && a.get(i).step.equals(b.get(j).step);
            if (both) {
                rows.add(new Row(a.get(i).step, a.get(i++).events, b.get(j++).events));
            } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
                rows.add(new Row(a.get(i).step, a.get(i++).events, List.of()));
            } else {
                rows.add(new Row(b.get(j).step, List.of(), b.get(j++).events));
            }
        }
        return rows;
    }

    /** The length of the longest common sequence of what begins at i and j. */
    private static int[][] common(List<Exchange> a, List<Exchange> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).step.equals(b.get(j).step)
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<Exchange> exchanges(List<Event> events) {
        Map<Integer, List<Event>> byNumber = new TreeMap<>();
        for (Event event : events) {
            byNumber.computeIfAbsent(event.exchange(), number -> new ArrayList<>())
                    .add(event);
        }
        return byNumber.values().stream()
                .map(of -> new Exchange(of.getFirst().step(), of))
                .toList();
    }

    private static List<Exchange> fold(List<Exchange> exchanges) {
        List<Exchange> folded = new ArrayList<>();
        int i = 0;
        while (i < exchanges.size()) {
            int length = 1;
            int rounds = 1;
            for (int tried = 1; tried <= LONGEST_LOOP && rounds < FEWEST_ROUNDS; tried++) {
                length = tried;
                rounds = rounds(exchanges, i, tried);
            }
            if (rounds < FEWEST_ROUNDS) {
                folded.add(exchanges.get(i++));
                continue;
            }
            folded.addAll(exchanges.subList(i, i + length));
            folded.add(repetition(exchanges.subList(i, i + length), rounds - 1));
            i += rounds * length;
        }
        return folded;
    }

    private static int rounds(List<Exchange> exchanges, int from, int length) {
        int rounds = 1;
        int at = from + length;
        while (at + length <= exchanges.size() && isSame(exchanges, from, at, length)) {
            rounds++;
            at += length;
        }
        return rounds;
    }

    private static boolean isSame(List<Exchange> exchanges, int from, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (!exchanges.get(from + i).step.equals(exchanges.get(at + i).step)) {
                return false;
            }
        }
        return true;
    }

    /** The note takes the number of the first exchange that it stands for. */
    private static Exchange repetition(List<Exchange> round, int times) {
        Event last = round.getLast().events.getLast();
        String verbs = String.join(", ", round.stream().map(Exchange::step).toList());
        String text = times + " times more: " + verbs;
        Event note = new Event(Event.From.WIRE, last.flight(), last.exchange() + 1, REPEATED, text, text);
        return new Exchange(REPEATED, List.of(note));
    }
}
