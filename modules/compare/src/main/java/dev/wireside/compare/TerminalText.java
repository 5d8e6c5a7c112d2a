package dev.wireside.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as text, with colours for a terminal or without for a pipe. */
public final class TerminalText {
    /** What a pipe gets; a terminal narrower than this wraps. */
    public static final int PLAIN_WIDTH = 120;

    private static final int NARROWEST = 80;
    private static final int WIDEST = 180;

    private static final String BOLD = "1";
    private static final String DIM = "2";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String CYAN = "36";

    private final boolean coloured;
    private final int column;
    private final StringBuilder out = new StringBuilder();

    private TerminalText(boolean coloured, int width) {
        this.coloured = coloured;
        this.column = (Math.clamp(width, NARROWEST, WIDEST) - 3) / 2;
    }

    /**
     * Renders the report.
     *
     * @param coloured whether ANSI colours are understood
     * @param width how many columns there are
     */
    public static String render(Report report, boolean coloured, int width) {
        TerminalText text = new TerminalText(coloured, width);
        report.tasks().forEach(text::task);
        if (!report.faults().isEmpty()) {
            text.faults(report.faults());
        }
        if (report.tasks().size() > 1) {
            text.summary(report.tasks());
        }
        text.method(report.method());
        return text.out.toString();
    }

    private void task(Report.TaskReport task) {
        line(paint(BOLD, task.protocol() + " " + task.name()) + "  " + task.title());
        line(paint(DIM, "against " + task.server()));
        line("");
        columns(task.wireside().client(), task.library().client(), BOLD);
        columns("─".repeat(column), "─".repeat(column), DIM);
        for (Exchanges.Row row :
                Exchanges.aligned(task.wireside().transcript(), task.library().transcript())) {
            row(row);
        }
        line("");
        figures(task);
        line("");
    }

    /** A flight's number stands at its first line; what follows without one was not waited for. */
    private void row(Exchanges.Row row) {
        List<Event> left = row.left();
        List<Event> right = row.right();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String a = i < left.size() ? cell(left.get(i), left.get(i).text()) : "";
            String b = i < right.size() ? cell(right.get(i), right.get(i).text()) : "";
            String colourA = i < left.size() ? colour(left.get(i)) : DIM;
            String colourB = i < right.size() ? colour(right.get(i)) : DIM;
            out.append(paint(colourA, fit(a)))
                    .append(paint(DIM, " │ "))
                    .append(paint(colourB, cut(b)))
                    .append('\n');
        }
    }

    /** The number of the wait, for what the client sends; who; and what. */
    static String cell(Event event, String text) {
        String number = event.from() == Event.From.CLIENT ? String.valueOf(event.flight()) : "";
        String who = switch (event.from()) {
            case CLIENT -> "C: ";
            case SERVER -> "S: ";
            case WIRE -> "-- ";
        };
        return String.format(Locale.ROOT, "%3s ", number) + who + text;
    }

    private static String colour(Event event) {
        return switch (event.from()) {
            case CLIENT -> CYAN;
            case SERVER -> "0";
            case WIRE -> DIM;
        };
    }

    private void figures(Report.TaskReport task) {
        Report.SideReport a = task.wireside();
        Report.SideReport b = task.library();
        line("  outcome    " + (task.equal() ? paint(GREEN, "equal") : paint(YELLOW, "different")) + ": "
                + (a.outcome().equals(b.outcome()) ? a.outcome() : a.outcome() + " | " + b.outcome()));
        if (!a.evidence().equals(b.evidence())) {
            line("  at the end " + a.evidence() + " | " + b.evidence());
        }
        figure("", "Wireside", shortName(b));
        figure("flights", String.valueOf(a.flights()), String.valueOf(b.flights()));
        figure("sent", Figures.bytes(a.bytesToServer()), Figures.bytes(b.bytesToServer()));
        figure("received", Figures.bytes(a.bytesFromServer()), Figures.bytes(b.bytesFromServer()));
        figure("time", time(a), time(b));
        figure("allocated", Figures.bytes(a.allocatedBytes()), Figures.bytes(b.allocatedBytes()));
        figure("code lines", a.codeLines() + " / " + a.fileCodeLines(), b.codeLines() + " / " + b.fileCodeLines());
    }

    private void figure(String name, String wireside, String library) {
        line(String.format(Locale.ROOT, "  %-10s %14s %14s", name, wireside, library));
    }

    private void summary(List<Report.TaskReport> tasks) {
        line(paint(BOLD, "All tasks")
                + paint(DIM, "  Wireside | " + shortName(tasks.getFirst().library())));
        line("");
        line(paint(
                DIM,
                String.format(
                        Locale.ROOT,
                        "  %-24s %-10s %13s %23s %23s %15s",
                        "task",
                        "outcomes",
                        "flights",
                        "time",
                        "allocated",
                        "code lines")));
        tasks.forEach(this::summaryLine);
        line("");
    }

    private void summaryLine(Report.TaskReport task) {
        Report.SideReport a = task.wireside();
        Report.SideReport b = task.library();
        String equal = String.format(Locale.ROOT, "%-10s", task.equal() ? "equal" : "different");
        line(String.format(
                Locale.ROOT,
                "  %-24s %s %5d | %5d %10s | %10s %10s | %10s %6d | %6d",
                task.protocol() + " " + task.name(),
                paint(task.equal() ? GREEN : YELLOW, equal),
                a.flights(),
                b.flights(),
                time(a),
                time(b),
                Figures.bytes(a.allocatedBytes()),
                Figures.bytes(b.allocatedBytes()),
                a.codeLines(),
                b.codeLines()));
    }

    private void faults(List<Report.FaultReport> faults) {
        line(paint(BOLD, Task.Faults.NAME) + "  " + Task.Faults.TITLE);
        line("");
        for (Report.FaultReport fault : faults) {
            line("  " + paint(BOLD, fault.protocol() + " " + fault.name()) + "  " + fault.what());
            String equal = fault.equal() ? paint(GREEN, "equal    ") : paint(YELLOW, "different");
            line("    " + equal + "  Wireside: " + fault.wireside() + "  |  Jakarta Mail: " + fault.library());
            for (String part : wrapped(fault.note(), 2 * column - 6)) {
                line(paint(DIM, "      " + part));
            }
        }
        line("");
    }

    private void method(List<String> sentences) {
        for (String sentence : sentences) {
            boolean first = true;
            for (String part : wrapped(sentence, 2 * column - 2)) {
                line(paint(DIM, (first ? "· " : "  ") + part));
                first = false;
            }
        }
    }

    private static String time(Report.SideReport side) {
        return Figures.time(Duration.ofNanos(side.nanoseconds()));
    }

    private static String shortName(Report.SideReport side) {
        return side.client().replaceFirst(" [0-9].*", "");
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() + 1 > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private void columns(String left, String right, String colour) {
        out.append(paint(colour, fit(left)))
                .append(paint(DIM, " │ "))
                .append(paint(colour, right))
                .append('\n');
    }

    private String fit(String text) {
        String cut = cut(text);
        return cut + " ".repeat(column - cut.length());
    }

    private String cut(String text) {
        return text.length() <= column ? text : text.substring(0, column - 1) + "…";
    }

    private String paint(String colour, String text) {
        return coloured ? "\033[" + colour + "m" + text + "\033[0m" : text;
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
