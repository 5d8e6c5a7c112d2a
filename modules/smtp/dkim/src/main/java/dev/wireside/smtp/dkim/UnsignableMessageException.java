package dev.wireside.smtp.dkim;

import java.io.IOException;

/**
 * A message that cannot be signed so that others could verify it: its header is malformed or too large, or has no From or
 * several. Thrown before anything is sent.
 */
public final class UnsignableMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsignableMessageException(String message) {
        super(message);
    }
}
