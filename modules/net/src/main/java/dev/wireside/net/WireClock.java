package dev.wireside.net;

/** Which of the four clocks bounds a wait; a {@link DeadlineException} names it. */
public enum WireClock {
    /** Name lookup, TCP, proxies and TLS together. */
    CONNECT,
    /** From sending a command to having its <em>whole</em> reply; trickling does not stretch it. */
    REPLY,
    /**
     * The longest time in which nothing of a body moves. What is sent moves when the system has taken a whole block (at
     * most 64 KiB), what is received with each arrival (under TLS, each record of at most 16 KiB).
     */
    IDLE,
    /** The whole session, whatever it does. */
    SESSION;

    @Override
    public String toString() {
        return switch (this) {
            case CONNECT -> "connect clock";
            case REPLY -> "reply clock";
            case IDLE -> "idle clock";
            case SESSION -> "session clock";
        };
    }
}
