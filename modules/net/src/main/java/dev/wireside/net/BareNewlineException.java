package dev.wireside.net;

import java.io.IOException;

/**
 * The message that was to be sent has a CR without LF or an LF without CR, and strict mode refuses to send it (rule S5).
 * It was noticed in the middle of the body, which cannot be taken back, so the connection is dead; nothing was delivered.
 */
public final class BareNewlineException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message which one, and what to do */
    public BareNewlineException(String message) {
        super(message);
    }
}
