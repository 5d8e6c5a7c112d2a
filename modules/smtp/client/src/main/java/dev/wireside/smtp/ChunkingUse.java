package dev.wireside.smtp;

/** When messages go by BDAT instead of DATA, to a server that offers CHUNKING (RFC 3030). */
public enum ChunkingUse {
    /** Whenever it is offered: a message costs no wait for 354, and one that breaks off half-way does not cost the session. */
    WHEN_OFFERED,

    /** Only for a message that DATA cannot carry: {@link BodyEncoding#BINARY}. */
    WHEN_NEEDED
}
