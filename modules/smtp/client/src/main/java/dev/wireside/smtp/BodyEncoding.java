package dev.wireside.smtp;

/** What the sender knows about the bytes of a message (RFC 6152, RFC 3030), set by {@link Envelope#withBody}. */
public enum BodyEncoding {
    /**
     * Nothing is known. To a server with 8BITMIME the message is declared {@code BODY=8BITMIME}, which is right for either
     * kind. To a server without, it is sent as long as every byte is US-ASCII; the first that is not ends the connection
     * before the end mark, with an {@link EightBitBodyException}, and nothing is delivered.
     */
    UNKNOWN,

    /** US-ASCII only. A byte above 127 ends the connection as above, whatever the server offers. */
    SEVEN_BIT,

    /** There are bytes above 127. A server without 8BITMIME is refused before anything is sent. */
    EIGHT_BIT,

    /**
     * There need not even be lines: every byte is sent as it is, by BDAT, and no line end is touched (RFC 3030). A server
     * without BINARYMIME or CHUNKING is refused before anything is sent.
     */
    BINARY
}
