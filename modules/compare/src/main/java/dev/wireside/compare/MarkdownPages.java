package dev.wireside.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The pages that are committed under {@code docs/compare}: nothing in them is different in another run. */
public final class MarkdownPages {
    private static final int COLUMN = 62;

    private final Protocol protocol;
    private final StringBuilder out = new StringBuilder();

    private MarkdownPages(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Renders one page for each protocol of which the report has all tasks, by file name. */
    public static Map<String, String> render(Report report) {
        Map<String, String> pages = new LinkedHashMap<>();
        for (Protocol protocol : Protocol.values()) {
            List<Report.TaskReport> tasks = report.tasks().stream()
                    .filter(task -> task.protocol().equals(protocol.id()))
                    .toList();
            List<Report.FaultReport> faults = report.faults().stream()
                    .filter(fault -> fault.protocol().equals(protocol.id()))
                    .toList();
            if (tasks.size() == Catalogue.tasks(protocol).size() && !faults.isEmpty()) {
                pages.put(protocol.id() + ".md", new MarkdownPages(protocol).page(report, tasks, faults));
            }
        }
        return pages;
    }

    private String page(Report report, List<Report.TaskReport> tasks, List<Report.FaultReport> faults) {
        line("# " + protocol.name() + ": Wireside and Jakarta Mail side by side");
        line("");
        line("<!-- Written by `./wireside compare --docs docs/compare`; a test fails when it no longer matches. -->");
        line("");
        line("The same tasks with Wireside and with " + Protocol.JAKARTA_MAIL
                + ", against the same servers, recorded by the same"
                + " tap outside of both. `./wireside compare " + protocol.id()
                + "` runs them here and also shows bytes, times and allocations,");
        line("which are different in every run and therefore not on this page.");
        line("");
        summary(tasks);
        faultTable(faults);
        line("## The dialogues");
        line("");
        line("The number before a line counts the client's waits: what is sent with the same number was not waited"
                + " for.");
        line("");
        tasks.forEach(this::dialogue);
        line("## How it is measured");
        line("");
        report.method().stream().filter(this::isOnThisPage).forEach(sentence -> line("- " + sentence));
        line("");
        sources();
        return out.toString();
    }

    /** Times are not, nor what is said about another protocol. */
    private boolean isOnThisPage(String sentence) {
        return !sentence.contains("Time")
                && Stream.of(Protocol.values())
                        .noneMatch(other -> other != protocol && other.remark().equals(sentence));
    }

    private void summary(List<Report.TaskReport> tasks) {
        line("## The tasks");
        line("");
        line("| Task | Server | Outcomes | Flights: Wireside | Jakarta Mail | Code lines: Wireside | Jakarta Mail |");
        line("|---|---|---|---:|---:|---:|---:|");
        tasks.forEach(this::summaryLine);
        line("");
    }

    private void summaryLine(Report.TaskReport task) {
        Report.SideReport a = task.wireside();
        Report.SideReport b = task.library();
        String outcomes = b == null ? "Wireside only: " : task.equal() ? "equal: " : "";
        line(String.format(
                Locale.ROOT,
                "| [%s](#%s) | %s | %s | %s | %s | %d | %s |",
                task.title(),
                task.name(),
                task.server(),
                outcomes + task.outcomes(" / "),
                task.usualFlights() == 0 ? a.flights() : "about " + task.usualFlights(),
                b == null ? "–" : b.flights(),
                a.codeLines(),
                b == null ? "–" : b.codeLines()));
    }

    private void faultTable(List<Report.FaultReport> faults) {
        line("## When the server dies, or says no");
        line("");
        line("What the caller knows afterwards.");
        line("");
        line("| What happens | Wireside | Jakarta Mail | |");
        line("|---|---|---|---|");
        for (Report.FaultReport fault : faults) {
            String mark = fault.equal() ? "" : "**different.** ";
            line("| " + fault.what() + " | " + fault.wireside() + " | " + fault.library() + " | " + mark + fault.note()
                    + " |");
        }
        line("");
    }

    private void dialogue(Report.TaskReport task) {
        line("### " + task.name());
        line("");
        line(task.title() + ". " + task.note());
        line("");
        if (task.usualFlights() > 0) {
            line("Wireside does not wait for each answer here, so how often it waits hangs on when they come: about "
                    + task.usualFlights() + " times. Its lines have no numbers.");
            line("");
        }
        line("```text");
        line(fit("Wireside") + " | " + "Jakarta Mail");
        for (Exchanges.Row row : Exchanges.rows(task, COLUMN)) {
            for (int i = 0; i < Math.max(row.left().size(), row.right().size()); i++) {
                line(fit(cell(row.left(), i, task.usualFlights() == 0)) + " | " + cell(row.right(), i, true));
            }
        }
        line("```");
        line("");
    }

    private static String cell(List<Event> events, int i, boolean numbered) {
        if (i >= events.size()) {
            return "";
        }
        String cell = TerminalText.cell(events.get(i), events.get(i).stable());
        return numbered ? cell : " ".repeat(4) + cell.substring(4);
    }

    private static String fit(String text) {
        String cut = text.length() <= COLUMN ? text : text.substring(0, COLUMN - 1) + "…";
        return cut + " ".repeat(COLUMN - cut.length());
    }

    private void sources() {
        line("## The sources");
        line("");
        for (SourceCode source :
                List.of(protocol.task(), protocol.source(Contender.WIRESIDE), protocol.source(Contender.LIBRARY))) {
            line("### " + source.fileName());
            line("");
            line("```java");
            out.append(source.text());
            line("```");
            line("");
        }
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
