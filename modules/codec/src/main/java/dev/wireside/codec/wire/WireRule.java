package dev.wireside.codec.wire;

import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code !on regex}: what the server does whenever a client line matches, after the linear part of a script is over.
 *
 * @param regex must match the whole line; in the syntax of {@link Pattern}, at most 1000 characters
 * @param steps what is then played; may be empty, which means: the server says nothing
 */
public record WireRule(String regex, List<WireStep> steps) {
    /** @throws IllegalArgumentException if the expression is not one */
    public WireRule {
        WireStep.requireRegex(regex);
        steps = List.copyOf(steps);
    }

    /** Whether the expression matches the whole line, given without its CRLF. */
    public boolean matches(String line) {
        return Pattern.matches(regex, line);
    }

    /** How many lines of a rendered script this rule takes. */
    public int lines() {
        return 1 + steps.stream().mapToInt(WireStep::lines).sum();
    }
}
