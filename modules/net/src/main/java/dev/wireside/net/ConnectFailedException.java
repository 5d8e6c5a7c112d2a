package dev.wireside.net;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;

/** There is no connection: the name is unknown, or no address answered. Each attempt is a suppressed exception. */
public final class ConnectFailedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final Endpoint target;

    /**
     * @param target what was to be reached
     * @param reason what happened, with each address tried
     * @param causes one per attempt, in the order they failed
     */
    public ConnectFailedException(Endpoint target, String reason, List<? extends IOException> causes) {
        super("no connection to " + target + ": " + reason);
        this.target = target;
        causes.forEach(this::addSuppressed);
        if (!causes.isEmpty()) {
            initCause(causes.getFirst());
        }
    }

    /** What was to be reached. */
    public Endpoint target() {
        return target;
    }
}
