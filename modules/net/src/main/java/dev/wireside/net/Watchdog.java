package dev.wireside.net;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that ends overdue waits by closing the raw socket beneath them; {@code SO_TIMEOUT} bounds neither a write
 * nor a peer that trickles, and closing an SSL socket can itself hang behind a blocked writer.
 *
 * <p>Each connection has one {@link Guard}, queued lazily: setting a deadline later than the guard's next look costs a
 * volatile write and nothing else. When its turn comes, a guard that is not due is looked at again when it will be, and
 * one without a deadline leaves the queue. So a connection that sends a command every millisecond with a limit of a minute
 * touches the queue once a minute.
 *
 * <p>The queue is under a lock; the hand-over with {@link Guard} is by volatile fields: the guard writes its end and then
 * reads its next look, the watchdog writes the next look and then reads the end, so one of them sees the other.
 */
final class Watchdog {
    private static final Comparator<Guard> BY_NEXT_LOOK =
            Comparator.<Guard>comparingLong(guard -> guard.nextLook).thenComparingLong(guard -> guard.id);

    /** Below the order of its queue: static fields are set from top to bottom. */
    static final Watchdog SHARED = new Watchdog();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final TreeSet<Guard> queue = new TreeSet<>(BY_NEXT_LOOK);

    private Watchdog() {
        // It outlives whoever happened to open the first connection, and must keep nothing of that thread alive.
        Thread thread = new Thread(null, this::run, "wireside-watchdog", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks at the guard no later than {@code when}. */
    void lookAt(Guard guard, long when) {
        lock.lock();
        try {
            if (guard.forgotten || guard.nextLook <= when) {
                return;
            }
            queue.remove(guard);
            guard.nextLook = when;
            queue.add(guard);
            if (queue.first() == guard) {
                earlier.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a closed connection, so that a short-lived one is not kept for the length of its last deadline. */
    void forget(Guard guard) {
        lock.lock();
        try {
            guard.forgotten = true;
            if (guard.nextLook != Guard.NONE) {
                queue.remove(guard);
                guard.nextLook = Guard.NONE;
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            try {
                look(awaitDue());
            } catch (RuntimeException | Error oneConnectionFailed) {
                // Such as a lack of memory while closing. All others still rely on this loop.
            }
        }
    }

    private void look(Guard due) {
        long end = due.end();
        if (end <= Deadline.now()) {
            due.expire(end);
        } else if (end != Guard.NONE) {
            lookAt(due, end);
        }
    }

    private Guard awaitDue() {
        lock.lock();
        try {
            long wait = untilFirst();
            while (wait > 0) {
                try {
                    // Whether it was signalled or the time is over, the loop looks again.
                    long ignored = earlier.awaitNanos(wait);
                } catch (InterruptedException nobodyMayStopTheWatchdog) {
                    // The throw has cleared the flag; every open connection relies on this loop.
                }
                wait = untilFirst();
            }
            Guard due = queue.removeFirst();
            due.nextLook = Guard.NONE;
            return due;
        } finally {
            lock.unlock();
        }
    }

    private long untilFirst() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.first().nextLook - Deadline.now();
    }
}
