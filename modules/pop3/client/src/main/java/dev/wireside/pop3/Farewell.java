package dev.wireside.pop3;

import dev.wireside.codec.WireText;
import dev.wireside.net.Connection;
import dev.wireside.net.Deadline;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.time.Duration;

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

    Farewell(Connection connection, Pop3Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** Sends QUIT, and closes the connection whatever comes back. */
    PopStatus commit(int marked) throws IOException {
        try (Connection ending = connection) {
            sendQuit(marked);
            PopStatus status = answerToQuit(marked);
            if (status.isOk()) {
                return status;
            }
            throw new CommitRefusedException(channel.refusal(status), marked, connection.evidence());
        }
    }

    private void sendQuit(int marked) throws IOException {
        try {
            channel.sendNow(QUIT);
        } catch (IOException cutShort) {
            // An interrupt makes a write throw even when it has just sent all; nothing else does.
            throw Thread.currentThread().isInterrupted() ? new CommitUnknownException(marked, cutShort) : cutShort;
        }
    }

    private PopStatus answerToQuit(int marked) throws CommitUnknownException {
        try {
            PopStatus status = channel.status("QUIT");
            return status.isError() ? status : channel.requireOk("QUIT", status);
        } catch (IOException broken) {
            throw new CommitUnknownException(marked, broken);
        }
    }

    /** Says goodbye in a way that deletes nothing: QUIT only where it is certain that nothing is marked. */
    void leave(boolean mayHaveMarks) {
        Deadline farewell = Deadline.after(WireClock.REPLY, LIMIT);
        try {
            if (!mayHaveMarks || channel.exchange(RSET, farewell).isOk()) {
                channel.exchange(QUIT, farewell);
            }
        } catch (IOException | IllegalStateException goneOrInUse) {
            // A session that ends without QUIT deletes nothing, and the socket is closed next.
        }
    }
}
