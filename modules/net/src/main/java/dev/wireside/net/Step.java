package dev.wireside.net;

/**
 * A stretch of work on a connection with one deadline, from {@link Connection#within}. Closing it ends the deadline; it
 * does not touch the connection.
 */
public sealed interface Step extends AutoCloseable permits Guard {
    @Override
    void close();
}
