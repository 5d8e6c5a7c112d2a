package dev.wireside.pop3;

import java.io.IOException;
import java.util.Optional;

/**
 * The server answered QUIT with {@code -ERR}: some or all of the marked messages were not deleted (RFC 1939 section 6).
 * Which ones, only the next session shows. The session is over and the connection closed, so this is no
 * {@link Pop3RefusedException}.
 */
public final class CommitRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it all.
    private final transient Refusal refusal;

    private final int marked;

    CommitRefusedException(Refusal refusal, int marked, String evidence) {
        super("the server did not delete all of the " + marked + " marked messages; QUIT was answered with "
                + refusal.status() + refusal.advice() + "; " + evidence);
        this.refusal = refusal;
        this.marked = marked;
    }

    /** How many messages were marked. */
    public int marked() {
        return marked;
    }

    /** What the server said, echoed secrets masked. */
    public PopStatus status() {
        return refusal.status();
    }

    /** The reason as a code (RFC 2449 section 8), if the server gave one; also where {@link #status} has it masked. */
    public Optional<PopResponseCode> responseCode() {
        return refusal.code();
    }
}
