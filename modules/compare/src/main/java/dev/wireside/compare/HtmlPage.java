package dev.wireside.compare;

import static dev.wireside.compare.JavaHighlight.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The report as one page that needs nothing else: styles and drawings are inside. */
public final class HtmlPage {
    private final StringBuilder out = new StringBuilder();

    private HtmlPage() {}

    /** Renders the report, with the sources of its protocols. */
    public static String render(Report report) {
        HtmlPage page = new HtmlPage();
        page.head(report);
        page.summary(report.tasks());
        report.tasks().forEach(page::task);
        page.faults(report.faults());
        for (Protocol protocol : Protocol.values()) {
            boolean there =
                    report.tasks().stream().anyMatch(task -> task.protocol().equals(protocol.id()))
                            || report.faults().stream()
                                    .anyMatch(fault -> fault.protocol().equals(protocol.id()));
            if (there) {
                page.sources(protocol);
            }
        }
        page.method(report);
        page.add("</main></body></html>");
        return page.out.toString();
    }

    private void head(Report report) {
        add("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<title>Wireside, side by side</title><style>" + css() + "</style></head><body>");
        // Arrowheads are shared by all drawings of the page.
        add("<svg width=\"0\" height=\"0\" class=\"defs\" aria-hidden=\"true\"><defs>" + marker("c") + marker("s")
                + "</defs></svg>");
        add("<main><header><h1>Side by side</h1><p class=\"lead\">The same tasks, done by hand on a socket with "
                + "<b>Wireside</b> and with <b>" + escape(Protocol.JAKARTA_MAIL)
                + "</b>, against the same servers, and "
                + "recorded by the same tap outside of both. Latency added to each round trip: "
                + escape(report.latency())
                + ".</p></header>");
    }

    private static String marker(String id) {
        return "<marker id=\"" + id
                + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
                + "orient=\"auto-start-reverse\"><path class=\"" + id + "\" d=\"M0 0L8 4L0 8z\"/></marker>";
    }

    private void summary(List<Report.TaskReport> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        add("<div class=\"scroll\"><table class=\"summary\"><thead><tr><th>Task</th><th>Outcomes</th><th"
                + " colspan=\"2\">Flights</th><th colspan=\"2\">Time</th><th colspan=\"2\">Allocated</th><th"
                + " colspan=\"2\">Code lines</th></tr><tr class=\"who\"><th></th><th></th>"
                + "<th class=\"a\">Wireside</th><th class=\"b\">Jakarta</th>".repeat(4)
                + "</tr></thead><tbody>");
        for (Report.TaskReport task : tasks) {
            add("<tr><td><a href=\"#" + anchor(task) + "\">" + escape(task.protocol() + " " + task.name())
                    + "</a></td><td>" + badge(task) + "</td>");
            cells(task, side -> side.flights(), side -> String.valueOf(side.flights()));
            cells(task, side -> side.nanoseconds(), HtmlPage::time);
            cells(task, side -> side.allocatedBytes(), side -> Figures.bytes(side.allocatedBytes()));
            cells(task, side -> side.codeLines(), side -> String.valueOf(side.codeLines()));
            add("</tr>");
        }
        add("</tbody></table></div>");
    }

    private interface Shown {
        String of(Report.SideReport side);
    }

    private void cells(Report.TaskReport task, ToDoubleFunction<Report.SideReport> value, Shown shown) {
        double most = task.sides().stream().mapToDouble(value).max().orElse(0);
        for (Report.SideReport side : task.sides()) {
            long percent = most == 0 ? 0 : Math.round(100 * value.applyAsDouble(side) / most);
            add("<td class=\"figure " + (side.equals(task.wireside()) ? "a" : "b") + "\" style=\"--part:" + percent
                    + "%\">" + escape(shown.of(side)) + "</td>");
        }
        if (task.library() == null) {
            add("<td class=\"figure b\">–</td>");
        }
    }

