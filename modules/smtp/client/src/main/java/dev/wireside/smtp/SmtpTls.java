package dev.wireside.smtp;

/** When TLS starts. There is no "if possible": whoever sits between could make it impossible (RFC 8314 section 3). */
public enum SmtpTls {
    /** STARTTLS after the first EHLO (RFC 3207), usually port 587 or 25. A server without it is refused. */
    STARTTLS,

    /** TLS before the greeting (RFC 8314 section 3.3), usually port 465. */
    IMPLICIT,

    /** No TLS at all: everybody between can read and change every message. For loopback, tests and trusted wires. */
    UNENCRYPTED
}
