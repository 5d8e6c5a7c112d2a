package dev.wireside.net;

import java.time.Duration;

/**
 * The four clocks of a client. All are finite unless {@link #withSession} says otherwise by not being called: a session as
 * a whole may last, but no single wait in it is endless. Immutable.
 */
public final class Timeouts {
    /** DNS, TCP over a few addresses and TLS over a bad mobile network; a person gives up sooner. */
    private static final Duration DEFAULT_CONNECT = Duration.ofSeconds(30);

    /** Servers look names up and scan content before they answer; a minute is what common clients grant. */
    private static final Duration DEFAULT_REPLY = Duration.ofSeconds(60);

    /** As the reply clock: a peer that moves not one byte in a minute is gone. */
    private static final Duration DEFAULT_IDLE = Duration.ofSeconds(60);

    private static final Timeouts DEFAULTS =
            new Timeouts(DEFAULT_CONNECT, DEFAULT_REPLY, DEFAULT_IDLE, Deadline.FOREVER);

    private final Duration connect;
    private final Duration reply;
    private final Duration idle;
    private final Duration session;

    private Timeouts(Duration connect, Duration reply, Duration idle, Duration session) {
        this.connect = Deadline.checked(connect);
        this.reply = Deadline.checked(reply);
        this.idle = Deadline.checked(idle);
        this.session = Deadline.checked(session);
    }

    /** 30 s to connect, 60 s for a reply, 60 s without a byte, no limit on the session. */
    public static Timeouts defaults() {
        return DEFAULTS;
    }

    /** The longest time for name lookup, TCP, proxies and TLS together. */
    public Timeouts withConnect(Duration limit) {
        return new Timeouts(limit, reply, idle, session);
    }

    /** The longest time from a command to the end of its reply. */
    public Timeouts withReply(Duration limit) {
        return new Timeouts(connect, limit, idle, session);
    }

    /** The longest time without a byte of a body moving. */
    public Timeouts withIdle(Duration limit) {
        return new Timeouts(connect, reply, limit, session);
    }

    /** The longest time for the session as a whole, from connecting to closing. */
    public Timeouts withSession(Duration limit) {
        return new Timeouts(connect, reply, idle, limit);
    }

    /** The connect clock's limit. */
    public Duration connect() {
        return connect;
    }

    /** The reply clock's limit. */
    public Duration reply() {
        return reply;
    }

    /** The idle clock's limit. */
    public Duration idle() {
        return idle;
    }

    /** The session clock's limit; a century when none was set. */
    public Duration session() {
        return session;
    }
}
