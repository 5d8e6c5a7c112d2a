package dev.wireside.net;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A clock ran out. The connection is dead: a half-read reply or a half-sent body cannot be resynchronised. */
public final class DeadlineException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    private final WireClock clock;
    private final Duration limit;
    private final String step;

    /**
     * @param clock which one ran out
     * @param limit how long it was
     * @param step what we were waiting for
     */
    public DeadlineException(WireClock clock, Duration limit, String step, WireTap tap) {
        super("the " + clock + " (" + readable(limit) + ") ran out during " + step + "; the connection was closed; "
                + tap.evidence());
        this.clock = clock;
        this.limit = limit;
        this.step = step;
    }

    /** Which clock ran out. */
    public WireClock clock() {
        return clock;
    }

    /** How long it was. */
    public Duration limit() {
        return limit;
    }

    /** What we were waiting for. */
    public String step() {
        return step;
    }

    private static String readable(Duration limit) {
        return limit.toMillis() < 1000
                ? limit.toMillis() + " ms"
                : limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
