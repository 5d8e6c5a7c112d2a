package dev.wireside.it.mta;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Runs trials, several at a time. */
final class Trials {
    /** As many as keep two cores busy. */
    private static final int AT_ONCE = 8;

    /** Those that mostly wait for a clock cost nothing meanwhile. */
    private static final int WAITING_AT_ONCE = 96;

    private static final int SHOWN = 3;

    private Trials() {}

    /** @throws AssertionError if any of them goes wrong */
    static void run(List<Trial> trials) throws InterruptedException {
        boolean waiting = trials.getFirst().mischief().kind().takesTime();
        Semaphore room = new Semaphore(waiting ? WAITING_AT_ONCE : AT_ONCE);
        List<String> failures = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Trial trial : trials) {
                running.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        return trial.run();
                    } finally {
                        room.release();
                    }
                }));
            }
            for (Future<?> one : running) {
                try {
                    Object ignored = one.get();
                } catch (ExecutionException wrong) {
                    failures.add(String.valueOf(wrong.getCause()));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " of " + trials.size() + " trials went wrong\n"
                    + failures.stream().limit(SHOWN).collect(Collectors.joining("\n---\n")));
        }
    }
}
