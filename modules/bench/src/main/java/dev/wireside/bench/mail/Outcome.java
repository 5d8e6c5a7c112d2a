package dev.wireside.bench.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All samples of a case, and what follows from them. */
final class Outcome {
    private static final double SECOND = 1e9;

    /** By so much of a wait two measurements of the same wait may differ. */
    private static final double TIMERS = 0.1;

    private final MailCase which;
    private final Scale scale;
    private final List<Sample> samples;
    private final double roundTrip;

    /** @param roundTrip nanoseconds of one wait over the long line; anything for a case that is not about it */
    Outcome(MailCase which, Scale scale, List<Sample> samples, double roundTrip) {
        this.which = which;
        this.scale = scale;
        this.samples = List.copyOf(samples);
        this.roundTrip = roundTrip;
    }

    Set<String> contenders() {
        Set<String> names = new LinkedHashSet<>();
        samples.stream().filter(s -> s.repetition() == 0).forEach(s -> names.add(s.contender()));
        return names;
    }

    boolean has(String contender) {
        return contenders().contains(contender);
    }

    private Range range(String contender, ToDoubleFunction<Sample> value) {
        return Range.of(samples.stream()
                .filter(s -> s.contender().equals(contender))
                .map(value::applyAsDouble)
                .toList());
    }

    private Sample of(String contender, int repetition) {
        return samples.stream()
                .filter(s -> s.contender().equals(contender) && s.repetition() == repetition)
                .findFirst()
                .orElseThrow();
    }

    /** How many times as fast as the reference, each repetition against its own. */
    Range ratio(String contender, String reference) {
        List<Double> ratios = new ArrayList<>();
        for (Sample mine : samples) {
            if (mine.contender().equals(contender)) {
                ratios.add(of(reference, mine.repetition()).nanosPerOperation() / mine.nanosPerOperation());
            }
        }
        return Range.of(ratios);
    }

    double waits(String contender) {
        return range(contender, s -> s.nanosPerOperation() / roundTrip).median();
    }

    /** In the best repetition: whatever disturbs only adds to it, and a wait is a whole one. */
    long wholeWaits(String contender) {
        double least = range(contender, s -> s.nanosPerOperation() / roundTrip).least();
        return (long) Math.floor(least + TIMERS);
    }

    double allocated(String contender) {
        return range(contender, s -> (double) s.allocated() / s.operations()).median();
    }

    /** The case as a Markdown table. */
    String table() {
        StringBuilder out =
                new StringBuilder("\n### ").append(which.title(scale)).append("\n\n");
        if (which.isFar()) {
            out.append("One wait is ").append(Shown.number(roundTrip / 1e6)).append(" ms.\n\n");
        }
        out.append("| contender | ").append(which.unit()).append(" | of the limit (range) | ");
        out.append(which.isFar() ? "waits" : "allocated").append(" per operation | CPU per operation |\n");
        out.append("|---|---:|---:|---:|---:|\n");
        contenders().forEach(contender -> out.append(row(contender)));
        return out.toString();
    }

    private String row(String contender) {
        double rate = range(contender, s -> SECOND / s.nanosPerOperation()).median() * which.unitsPerOperation(scale);
        String ratio = has(MailCase.LIMIT) ? ratio(contender, MailCase.LIMIT).shown() : "";
        String cost = which.isFar() ? Shown.number(waits(contender)) : Shown.bytes(allocated(contender));
        double cpu = range(contender, s -> (double) s.cpu() / s.operations()).median();
        return "| " + contender + " | " + Shown.number(rate) + " | " + ratio + " | " + cost + " | " + Shown.micros(cpu)
                + " |\n";
    }
}
