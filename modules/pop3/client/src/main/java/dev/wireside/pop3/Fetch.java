package dev.wireside.pop3;

import dev.wireside.net.BodySink;
import dev.wireside.net.Connection;
import dev.wireside.net.DotInputStream;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Messages on their way to their sinks (RFC 1939 section 5 and, for TOP, 7). However it ends, nothing of what was asked for
 * is left on the connection, or it is closed.
 */
final class Fetch<T> {
    /**
     * What sinks leave unread is read and thrown away up to so many bytes: about a second on a home line. Beyond that a
     * new connection is the faster way to go on.
     */
    static final long DRAIN_LIMIT = 16L << 20;

    /** No budget is left. */
    private static final long EXCEEDED = -1;

    private final Connection connection;
    private final Pop3Channel channel;
    private final Pop3Options options;
    private final Pipeline pipeline;
    private final Function<? super Listing, BodySink<T>> sinks;

    Fetch(
            Connection connection,
            Pop3Channel channel,
            Pop3Options options,
            Pipeline pipeline,
            Function<? super Listing, BodySink<T>> sinks) {
        this.connection = connection;
        this.channel = channel;
        this.options = options;
        this.pipeline = pipeline;
        this.sinks = sinks;
    }

    /** Lends each message to its sink. What a sink throws ends it, after what is in flight was thrown away. */
    List<MessageOutcome<T>> all() throws IOException {
        List<MessageOutcome<T>> outcomes = new ArrayList<>(pipeline.size());
        while (pipeline.hasNext()) {
            outcomes.add(next());
        }
        pipeline.end();
        return outcomes;
    }

    private MessageOutcome<T> next() throws IOException {
        Listing message = pipeline.next();
        String command = pipeline.commandFor(message);
        try {
            channel.requireOk(command, channel.briefStatus(command));
        } catch (Pop3RefusedException refused) {
            return new MessageOutcome.Refused<>(message, refused);
        }
        return new MessageOutcome.Done<>(message, lend(message, "the message after " + command));
    }

    private T lend(Listing message, String what) throws IOException {
        DotInputStream body = new DotInputStream(connection, options.maxMessageSize());
        LentMessage loan = new LentMessage(connection, body, options.timeouts().idle(), what);
        T value;
        try {
            value = sinks.apply(message).readFrom(loan);
        } catch (IOException | RuntimeException | Error sinkFailed) {
            endAfter(sinkFailed, loan, body, what);
            throw sinkFailed;
        }
        loan.end();
        if (!body.isComplete()) {
            drain(body, what, "", false);
        }
        return value;
    }

    private void endAfter(Throwable sinkFailed, LentMessage loan, DotInputStream body, String what) {
        try {
            loan.end();
            if (pipeline.isOwed()) {
                drain(body, what, " and of what is in flight behind it", true);
            } else if (!body.isComplete()) {
                drain(body, what, "", false);
            }
        } catch (IOException | RuntimeException broken) {
            if (!broken.equals(sinkFailed)) {
                sinkFailed.addSuppressed(broken);
            }
        }
    }

    /** Within one limit and one reply clock, however much it is. */
    private void drain(DotInputStream body, String what, String behind, boolean all) throws IOException {
        String rest = "the unread rest of " + what + behind;
        try (Step step = connection.within(WireClock.REPLY, options.timeouts().reply(), rest)) {
            long budget = drained(body, DRAIN_LIMIT);
            while (all && budget != EXCEEDED && pipeline.isOwed()) {
                budget = drainedNext(budget);
            }
            if (budget == EXCEEDED) {
                connection.close();
                throw new IOException(rest + " is more than " + DRAIN_LIMIT
                        + " bytes and stays unread, so the connection was closed; TOP fetches the beginning of"
                        + " a message");
            }
        }
    }

    private long drainedNext(long budget) throws IOException {
        String command = pipeline.commandFor(pipeline.skip());
        PopStatus status = channel.statusInStep();
        if (status.isError()) {
            return budget;
        }
        channel.requireOk(command, status);
        return drained(new DotInputStream(connection, options.maxMessageSize()), budget);
    }

    /** What is left of the budget. */
    private static long drained(DotInputStream body, long budget) throws IOException {
        long before = body.count();
        return body.drain(budget) ? budget - (body.count() - before) : EXCEEDED;
    }
}
