package dev.wireside.bench.mail;

import java.util.List;

/** The median of some values, and between what they lie. */
record Range(double median, double least, double most) {
    static Range of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Range(median, sorted.getFirst(), sorted.getLast());
    }

    String shown() {
        return Shown.number(median) + " (" + Shown.number(least) + ".." + Shown.number(most) + ")";
    }
}
