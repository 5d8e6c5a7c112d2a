package dev.wireside.testkit;

/** How the bytes of a script are cut into writes. A client must do the same whichever it is. */
public enum Delivery {
    /** What the server has to say before it waits for the client goes out in one write (of at most 64 KiB). */
    WHOLE,

    /**
     * Each byte goes out in a write of its own (inside TLS: in a record of its own), with TCP_NODELAY. The first bytes
     * of a connection are also kept apart in time by some microseconds, so that the client's reads really return one.
     */
    BYTEWISE,

    /**
     * As much as possible goes out in one write: a reply is held back as long as the client has sent more lines already
     * and is sent together with the replies to those.
     */
    COALESCED
}
