package dev.wireside.pop3;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One message of a maildrop: its number, and what LIST and UIDL say about it (RFC 1939 sections 5 and 7).
 *
 * <p>Numbers are given out anew in each session, so a listing is good only for the client that made it; handing it to
 * another is refused, because it would fetch or delete some other message. What lasts is the {@link #uid}. Immutable, safe
 * for any thread.
 */
public final class Listing {
    private final Object session;
    private final int number;
    private final OptionalLong size;
    private final Optional<String> uid;

    /** @param session identifies the session that the number belongs to */
    Listing(Object session, int number, OptionalLong size, Optional<String> uid) {
        this.session = session;
        this.number = number;
        this.size = size;
        this.uid = uid;
    }

    /** The message's number in this session, from 1. */
    public int number() {
        return number;
    }

    /** The size in bytes that the server announces, if it was asked; a message may well have another. */
    public OptionalLong size() {
        return size;
    }

    /**
     * What names this message in every session, if the server has such names; the server's own text, byte for byte as
     * ISO-8859-1. Servers have been seen that give two messages the same. Never a file name.
     */
    public Optional<String> uid() {
        return uid;
    }

    boolean isOf(Object thatSession) {
        return session.equals(thatSession);
    }

    /** For people: {@code message 3, 1024 octets, uid whqtswO00WBw418f9t5JxYwZ}; what is invisible in the uid is escaped. */
    @Override
    public String toString() {
        return "message " + number
                + (size.isPresent() ? ", " + size.getAsLong() + " octets" : "")
                + uid.map(id -> ", uid " + Shown.of(id)).orElse("");
    }
}
