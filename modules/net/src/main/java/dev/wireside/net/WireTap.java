package dev.wireside.net;

/**
 * Hears everything that crosses a connection, in order, above TLS. The usual one is {@link Transcript}.
 *
 * <p>Called on the thread that uses the connection, between its reads and writes: it should be quick, and must not throw.
 */
@FunctionalInterface
public interface WireTap {
    /** Something crossed the connection. Secrets in the event are masked by its {@code toString}. */
    void heard(TranscriptEvent event);

    /** What an exception's message tells the user to look at. */
    default String evidence() {
        return "record the dialogue with a Transcript as tap to see it";
    }

    /** Nobody listens; costs nothing. */
    static WireTap none() {
        return NoTap.INSTANCE;
    }
}
