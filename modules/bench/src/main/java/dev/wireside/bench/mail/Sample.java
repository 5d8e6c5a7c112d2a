package dev.wireside.bench.mail;

import java.util.List;

/**
 * What one repetition of one contender took.
 *
 * @param nanos by the clock on the wall
 * @param allocated bytes, by all threads
 * @param cpu nanoseconds of the whole JVM, its garbage collector and compiler included
 */
record Sample(String contender, int repetition, int operations, long nanos, long allocated, long cpu) {
    private static final String TAB = "\t";

    /** For the JVM that evaluates it. */
    String line() {
        return String.join(
                TAB,
                contender,
                String.valueOf(repetition),
                String.valueOf(operations),
                String.valueOf(nanos),
                String.valueOf(allocated),
                String.valueOf(cpu));
    }

    static Sample parse(String line) {
        List<String> fields = List.of(line.split(TAB, -1));
        return new Sample(
                fields.get(0),
                Integer.parseInt(fields.get(1)),
                Integer.parseInt(fields.get(2)),
                Long.parseLong(fields.get(3)),
                Long.parseLong(fields.get(4)),
                Long.parseLong(fields.get(5)));
    }

    double nanosPerOperation() {
        return (double) nanos / operations;
    }
}
