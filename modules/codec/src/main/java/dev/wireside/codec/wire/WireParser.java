package dev.wireside.codec.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text to steps and rules: one pass over the lines, blocks by recursion (repeats nest 8 deep at most). */
final class WireParser {
    /** 1024 to the power of the index. */
    static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String[] lines;
    private int at;

    WireParser(String text) {
        String script = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        lines = script.split("\n", -1);
    }

    WireScript parse() {
        List<WireStep> steps = steps(0);
        List<WireRule> rules = new ArrayList<>();
        while (hasLine()) {
            // Only "!on" ends a list of steps outside of a repeat.
            int start = at;
            String regex = argument(line());
            at++;
            List<WireStep> answer = steps(0);
            rules.add(at(start, () -> new WireRule(regex, answer)));
        }
        return new WireScript(steps, rules);
    }

    /** What comes after the last LF is a line only if there is something. */
    private boolean hasLine() {
        return at < lines.length - 1 || (at == lines.length - 1 && !lines[at].isEmpty());
    }

    /** The current line without indentation and without the CR of a file from elsewhere. */
    private String line() {
        String line = lines[at];
        int to = line.endsWith("\r") ? line.length() - 1 : line.length();
        int from = 0;
        while (from < to && (line.charAt(from) == ' ' || line.charAt(from) == '\t')) {
            from++;
        }
        return line.substring(from, to);
    }

    /** Steps up to "!on" or the end, or inside a repeat up to its "!end", which is consumed. */
    private List<WireStep> steps(int depth) {
        List<WireStep> steps = new ArrayList<>();
        for (; hasLine(); at++) {
            String line = line();
            String marker = marker(line);
            if (marker.equals("!on") && depth == 0) {
                return steps;
            }
            if (marker.equals("!end") && depth > 0) {
                return steps;
            }
            steps.add(marker.equals("!repeat") ? repeat(line, depth) : at(at, () -> step(marker, argument(line))));
        }
        if (depth > 0) {
            throw error(at, "the script ends inside a !repeat: !end is missing", null);
        }
        return steps;
    }

    private WireStep repeat(String line, int depth) {
        int start = at;
        if (depth == WireStep.Repeat.DEEPEST) {
            throw error(start, "repeats are nested more than " + depth + " deep", null);
        }
        at++;
        List<WireStep> steps = steps(depth + 1);
        return at(start, () -> new WireStep.Repeat(number(argument(line)), steps));
    }

    private static WireStep step(String marker, String argument) {
        return switch (marker) {
            case "", "#" -> new WireStep.Comment(argument);
            case "S:" -> new WireStep.ServerLine(WireEscapes.unescape(argument));
            case "C:" -> new WireStep.ClientLine(WireEscapes.unescape(argument));
            case "C~" -> new WireStep.ClientMatch(argument);
            case "!raw" -> new WireStep.ServerBytes(WireEscapes.unescape(argument));
            case "!body" -> new WireStep.ServerBody(size(argument));
            case "!until" -> new WireStep.ClientUntil(WireEscapes.unescape(argument));
            case "!read" -> new WireStep.ClientBytes(size(argument));
            case "!stall" -> new WireStep.Stall(duration(argument));
            case "!bytes" -> new WireStep.Pieces((int) Math.min(size(argument), Integer.MAX_VALUE));
            default -> bare(marker, argument);
        };
    }

    /** The events that take no argument. */
    private static WireStep bare(String marker, String argument) {
        if (!argument.isBlank()) {
            throw new IllegalArgumentException("\"" + marker + "\" is unknown or takes nothing behind it");
        }
        return switch (marker) {
            case "!chunk" -> new WireStep.ClientChunk();
            case "!tls" -> new WireStep.Tls();
            case "!half-close" -> new WireStep.HalfClose();
            case "!close" -> new WireStep.Close();
            case "!reset" -> new WireStep.Reset();
            case "!end" -> throw new IllegalArgumentException("!end without !repeat; a rule ends at the next !on");
            case "!on" -> throw new IllegalArgumentException("!on inside a !repeat");
            default -> throw new IllegalArgumentException("unknown event \"" + marker + "\"");
        };
    }

    /** {@code S:}, {@code C:}, {@code C~} and {@code #} by their looks, everything else up to the first space. */
    private static String marker(String line) {
        if (line.startsWith("#")) {
            return "#";
        }
        if (line.startsWith("S:") || line.startsWith("C:") || line.startsWith("C~")) {
            return line.substring(0, 2);
        }
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    private static String argument(String line) {
        String rest = line.substring(marker(line).length());
        return rest.startsWith(" ") ? rest.substring(1) : rest;
    }

    private static long size(String written) {
        String size = written.strip();
        for (int unit = UNITS.size() - 1; unit > 0; unit--) {
            if (size.endsWith(UNITS.get(unit))) {
                String digits = size.substring(0, size.length() - 3).strip();
                return Math.multiplyExact(number(digits), 1L << (10 * unit));
            }
        }
        return number(size);
    }

    private static Duration duration(String written) {
        String duration = written.strip();
        if (duration.endsWith("ms")) {
            return Duration.ofMillis(number(duration.substring(0, duration.length() - 2)));
        }
        if (duration.endsWith("s")) {
            return Duration.ofSeconds(number(duration.substring(0, duration.length() - 1)));
        }
        if (duration.endsWith("m")) {
            return Duration.ofMinutes(number(duration.substring(0, duration.length() - 1)));
        }
        throw new IllegalArgumentException("a duration looks like 200ms, 5s or 2m");
    }

    /** Plain digits: no sign, no digits of other scripts. */
    private static long number(String written) {
        String digits = written.strip();
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("\"" + digits + "\" is not a number of at most 18 digits");
        }
        return Long.parseLong(digits);
    }

    private interface Making<T> {
        T make();
    }

    /** Adds the line's number to what is wrong with it. */
    private static <T> T at(int line, Making<T> making) {
        try {
            return making.make();
        } catch (IllegalArgumentException bad) {
            throw error(line, String.valueOf(bad.getMessage()), bad);
        } catch (ArithmeticException tooLarge) {
            throw error(line, "the number is too large", tooLarge);
        }
    }

    private static IllegalArgumentException error(int line, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException("line " + (line + 1) + ": " + what, cause);
    }
}
