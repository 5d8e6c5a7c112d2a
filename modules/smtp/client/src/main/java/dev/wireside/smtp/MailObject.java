package dev.wireside.smtp;

import dev.wireside.net.BodySource;
import java.util.Objects;

/**
 * A mail object: an envelope and content (RFC 5321 section 2.3.1).
 *
 * @param envelope from whom and to whom
 * @param content the message, header and body
 */
public record MailObject(Envelope envelope, BodySource content) {
    /** Neither may be null. */
    public MailObject {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(content, "content");
    }
}
