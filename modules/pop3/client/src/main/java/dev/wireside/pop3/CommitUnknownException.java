package dev.wireside.pop3;

import java.io.IOException;

/**
 * QUIT went out, or an interrupt hid whether it did, and no answer came back: the marked messages may be deleted, or all
 * still there. The next session shows, by the {@link Listing#uid uids}. The cause says what happened to the connection,
 * which is closed.
 */
public final class CommitUnknownException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int marked;

    CommitUnknownException(int marked, IOException cause) {
        super(
                "nobody knows whether the " + marked + " marked messages were deleted: QUIT was sent, and then "
                        + cause.getMessage(),
                cause);
        this.marked = marked;
    }

    /** How many messages were marked. */
    public int marked() {
        return marked;
    }
}
