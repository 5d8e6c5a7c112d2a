package dev.wireside.net;

import java.time.Duration;

/**
 * The moment at which a wait ends, on the monotonic clock: setting the computer's time does not move it. Immutable; safe
 * to share between threads.
 */
public final class Deadline {
    /** A century: far enough for "never", near enough that no arithmetic on nanoseconds overflows. */
    static final Duration FOREVER = Duration.ofDays(36_500);

    private final WireClock clock;
    private final Duration limit;
    private final long end;

    private Deadline(WireClock clock, Duration limit, long end) {
        this.clock = clock;
        this.limit = limit;
        this.end = end;
    }

    /** A deadline of the connect clock, {@code limit} from now. */
    public static Deadline after(Duration limit) {
        return after(WireClock.CONNECT, limit);
    }

    /**
     * A deadline of the given clock, {@code limit} from now.
     *
     * @throws IllegalArgumentException if the limit is zero or negative: a wait without end must be asked for by
     *     {@link #never}, and one without duration is a mistake
     */
    public static Deadline after(WireClock clock, Duration limit) {
        Duration sane = checked(limit);
        return new Deadline(clock, sane, now() + sane.toNanos());
    }

    /** A deadline that does not come, for a session that may last as long as it likes. */
    public static Deadline never() {
        return after(WireClock.SESSION, FOREVER);
    }

    /** The one that comes first. */
    public static Deadline earliest(Deadline one, Deadline other) {
        return one.end <= other.end ? one : other;
    }

    /** What is left; zero when it is over. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - now()));
    }

    /** Whether the moment has come. */
    public boolean isExpired() {
        return now() >= end;
    }

    /** The clock this deadline belongs to. */
    public WireClock clock() {
        return clock;
    }

    /** The whole time that was given, for messages. */
    public Duration limit() {
        return limit;
    }

    /** On the scale of {@link #now()}. */
    long end() {
        return end;
    }

    /** {@code System.nanoTime()} moved so that it starts near zero: then plain comparison of two instants is right. */
    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    private static final long ORIGIN = System.nanoTime();

    /** Zero is refused instead of read as "endless", which is how an infinite wait usually gets in. */
    static Duration checked(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("a time limit is positive: " + limit);
        }
        return limit.compareTo(FOREVER) > 0 ? FOREVER : limit;
    }

    @Override
    public String toString() {
        return clock + " of " + limit + ", " + remaining() + " left";
    }
}
