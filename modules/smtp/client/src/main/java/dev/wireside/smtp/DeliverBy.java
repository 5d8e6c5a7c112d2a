package dev.wireside.smtp;

import java.time.Duration;

/**
 * {@code BY=600;R}: within what time a message is to be delivered, and what happens if it is not (RFC 2852 section 4). It says
 * nothing about how fast a server works; see {@link Envelope#withPriority} for that.
 *
 * @param time from MAIL on; sent in whole seconds, a rest is dropped, for earlier is on time. Only with
 *     {@link Mode#NOTIFY} may it be zero or negative: the time is over, but the message is still worth its way
 * @param mode what happens then
 * @param trace whether the sender wants to be notified of each server that hands the message on
 */
public record DeliverBy(Duration time, Mode mode, boolean trace) {
    /** What happens when the time is over. */
    public enum Mode {
        /** {@code R}: the message comes back, and only servers that know DELIVERBY get it. */
        RETURN("R"),
        /** {@code N}: the sender is notified of the delay, and the message goes on. */
        NOTIFY("N");

        private final String letter;

        Mode(String letter) {
            this.letter = letter;
        }
    }

    /** Nine digits (RFC 2852 section 4): more than 31 years. */
    private static final long MAX_SECONDS = 999_999_999;

    /** @throws IllegalArgumentException if the time is longer than RFC 2852 can say, or under RETURN below one second */
    public DeliverBy {
        long seconds = time.toSeconds();
        if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS || (mode == Mode.RETURN && seconds < 1)) {
            throw new IllegalArgumentException("a message is to be delivered within at most " + MAX_SECONDS
                    + " seconds, and with RETURN within at least one, but not within " + time);
        }
    }

    /** Within this time, or it comes back. */
    public static DeliverBy orReturn(Duration time) {
        return new DeliverBy(time, Mode.RETURN, false);
    }

    /** Within this time, or the sender is notified and the message goes on. */
    public static DeliverBy orNotify(Duration time) {
        return new DeliverBy(time, Mode.NOTIFY, false);
    }

    /** The same, with the sender notified of each server that hands it on. */
    public DeliverBy tracing() {
        return new DeliverBy(time, mode, true);
    }

    /** As the value of BY: {@code 600;RT}. */
    @Override
    public String toString() {
        return time.toSeconds() + ";" + mode.letter + (trace ? "T" : "");
    }
}
