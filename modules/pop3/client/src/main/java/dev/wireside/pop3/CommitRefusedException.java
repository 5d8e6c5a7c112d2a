package dev.wireside.pop3;

/**
 * The server answered QUIT with {@code -ERR}: some or all of the marked messages were not deleted (RFC 1939 section 6).
 * Which ones, only the next session shows. Unlike after other refusals the session is over and the connection closed.
 */
public final class CommitRefusedException extends Pop3RefusedException {
    private static final long serialVersionUID = 1L;

    private final int marked;

    CommitRefusedException(String message, PopStatus status, int marked) {
        super(message, "QUIT", status);
        this.marked = marked;
    }

    /** How many messages were marked. */
    public int marked() {
        return marked;
    }
}
