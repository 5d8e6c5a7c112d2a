package dev.wireside.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The deadline and the owner of one connection's current step. One object per connection, used again for every step, so a
 * deadline that does not fire allocates nothing.
 */
final class Guard implements Step {
    /** No deadline is set; also: not queued at the watchdog. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EXPIRED = Long.MIN_VALUE;
    private static final AtomicLong IDS = new AtomicLong();
    private static final VarHandle END;
    private static final VarHandle OWNER;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(Guard.class, "end", long.class);
            OWNER = MethodHandles.lookup().findVarHandle(Guard.class, "owner", Thread.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final long id = IDS.incrementAndGet();

    /** When the watchdog looks here next; written under its lock only. */
    volatile long nextLook = NONE;

    /** Whether the connection is closed, and nobody need look here again; under the watchdog's lock only. */
    boolean forgotten;

    private final Runnable closeRaw;
    private final Runnable rest;

    @SuppressWarnings("UnusedVariable") // through END
    private volatile long end = NONE;

    private volatile @Nullable Thread owner;

    /** Bounds every step. Used by the owner only. */
    private Deadline session = Deadline.never();

    // What the current step is; read by other threads only after it has expired.
    private volatile WireClock clock = WireClock.SESSION;
    private volatile Duration limit = Deadline.FOREVER;
    private volatile String step = "nothing";

    /**
     * @param closeRaw closes the raw socket, from whatever thread
     * @param rest gives idle buffers back at the end of each step
     */
    Guard(Runnable closeRaw, Runnable rest) {
        this.closeRaw = closeRaw;
        this.rest = rest;
    }

    /** From now on no step goes beyond this. */
    void limitSession(Deadline deadline) {
        session = deadline;
    }

    /**
     * Starts a step that ends at {@code until} on the scale of {@link Deadline#now()}, or with the session. One that would
     * be over at once has expired when this returns, without waiting for the watchdog to come by.
     *
     * @param now what the caller has read from the clock for this step
     */
    void begin(WireClock withClock, Duration withLimit, long now, long until, String what) {
        if (!OWNER.compareAndSet(this, (Thread) null, Thread.currentThread())) {
            throw confined(what);
        }
        step = what;
        setEarliest(withClock, withLimit, until);
        if (end() <= now) {
            expire(end());
        }
    }

    /**
     * A block of a body has moved: the idle clock starts anew, until the session's end is nearer. Other clocks go on. Does
     * nothing once the step has expired.
     */
    void progress() {
        if (clock == WireClock.IDLE) {
            setEarliest(WireClock.IDLE, limit, Deadline.now() + limit.toNanos());
        }
    }

    private void setEarliest(WireClock withClock, Duration withLimit, long until) {
        boolean sessionEndsFirst = session.end() < until;
        clock = sessionEndsFirst ? session.clock() : withClock;
        limit = sessionEndsFirst ? session.limit() : withLimit;
        setEnd(sessionEndsFirst ? session.end() : until);
    }

    private void setEnd(long until) {
        long old = (long) END.getVolatile(this);
        if (old != EXPIRED && END.compareAndSet(this, old, until) && until < nextLook) {
            Watchdog.SHARED.lookAt(this, until);
        }
    }

    /** Ends the step; if its deadline fired in between, the connection is dead all the same and the next step says so. */
    @Override
    public void close() {
        rest.run();
        finish();
    }

    /** What the end of a step does for buffers, where one was emptied outside of any. */
    void rest() {
        if (!isRunning()) {
            rest.run();
        }
    }

    /** The same for a step that is one read or write, if it is one: the buffer it was for is still in use. */
    void finish(boolean alone) {
        if (alone) {
            finish();
        }
    }

    private void finish() {
        long old = (long) END.getVolatile(this);
        if (old != EXPIRED) {
            END.compareAndSet(this, old, NONE);
        }
        owner = null;
    }

    long end() {
        return (long) END.getVolatile(this);
    }

    boolean isExpired() {
        return end() == EXPIRED;
    }

    boolean isRunning() {
        return owner != null;
    }

    boolean isRunningElsewhere() {
        Thread running = owner;
        return running != null && !running.equals(Thread.currentThread());
    }

    /** @throws IllegalStateException if another thread is in a step */
    boolean isRunningHere(String what) {
        Thread running = owner;
        if (running != null && !running.equals(Thread.currentThread())) {
            throw confined(what);
        }
        return running != null;
    }

    private IllegalStateException confined(String what) {
        Thread other = owner;
        return new IllegalStateException(Thread.currentThread() + " began " + what + " while "
                + (other == null ? "another thread" : other) + " was in " + step
                + "; a connection is confined to one thread at a time, one step after another");
    }

    String step() {
        return step;
    }

    /** Called by the watchdog. Only one of this and {@link #close} wins, so a step that has ended is never cut off. */
    void expire(long seenEnd) {
        if (seenEnd == EXPIRED) {
            // Queued once more by a step that was setting its end while it expired; it was cut off then.
            return;
        }
        if (END.compareAndSet(this, seenEnd, EXPIRED)) {
            closeRaw.run();
        } else if (end() != NONE && end() != EXPIRED) {
            Watchdog.SHARED.lookAt(this, end());
        }
    }

    /** For the transcript. */
    String expiry() {
        return "the " + clock + " ran out during " + step;
    }

    DeadlineException expiredException(WireTap tap) {
        return new DeadlineException(clock, limit, step, tap);
    }
}
