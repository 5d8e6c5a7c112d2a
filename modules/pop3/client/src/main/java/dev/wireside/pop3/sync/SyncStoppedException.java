package dev.wireside.pop3.sync;

import java.io.IOException;

/**
 * A run ended before it was through: the cause says why (the connection died, the receiver threw, the store could not be
 * written, the server has no unique ids, ...), {@link #report} how far it came. What was delivered is recorded. The client
 * is closed. The next run goes on where this one stopped.
 */
public final class SyncStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it in one line.
    private final transient SyncReport report;

    SyncStoppedException(SyncReport report, Exception cause) {
        super("the synchronisation stopped: " + reason(cause) + "; so far: " + report, cause);
        this.report = report;
    }

    /** A bare {@code NullPointerException} says nothing but its name. */
    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null || cause instanceof RuntimeException ? cause.toString() : message;
    }

    /** What had been done until then. */
    public SyncReport report() {
        return report;
    }
}
