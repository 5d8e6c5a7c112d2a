package dev.wireside.pop3;

import dev.wireside.codec.WireText;
import dev.wireside.net.Connection;
import dev.wireside.net.Deadline;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The two ways out of the TRANSACTION state (RFC 1939 section 6): QUIT deletes what is marked, and a session that ends
 * without it deletes nothing.
 */
final class Farewell {
    /** A server that does not take our goodbye in two seconds will not take it at all. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final WireText RSET = WireText.of("RSET");
    private static final WireText QUIT = WireText.of("QUIT");

    private final Connection connection;
    private final Pop3Channel channel;
    private final Marks marks;

    Farewell(Connection connection, Pop3Channel channel, Marks marks) {
        this.connection = connection;
        this.channel = channel;
        this.marks = marks;
    }

    /** Sends QUIT, and closes the connection whatever comes back. */
    PopStatus commit() throws IOException {
        channel.askNoMore();
        try (Connection ending = connection) {
            sendQuit();
            PopStatus status = answerToQuit();
            if (status.isOk()) {
                return status;
            }
            throw new CommitRefusedException(channel.refusal(status), marks.count(), connection.evidence());
        }
    }

    private void sendQuit() throws IOException {
        try {
            channel.sendNow(QUIT);
        } catch (IOException cutShort) {
            // An interrupt makes a write throw even when it has just sent all; nothing else does.
            throw Thread.currentThread().isInterrupted()
                    ? new CommitUnknownException(marks.count(), cutShort)
                    : cutShort;
        }
    }

    private PopStatus answerToQuit() throws CommitUnknownException {
        try {
            PopStatus status = channel.status("QUIT");
            return status.isError() ? status : channel.requireOk("QUIT", status);
        } catch (IOException broken) {
            throw new CommitUnknownException(marks.count(), broken);
        }
    }

    /** Says goodbye in a way that deletes nothing: no QUIT unless it is certain that it would delete nothing. */
    void leave(boolean hasRetrieved) {
        channel.askNoMore();
        if (hasRetrieved && quitDeletesFetched()) {
            return;
        }
        Deadline farewell = Deadline.after(WireClock.REPLY, LIMIT);
        try {
            if (!marks.arePossible() || channel.exchange(RSET, farewell).isOk()) {
                channel.exchange(QUIT, farewell);
            }
        } catch (IOException | IllegalStateException goneOrInUse) {
            // A session that ends without QUIT deletes nothing, and the socket is closed next.
        }
    }

    /** RFC 2449 section 6.7. */
    private boolean quitDeletesFetched() {
        return channel.known().expire().map(Pop3Capabilities.Expiry::days).equals(Optional.of(OptionalInt.of(0)));
    }
}