    private void task(Report.TaskReport task) {
        add("<section id=\"" + anchor(task) + "\"><h2><span class=\"proto\">" + escape(task.protocol()) + "</span> "
                + escape(task.title()) + "</h2>");
        add("<p class=\"outcome\">" + badge(task) + " " + escape(task.outcomes(" | ")) + " <span class=\"dim\">against "
                + escape(task.server()) + "</span></p>");
        if (!task.note().isEmpty()) {
            add("<p class=\"dim\">" + escape(task.note()) + "</p>");
        }
        add("<div class=\"pair\">");
        task.sides().forEach(side -> side(side, task.title()));
        if (task.library() == null) {
            add("<figure><figcaption><b>" + escape(Protocol.JAKARTA_MAIL) + "</b></figcaption><p class=\"missing\">"
                    + escape(task.missing()) + "</p></figure>");
        }
        add("</div></section>");
    }

    private void side(Report.SideReport side, String title) {
        add("<figure><figcaption><b>" + escape(side.client()) + "</b><br><span class=\"dim\">" + side.flights()
                + " flights · " + Figures.bytes(side.bytesToServer()) + " sent · "
                + Figures.bytes(side.bytesFromServer()) + " received · " + time(side) + " · "
                + Figures.bytes(side.allocatedBytes()) + " allocated · " + side.codeLines()
                + " lines</span></figcaption>");
        add(SequenceDiagram.svg(side.transcript(), side.client() + ": " + title) + "</figure>");
    }

    private void faults(List<Report.FaultReport> faults) {
        if (faults.isEmpty()) {
            return;
        }
        add("<section id=\"faults\"><h2>When the server dies, or says no</h2><p class=\"dim\">What the caller"
                + " knows afterwards.</p><div class=\"scroll\"><table"
                + " class=\"faults\"><thead><tr><th></th><th>What happens</th><th>Wireside</th><th>Jakarta"
                + " Mail</th><th></th></tr></thead><tbody>");
        for (Report.FaultReport fault : faults) {
            add("<tr><td><span class=\"proto\">" + escape(fault.protocol()) + "</span></td><td>" + escape(fault.what())
                    + (fault.note().isEmpty() ? "" : "<div class=\"dim\">" + escape(fault.note()) + "</div>")
                    + "</td><td>"
                    + escape(fault.wireside()) + "</td><td>" + escape(fault.library()) + "</td><td>"
                    + badge(fault.equal())
                    + "</td></tr>");
        }
        add("</tbody></table></div></section>");
    }

    private void sources(Protocol protocol) {
        add("<section id=\"source-" + protocol.id() + "\"><h2><span class=\"proto\">" + protocol.id()
                + "</span> The sources</h2><details><summary>"
                + escape(protocol.task().fileName()) + "</summary>"
                + code(protocol.task()) + "</details><div class=\"pair\">");
        for (Contender who : Contender.values()) {
            SourceCode source = protocol.source(who);
            add("<figure><figcaption><b>" + escape(source.fileName()) + "</b> <span class=\"dim\">" + source.codeLines()
                    + " code lines</span></figcaption>" + code(source) + "</figure>");
        }
        add("</div></section>");
    }

    private static String code(SourceCode source) {
        StringBuilder lines = new StringBuilder("<pre class=\"code\"><code>");
        JavaHighlight.toHtml(source.text())
                .lines()
                .forEach(line -> lines.append("<span class=\"l\">").append(line).append("</span>\n"));
        return lines.append("</code></pre>").toString();
    }

    private void method(Report report) {
        add("<section><h2>How it is measured</h2><ul class=\"method\">");
        report.method().forEach(sentence -> add("<li>" + escape(sentence) + "</li>"));
        add("</ul></section>");
    }

    private static String badge(Report.TaskReport task) {
        return task.library() == null ? "<span class=\"badge\">Wireside only</span>" : badge(task.equal());
    }

    private static String badge(boolean equal) {
        return equal ? "<span class=\"badge equal\">equal</span>" : "<span class=\"badge differ\">different</span>";
    }

    private static String time(Report.SideReport side) {
        return Figures.time(Duration.ofNanos(side.nanoseconds()));
    }

    private static String anchor(Report.TaskReport task) {
        return task.protocol() + "-" + task.name();
    }

    private static String css() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("page.css is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void add(String html) {
        out.append(html).append('\n');
    }
}
