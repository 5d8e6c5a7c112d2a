package dev.wireside.it.mta;

/**
 * What goes wrong on one connection, once.
 *
 * @param kind what
 * @param at the byte or the reply of the server before which, from 0; or which byte of the client
 */
record Mischief(Kind kind, int at) {
    static final Mischief NONE = new Mischief(Kind.NONE, 0);

    enum Kind {
        NONE,
        /** Nothing goes wrong, but each byte leaves by itself. */
        BYTE_BY_BYTE,
        /** The server's direction ends at a byte; it hears, and takes, all that still comes. */
        FIN,
        /** It says nothing more from a byte on, and leaves the connection open; it hears, and takes, all that still comes. */
        SILENCE,
        /** It hears and says nothing from a byte of the client on; when the client has gone, it takes all that had come. */
        DEAFNESS,
        /** Both directions end at a byte of the server. */
        RESET,
        /** Both directions end at a byte of the client. */
        RESET_AFTER_HEARING,
        /** At a byte of the server another thread aborts the client; the server hears, and takes, all that still comes. */
        ABORT,
        /** The same, but the client's thread is interrupted. */
        INTERRUPT,
        /** No reply where one should be; then it goes on as if nothing had been. */
        GARBAGE,
        /** A reply of which the command knows nothing; then it goes on. */
        WRONG_REPLY,
        ENDLESS_LINE,
        ENDLESS_REPLY,
        /** 421 where a reply should be: what that would have answered is not done, nor anything behind it. */
        CLOSING;

        /** Whether {@link #at} counts replies. */
        boolean isAtReply() {
            return switch (this) {
                case GARBAGE, WRONG_REPLY, ENDLESS_LINE, ENDLESS_REPLY, CLOSING -> true;
                case NONE, BYTE_BY_BYTE, FIN, SILENCE, DEAFNESS, RESET, RESET_AFTER_HEARING, ABORT, INTERRUPT -> false;
            };
        }

        /** Whether only a clock of the client ends it. */
        boolean takesTime() {
            return this == SILENCE || this == DEAFNESS;
        }

        /** Whether {@link Mischief#at} counts bytes of the client. */
        boolean isAtHearing() {
            return this == DEAFNESS || this == RESET_AFTER_HEARING;
        }

        /** Whether replies that were sent before may be lost: a reset overtakes them, and so does impatience. */
        boolean losesReplies() {
            return this == RESET || this == RESET_AFTER_HEARING || isDoneToClient();
        }

        /** Whether it is the client that something is done to. */
        boolean isDoneToClient() {
            return this == ABORT || this == INTERRUPT;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    @Override
    public String toString() {
        return kind + " at " + at;
    }
}
