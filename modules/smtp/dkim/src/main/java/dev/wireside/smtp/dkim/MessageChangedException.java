package dev.wireside.smtp.dkim;

import java.io.IOException;

/**
 * A source wrote something else when its message was sent than when it was signed. Thrown in the middle of the message, whose
 * end mark is not sent then, so nothing was delivered. By DATA the connection is dead; by BDAT (RFC 3030) the message is
 * taken back, and the session stays usable.
 */
public final class MessageChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    MessageChangedException(String what) {
        super("the message is not the one that was signed: " + what
                + "; a source that can be read only once, or that composes its message anew each time, has to be"
                + " written to a file first, and the file signed");
    }
}
