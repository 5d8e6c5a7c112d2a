package dev.wireside.smtp;

import java.io.IOException;

/**
 * A message had a byte above 127 where only US-ASCII may be sent: it was said to be {@link BodyEncoding#SEVEN_BIT}, or the
 * server lacks 8BITMIME and would have been free to clear the top bit (RFC 5321 section 2.3.1). It was noticed in the middle
 * of the message, which cannot be taken back, so the connection is dead; nothing was delivered.
 */
public final class EightBitBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    EightBitBodyException(String message) {
        super(message);
    }
}
