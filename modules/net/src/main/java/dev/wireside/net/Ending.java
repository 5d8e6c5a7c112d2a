package dev.wireside.net;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection has ended and by whose doing, and what the exception of a socket means then. A socket that was
 * closed under a reader may throw anything, or return as at a clean end of stream; so our own doing is looked at first.
 *
 * <p>Confined like its connection, but for {@link #abort}.
 */
final class Ending {
    private final Guard guard;
    private final WireTap tap;
    private boolean dead;
    private boolean closed;
    private volatile @Nullable String abortedBy;

    Ending(Guard guard, WireTap tap) {
        this.guard = guard;
        this.tap = tap;
    }

    boolean isOpen() {
        return !dead && !closed && !guard.isExpired() && abortedBy == null;
    }

    boolean isDead() {
        return dead;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Notes who aborted; the first one counts. From any thread. */
    void abort() {
        if (abortedBy == null) {
            String name = Thread.currentThread().getName();
            abortedBy = "thread \"" + (name.isEmpty() ? Thread.currentThread().threadId() : name) + "\"";
        }
    }

    /** Notes that nothing more will cross. Returns why, the first time. */
    Optional<String> die(String reason) {
        if (dead) {
            return Optional.empty();
        }
        dead = true;
        String by = abortedBy;
        return Optional.of(guard.isExpired() ? guard.expiry() : by != null ? "aborted by " + by : reason);
    }

    /**
     * What is thrown at who uses a connection that is not open.
     *
     * @throws IllegalStateException if that was told before, or is the user's own mistake
     */
    IOException unusable(String what) {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (guard.isExpired()) {
            return guard.expiredException(tap);
        }
        String by = abortedBy;
        if (by != null) {
            return new AbortedException(what, by, tap);
        }
        throw new IllegalStateException("the connection is dead since an earlier exception; open a new one");
    }

    /** What the end of the stream means when bytes were owed. */
    IOException lost(String reason, long received) {
        return byUs(null).orElseGet(() -> new ConnectionLostException(guard.step(), reason, received, tap));
    }

    /** What the exception of a socket means. */
    IOException meaningOf(IOException failure, long received, String lastWords) {
        return byUs(failure).orElseGet(() -> {
            if (failure instanceof SSLException tlsSaidNo && !(failure instanceof TruncatedTlsException)) {
                return tlsSaidNo;
            }
            IOException lost = new ConnectionLostException(guard.step(), broke(failure), received, lastWords, tap);
            lost.initCause(failure);
            return lost;
        });
    }

    static String broke(IOException failure) {
        String message = failure.getMessage();
        return "the connection broke (" + (message == null ? failure.getClass().getSimpleName() : message) + ")";
    }

    /** The exception for an end that this side has made; empty if the peer or the network did. */
    Optional<IOException> byUs(@Nullable IOException failure) {
        if (guard.isExpired()) {
            return Optional.of(guard.expiredException(tap));
        }
        String by = abortedBy;
        if (by == null
                && (failure instanceof ClosedByInterruptException
                        || Thread.currentThread().isInterrupted())) {
            by = "an interrupt";
        } else if (by == null && failure instanceof ClosedChannelException) {
            by = "a close on another thread";
        }
        return by == null ? Optional.empty() : Optional.of(new AbortedException(guard.step(), by, tap));
    }
}
