package dev.wireside.net;

import java.io.InterruptedIOException;

/**
 * Somebody on this side ended the wait: {@link Connection#abort} was called, or the thread was interrupted (its interrupt
 * flag stays set). The connection is dead.
 */
public final class AbortedException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final String by;

    /**
     * @param step what was going on
     * @param by who ended it: {@code "an interrupt"} or the thread that called abort
     */
    public AbortedException(String step, String by, WireTap tap) {
        super(step + " was aborted by " + by + "; the connection was closed; " + tap.evidence());
        this.step = step;
        this.by = by;
    }

    /** What was going on. */
    public String step() {
        return step;
    }

    /** Who ended it. */
    public String by() {
        return by;
    }
}
