package dev.wireside.net;

import java.io.IOException;

/**
 * The peer understood and said no. The conversation is intact: <b>the connection stays usable</b>. Each protocol has its
 * own subclass with the reply in its own terms.
 */
public class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String command;
    private final String answer;
    private final boolean isTransient;

    /**
     * @param message the whole story for a person
     * @param command what was asked, secrets masked; or the capability that is missing
     * @param answer what the peer said, or why it was not even asked
     * @param isTransient whether the same request may succeed later
     */
    public RefusedException(String message, String command, String answer, boolean isTransient) {
        super(message);
        this.command = command;
        this.answer = answer;
        this.isTransient = isTransient;
    }

    /** What was asked, secrets masked. */
    public String command() {
        return command;
    }

    /** What the peer said, echoed secrets masked. */
    public String answer() {
        return answer;
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return isTransient;
    }
}
