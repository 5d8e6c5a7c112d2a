package dev.wireside.smtp;

/** {@code RET=}: what of the message a notification of failure brings back (RFC 3461 section 4.3). */
public enum DsnReturn {
    /** All of it. */
    FULL,

    /** Its header only; so it is with {@link Envelope#requiringTls()} in any case (RFC 8689 section 5). */
    HDRS
}
