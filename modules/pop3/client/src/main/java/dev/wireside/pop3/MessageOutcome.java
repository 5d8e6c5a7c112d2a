package dev.wireside.pop3;

/**
 * What became of one message of many. A server that says {@code -ERR} to one message says nothing about the others; what
 * ends the session is not here but thrown.
 *
 * <p>Immutable, safe for any thread.
 *
 * @param <T> what was made of the message
 */
public sealed interface MessageOutcome<T> {
    /** The message that was asked for. */
    Listing listing();

    /**
     * What was made of the message.
     *
     * @throws Pop3RefusedException if the server refused it; the client stayed usable
     */
    T value() throws Pop3RefusedException;

    /** The server said {@code +OK}, and what followed was complete. */
    record Done<T>(Listing listing, T value) implements MessageOutcome<T> {}

    /** The server said {@code -ERR} to this message. */
    record Refused<T>(Listing listing, Pop3RefusedException reason) implements MessageOutcome<T> {
        @Override
        public T value() throws Pop3RefusedException {
            throw reason;
        }
    }
}
