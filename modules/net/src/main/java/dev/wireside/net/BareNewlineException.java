package dev.wireside.net;

import java.io.IOException;

/**
 * The message that was to be sent has a CR without LF or an LF without CR, and strict mode refuses to send it (rule S5).
 * Nothing was delivered. Noticed in the middle of a body that cannot be taken back, it costs the connection; where a body can
 * be, as in BDAT (RFC 3030), the connection stays usable. The message says which.
 */
public final class BareNewlineException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message which one, and what to do */
    public BareNewlineException(String message) {
        super(message);
    }
}
