package dev.wireside.smtp;

import java.io.IOException;
import java.util.Locale;

/**
 * A message had a byte above 127 where only US-ASCII may be sent: it was said to be {@link BodyEncoding#SEVEN_BIT}, or the
 * server lacks 8BITMIME and would have been free to clear the top bit (RFC 5321 section 2.3.1). It was noticed in the middle
 * of the message; nothing was delivered. A message that went by DATA cannot be taken back, so the connection is dead; one
 * that went by BDAT was reset, and the connection stays usable.
 */
public final class EightBitBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    private EightBitBodyException(String message) {
        super(message);
    }

    /** @param consequence what was done about it */
    static EightBitBodyException of(byte found, String consequence) {
        return new EightBitBodyException(String.format(
                Locale.ROOT,
                "the message has the byte 0x%02x, but only US-ASCII may be sent: the message was declared so, or the"
                        + " server does not offer 8BITMIME; %s; encode the message (quoted-printable or Base64)",
                found & 0xff,
                consequence));
    }
}
