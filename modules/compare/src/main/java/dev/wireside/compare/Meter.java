package dev.wireside.compare;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a client on a platform thread of its own, so that what the servers of the same process allocate does not count, and
 * measures it.
 */
final class Meter {
    /** Fewer have no middle. */
    static final int FEWEST_RUNS = 3;

    /** More do not move the middle any further. */
    static final int MOST_RUNS = 15;

    /** After this long no further run begins, if there were enough. */
    static final Duration ENOUGH = Duration.ofMillis(500);

    /** In words, for whoever reads the figures. */
    static final String METHOD = "After a warm-up run, the median of at least " + FEWEST_RUNS
            + " timed runs (1 with --latency), and of up to "
            + MOST_RUNS + " as long as they take less than " + Figures.time(ENOUGH)
            + " together. Time: from before the connection is opened until after it is closed. Allocated: the bytes"
            + " that the client's thread allocates, as com.sun.management.ThreadMXBean counts them; helper threads of"
            + " a client are not counted, nor is the server, which runs in the same process.";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Meter() {}

    /** What one run took. */
    record Sample(Duration time, long allocated) {
        static final Sample NONE = new Sample(Duration.ZERO, 0);
    }

    /**
     * Runs it on a thread of its own and returns its result.
     *
     * @throws UncheckedIOException if it could not read or write a file of its own
     */
    static <T> T run(Callable<T> body) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = Thread.ofPlatform().name("client").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException failed) {
            throw switch (Objects.requireNonNull(failed.getCause())) {
                case IOException ourDisk -> new UncheckedIOException(ourDisk);
                case UncheckedIOException ourDisk -> ourDisk;
                case Throwable bug -> new IllegalStateException("a client failed: " + bug, bug);
            };
        } catch (InterruptedException stop) {
            thread.interrupt();
            throw stop;
        }
    }

    /** Runs it on a thread of its own and measures that. */
    static Sample sample(Callable<?> body) throws InterruptedException {
        return run(() -> {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            body.call();
            long end = System.nanoTime();
            return new Sample(Duration.ofNanos(end - start), THREADS.getCurrentThreadAllocatedBytes() - allocated);
        });
    }

    /** Of each figure the one in the middle. */
    static Sample median(List<Sample> samples) {
        int middle = samples.size() / 2;
        return new Sample(
                samples.stream().map(Sample::time).sorted().toList().get(middle),
                samples.stream().map(Sample::allocated).sorted().toList().get(middle));
    }
}
