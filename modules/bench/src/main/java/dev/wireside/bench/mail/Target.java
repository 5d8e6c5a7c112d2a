package dev.wireside.bench.mail;

/**
 * What is promised of a contender.
 *
 * @param title the promise in words
 * @param contender of whom
 * @param reference to whom it is compared; empty where it is not
 * @param bound the least ratio, or the most waits or bytes
 */
record Target(String title, String contender, Metric metric, String reference, double bound) {
    /** What is promised. */
    enum Metric {
        /** So many times the reference's speed. */
        SPEED,
        /** At most so many waits per operation. */
        WAITS,
        /** As many waits as the reference, in whole waits. */
        SAME_WAITS,
        /** At most so many bytes allocated per operation. */
        ALLOCATION
    }

    static Target speed(String title, String contender, double atLeast, String reference) {
        return new Target(title, contender, Metric.SPEED, reference, atLeast);
    }

    static Target waits(String title, String contender, double atMost) {
        return new Target(title, contender, Metric.WAITS, "", atMost);
    }

    static Target sameWaits(String title, String contender, String reference) {
        return new Target(title, contender, Metric.SAME_WAITS, reference, 0);
    }

    static Target allocation(String title, String contender, double atMost) {
        return new Target(title, contender, Metric.ALLOCATION, "", atMost);
    }

    /** A promise and what came of it. */
    record Verdict(String title, String measured, boolean isKept) {}

    /** What came of it; someone who did not run keeps nothing. */
    Verdict judge(Outcome outcome) {
        if (!outcome.has(contender) || (!reference.isEmpty() && !outcome.has(reference))) {
            return new Verdict(title, "not measured", false);
        }
        return switch (metric) {
            case SPEED -> {
                Range ratio = outcome.ratio(contender, reference);
                yield new Verdict(title, ratio.shown(), ratio.median() >= bound);
            }
            case WAITS -> {
                double waits = outcome.waits(contender);
                yield new Verdict(title, Shown.number(waits), waits <= bound);
            }
            case SAME_WAITS -> {
                long waits = outcome.wholeWaits(contender);
                long needed = outcome.wholeWaits(reference);
                yield new Verdict(title, waits + ", needed " + needed, waits <= needed);
            }
            case ALLOCATION -> {
                double bytes = outcome.allocated(contender);
                yield new Verdict(title, Shown.bytes(bytes), bytes <= bound);
            }
        };
    }
}
