package dev.wireside.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 20ms} or {@code 1s}. */
final class LatencyConverter implements ITypeConverter<Duration> {
    /** To Mars it would be longer, but nobody waits for that. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public Duration convert(String text) {
        String unit = text.endsWith("ms") ? "ms" : "s";
        String digits = text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : "";
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new TypeConversionException("\"" + text + "\" is no latency; one looks like 20ms or 1s");
        }
        long number = Long.parseLong(digits);
        Duration latency = unit.equals("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
        if (latency.compareTo(LONGEST) > 0) {
            throw new TypeConversionException(text + " is too long; at most 10s");
        }
        return latency;
    }
}
