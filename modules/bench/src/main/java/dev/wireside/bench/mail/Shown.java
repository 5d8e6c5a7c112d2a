package dev.wireside.bench.mail;

import java.util.Locale;

/** Numbers as people read them. */
final class Shown {
    private static final double KIB = 1024;
    private static final double MIB = KIB * KIB;

    private Shown() {}

    /** Two or three digits that matter, and groups of thousands. */
    static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 0.1 || value <= 0 ? "%.2f" : "%.2g";
        return String.format(Locale.ROOT, format, value);
    }

    static String bytes(double value) {
        if (value >= MIB) {
            return number(value / MIB) + " MiB";
        }
        return value >= KIB ? number(value / KIB) + " KiB" : number(Math.rint(value)) + " B";
    }

    static String bytes(long value) {
        return bytes((double) value);
    }

    static String micros(double nanos) {
        return nanos >= 1e7 ? number(nanos / 1e6) + " ms" : number(nanos / 1e3) + " µs";
    }
}
