package dev.wireside.codec.wire;

import java.time.Duration;
import java.util.List;

/** Steps and rules as text. Every step takes exactly {@link WireStep#lines()} lines. */
final class WireRenderer {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private WireRenderer() {}

    static String render(WireScript script) {
        WireRenderer renderer = new WireRenderer();
        renderer.steps("", script.steps());
        for (WireRule rule : script.rules()) {
            renderer.line("", "!on", rule.regex());
            renderer.steps(INDENT, rule.steps());
        }
        return renderer.text.toString();
    }

    private void steps(String indent, List<WireStep> steps) {
        for (WireStep step : steps) {
            step(indent, step);
        }
    }

    private void step(String indent, WireStep step) {
        switch (step) {
            case WireStep.Comment(String comment) -> line(indent, comment.isEmpty() ? "" : "#", comment);
            case WireStep.ServerLine(String line) -> line(indent, "S:", WireEscapes.escape(line));
            case WireStep.ServerBytes(String bytes) -> line(indent, "!raw", WireEscapes.escape(bytes));
            case WireStep.ServerBody(long size) -> line(indent, "!body", size(size));
            case WireStep.ClientLine(String line) -> line(indent, "C:", WireEscapes.escape(line));
            case WireStep.ClientMatch(String regex) -> line(indent, "C~", regex);
            case WireStep.ClientUntil(String line) -> line(indent, "!until", WireEscapes.escape(line));
            case WireStep.ClientBytes(long count) -> line(indent, "!read", size(count));
            case WireStep.ClientChunk() -> line(indent, "!chunk", "");
            case WireStep.Tls() -> line(indent, "!tls", "");
            case WireStep.Stall(Duration duration) -> line(indent, "!stall", duration(duration));
            case WireStep.Pieces(int size) -> line(indent, "!bytes", size(size));
            case WireStep.HalfClose() -> line(indent, "!half-close", "");
            case WireStep.Close() -> line(indent, "!close", "");
            case WireStep.Reset() -> line(indent, "!reset", "");
            case WireStep.Repeat(long times, List<WireStep> steps) -> {
                line(indent, "!repeat", Long.toString(times));
                steps(indent + INDENT, steps);
                line(indent, "!end", "");
            }
        }
    }

    private void line(String indent, String marker, String argument) {
        if (!marker.isEmpty()) {
            text.append(indent).append(marker);
        }
        if (!argument.isEmpty()) {
            text.append(' ').append(argument);
        }
        text.append('\n');
    }

    /** In the largest unit that says it exactly. */
    private static String size(long bytes) {
        long number = bytes;
        int unit = 0;
        while (number != 0 && number % 1024 == 0 && unit < WireParser.UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + WireParser.UNITS.get(unit);
    }

    private static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
