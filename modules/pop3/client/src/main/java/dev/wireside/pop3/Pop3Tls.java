package dev.wireside.pop3;

/** When TLS starts. There is no "if possible": whoever sits between could make it impossible (RFC 8314 section 3). */
public enum Pop3Tls {
    /** TLS from the first byte, usually on port 995 (RFC 8314 section 3). The default. */
    IMPLICIT,

    /** Starts in clear, usually on port 110, and turns TLS on with STLS before anything else is said (RFC 2595 section 4). */
    STLS,

    /** No TLS at all: everybody between can read and change every message. For loopback, tests and trusted wires. */
    UNENCRYPTED
}
