package dev.wireside.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One race for a connection (RFC 8305 sections 4 and 5): attempts start one after the other, a delay apart or as soon as
 * the last one failed, and go on beside each other until one succeeds. One instance per race, on one thread; the attempts
 * are virtual threads that are woken by closing their channels.
 */
final class HappyEyeballs {
    /** Makes a channel that is ready to connect. */
    @FunctionalInterface
    interface Opener {
        SocketChannel open() throws IOException;
    }

    private record Outcome(
            @Nullable SocketChannel channel, @Nullable IOException failure) {}

    private final Endpoint target;
    private final Duration delay;
    private final Deadline deadline;
    private final WireTap tap;
    private final Opener opener;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<SocketChannel> attempts = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();
    private int running;

    HappyEyeballs(Endpoint target, Duration delay, Deadline deadline, WireTap tap, Opener opener) {
        this.target = target;
        this.delay = delay;
        this.deadline = deadline;
        this.tap = tap;
        this.opener = opener;
    }

    /**
     * Families in turn, beginning with IPv6 (section 4); within a family the resolver's order is kept. The JDK's resolver
     * puts IPv4 first unless told otherwise, so its order says nothing about the family.
     */
    static List<InetAddress> interleave(List<InetAddress> resolved) {
        Queue<InetAddress> first = new ArrayDeque<>();
        Queue<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : resolved) {
            (address instanceof Inet6Address ? first : second).add(address);
        }
        List<InetAddress> mixed = new ArrayList<>(resolved.size());
        while (!first.isEmpty() || !second.isEmpty()) {
            takeOne(first, mixed);
            takeOne(second, mixed);
        }
        return mixed;
    }

    private static void takeOne(Queue<InetAddress> from, List<InetAddress> to) {
        InetAddress next = from.poll();
        if (next != null) {
            to.add(next);
        }
    }

    /** The channel that won; all others are closed. */
    SocketChannel race(List<InetSocketAddress> addresses) throws IOException {
        SocketChannel winner = null;
        try {
            winner = run(new ArrayDeque<>(addresses));
            return winner;
        } finally {
            for (SocketChannel attempt : attempts) {
                if (!attempt.equals(winner)) {
                    attempt.close();
                }
            }
        }
    }

    private SocketChannel run(Deque<InetSocketAddress> waiting) throws IOException {
        while (true) {
            InetSocketAddress next = waiting.poll();
            if (next != null) {
                start(next);
            } else if (running == 0) {
                throw new ConnectFailedException(
                        target, story.isEmpty() ? "it has no address" : story.toString(), failures);
            }
            Outcome outcome = await(waiting.isEmpty() ? deadline.remaining() : shorter(delay, deadline.remaining()));
            if (outcome != null && outcome.channel() != null) {
                return outcome.channel();
            }
            if (outcome != null) {
                running--;
            } else if (deadline.isExpired()) {
                throw new DeadlineException(deadline.clock(), deadline.limit(), "connecting to " + target, tap);
            }
        }
    }

    private void start(InetSocketAddress address) {
        running++;
        SocketChannel channel;
        try {
            channel = opener.open();
        } catch (IOException noSocket) {
            outcomes.add(new Outcome(null, failed(address, noSocket)));
            return;
        }
        attempts.add(channel);
        Thread.ofVirtual().name("wireside-connect").start(() -> {
            try {
                channel.connect(address);
                outcomes.add(new Outcome(channel, null));
            } catch (IOException | RuntimeException failure) {
                outcomes.add(new Outcome(null, failed(address, failure)));
            }
        });
    }

    private static IOException failed(InetSocketAddress address, Exception failure) {
        return new IOException(
                address.getAddress().getHostAddress() + " port " + address.getPort() + ": " + failure.getMessage(),
                failure);
    }

    private @Nullable Outcome await(Duration atMost) throws IOException {
        try {
            Outcome outcome = outcomes.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome != null && outcome.failure() != null) {
                failures.add(outcome.failure());
                story.append(story.isEmpty() ? "" : "; ")
                        .append(outcome.failure().getMessage());
            }
            return outcome;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AbortedException("connecting to " + target, "an interrupt", tap);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
