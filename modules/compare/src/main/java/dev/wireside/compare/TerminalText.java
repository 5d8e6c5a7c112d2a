package dev.wireside.compare;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report as text, with colours for a terminal or without for a pipe. */
public final class TerminalText {
    /** What a pipe gets; a terminal narrower than this wraps. */
    public static final int PLAIN_WIDTH = 120;

    /** What {@link #cell} puts before a text. */
    static final int CELL_PREFIX = 7;

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
        Wording.wrapped(task.note(), 2 * column).forEach(part -> line(paint(DIM, part)));
        line("");
        columns(task.wireside().client(), Protocol.JAKARTA_MAIL, BOLD);
        columns("─".repeat(column), "─".repeat(column), DIM);
        Exchanges.rows(task, column - CELL_PREFIX).forEach(this::row);
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
        line("  outcome    " + verdict(task) + ": " + task.outcomes(" | "));
        List<List<String>> evidence =
                task.sides().stream().map(Report.SideReport::evidence).toList();
        if (evidence.stream().distinct().count() > 1) {
            line("  at the end " + evidence.getFirst() + " | " + evidence.getLast());
        }
        figure(task, "", TerminalText::shortName);
        figure(task, "flights", side -> String.valueOf(side.flights()));
        figure(task, "sent", side -> Figures.bytes(side.bytesToServer()));
        figure(task, "received", side -> Figures.bytes(side.bytesFromServer()));
        figure(task, "time", TerminalText::time);
        figure(task, "allocated", side -> Figures.bytes(side.allocatedBytes()));
        figure(task, "code lines", side -> side.codeLines() + " / " + side.fileCodeLines());
    }

    private void figure(Report.TaskReport task, String name, Function<Report.SideReport, String> shown) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %-10s", name));
        for (Report.SideReport side : task.sides()) {
            text.append(String.format(Locale.ROOT, " %14s", shown.apply(side)));
        }
        line(text.toString());
    }

    private String verdict(Report.TaskReport task) {
        if (task.library() == null) {
            return paint(DIM, "Wireside only");
        }
        return task.equal() ? paint(GREEN, "equal") : paint(YELLOW, "different");
    }

    private void summary(List<Report.TaskReport> tasks) {
        line(paint(BOLD, "All tasks") + paint(DIM, "  Wireside | Jakarta Mail"));
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
        String equal = String.format(Locale.ROOT, "%-10s", b == null ? "-" : task.equal() ? "equal" : "different");
        line(String.format(
                Locale.ROOT,
                "  %-24s %s %5d | %5s %10s | %10s %10s | %10s %6d | %6s",
                task.protocol() + " " + task.name(),
                paint(b == null ? DIM : task.equal() ? GREEN : YELLOW, equal),
                a.flights(),
                b == null ? "-" : b.flights(),
                time(a),
                b == null ? "-" : time(b),
                Figures.bytes(a.allocatedBytes()),
                b == null ? "-" : Figures.bytes(b.allocatedBytes()),
                a.codeLines(),
                b == null ? "-" : b.codeLines()));
    }

    private void faults(List<Report.FaultReport> faults) {
        line(paint(BOLD, Task.Faults.NAME) + "  " + Task.Faults.TITLE);
        line("");
        for (Report.FaultReport fault : faults) {
            line("  " + paint(BOLD, fault.protocol() + " " + fault.name()) + "  " + fault.what());
            String equal = fault.equal() ? paint(GREEN, "equal    ") : paint(YELLOW, "different");
            line("    " + equal + "  Wireside: " + fault.wireside() + "  |  Jakarta Mail: " + fault.library());
            Wording.wrapped(fault.note(), 2 * column - 6).forEach(part -> line(paint(DIM, "      " + part)));
        }
        line("");
    }

    private void method(List<String> sentences) {
        for (String sentence : sentences) {
            boolean first = true;
            for (String part : Wording.wrapped(sentence, 2 * column - 2)) {
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
