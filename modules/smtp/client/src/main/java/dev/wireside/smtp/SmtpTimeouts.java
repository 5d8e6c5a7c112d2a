package dev.wireside.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How long to wait for what: the client's timeouts of RFC 5321 section 4.5.3.2, which are long because a server may be
 * looking names up or scanning content. {@link #cappedAt} shortens them all. Immutable, safe for any thread.
 */
public final class SmtpTimeouts {
    /** What is waited for, with its default. */
    enum Wait {
        /** A name lookup, TCP over a few addresses, proxies and TLS; no RFC names a figure. */
        CONNECT(Duration.ofSeconds(30)),
        /** Section 4.5.3.2.1. */
        GREETING(Duration.ofMinutes(5)),
        /** Section 4.5.3.2.2. */
        MAIL(Duration.ofMinutes(5)),
        /** Section 4.5.3.2.3. */
        RECIPIENT(Duration.ofMinutes(5)),
        /** Section 4.5.3.2.4. */
        DATA(Duration.ofMinutes(2)),
        /** Section 4.5.3.2.5. */
        BLOCK(Duration.ofMinutes(3)),
        /** Section 4.5.3.2.6: long, because who gives up too early sends the message twice (RFC 1047). */
        END_OF_DATA(Duration.ofMinutes(10)),
        /** EHLO, AUTH, RSET and the rest: as MAIL and RCPT. */
        COMMAND(Duration.ofMinutes(5)),
        /** A century: no limit. */
        SESSION(Duration.ofDays(36_500));

        private final Duration standard;

        Wait(Duration standard) {
            this.standard = standard;
        }
    }

    private static final SmtpTimeouts DEFAULTS = new SmtpTimeouts(Map.of());

    private final Map<Wait, Duration> limits;

    private SmtpTimeouts(Map<Wait, Duration> changed) {
        limits = new EnumMap<>(Wait.class);
        for (Wait wait : Wait.values()) {
            limits.put(wait, changed.getOrDefault(wait, wait.standard));
        }
    }

    /**
     * 30 s to connect; greeting, MAIL, RCPT and other commands 5 min each; DATA 2 min; 3 min for a block of the
     * message to leave; 10 min for the reply to its end; no limit on the session as a whole.
     */
    public static SmtpTimeouts defaults() {
        return DEFAULTS;
    }

    /** None of the waits longer than this; the session as a whole is not touched. */
    public SmtpTimeouts cappedAt(Duration limit) {
        Map<Wait, Duration> capped = new EnumMap<>(limits);
        capped.replaceAll((wait, was) -> wait == Wait.SESSION || was.compareTo(limit) < 0 ? was : positive(limit));
        return new SmtpTimeouts(capped);
    }

    /** For name lookup, TCP, proxies and the TLS handshake. */
    public SmtpTimeouts withConnect(Duration limit) {
        return with(Wait.CONNECT, limit);
    }

    /** For the greeting. */
    public SmtpTimeouts withGreeting(Duration limit) {
        return with(Wait.GREETING, limit);
    }

    /** For the reply to MAIL. */
    public SmtpTimeouts withMail(Duration limit) {
        return with(Wait.MAIL, limit);
    }

    /** For the reply to each RCPT. */
    public SmtpTimeouts withRecipient(Duration limit) {
        return with(Wait.RECIPIENT, limit);
    }

    /** For the reply to DATA. */
    public SmtpTimeouts withData(Duration limit) {
        return with(Wait.DATA, limit);
    }

    /**
     * The longest wait for the server to take a block of a message; how long the source takes to write one does not count.
     * Also for the reply to each chunk of BDAT but the last, of which RFC 5321 says nothing: it commits to nothing.
     */
    public SmtpTimeouts withBlock(Duration limit) {
        return with(Wait.BLOCK, limit);
    }

    /** For the reply to the end of a message, be it the lone dot or the last chunk. Shorter means more often {@link OutcomeUnknownException}. */
    public SmtpTimeouts withEndOfData(Duration limit) {
        return with(Wait.END_OF_DATA, limit);
    }

    /** For the reply to every other command. */
    public SmtpTimeouts withCommand(Duration limit) {
        return with(Wait.COMMAND, limit);
    }

    /** For everything together, from connecting to closing. */
    public SmtpTimeouts withSession(Duration limit) {
        return with(Wait.SESSION, limit);
    }

    private SmtpTimeouts with(Wait wait, Duration limit) {
        Map<Wait, Duration> changed = new EnumMap<>(limits);
        changed.put(wait, positive(limit));
        return new SmtpTimeouts(changed);
    }

    Duration limit(Wait wait) {
        return Objects.requireNonNull(limits.get(wait));
    }

    private static Duration positive(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit is positive: " + limit);
        }
        return limit;
    }

    @Override
    public String toString() {
        return limits.toString();
    }
}
