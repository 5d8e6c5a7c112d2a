package dev.wireside.testkit;

/** How a connection ends at the level of TCP. */
public enum Ending {
    /** A FIN: the client reads the end of the stream. Inside TLS there is no close_notify before it. */
    FIN,

    /** A RST: the client's reads and writes fail. */
    RST
}
