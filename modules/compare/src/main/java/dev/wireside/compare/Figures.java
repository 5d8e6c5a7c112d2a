package dev.wireside.compare;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Figures {
    private Figures() {}

    /** {@code 412 B}, {@code 51.3 KiB}, {@code 50 MiB}. */
    static String bytes(long count) {
        if (count < 1024) {
            return count + " B";
        }
        double value = count / 1024.0;
        String[] units = {"KiB", "MiB", "GiB"};
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return three(value) + " " + units[unit];
    }

    /** {@code 380 µs}, {@code 2.41 ms}, {@code 1.2 s}. */
    static String time(Duration time) {
        long nanos = time.toNanos();
        if (nanos < 1_000_000) {
            return three(nanos / 1e3) + " µs";
        }
        return nanos < 1_000_000_000 ? three(nanos / 1e6) + " ms" : three(nanos / 1e9) + " s";
    }

    /** Three digits that count. */
    private static String three(double value) {
        String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, format, value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
