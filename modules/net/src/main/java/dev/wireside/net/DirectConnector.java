package dev.wireside.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * TCP straight to the target. All its addresses are tried, IPv6 and IPv4 in turn, each a moment after the last, and the
 * first that answers wins (Happy Eyeballs, RFC 8305). Immutable and safe to share.
 */
public final class DirectConnector implements Connector {
    /** RFC 8305 section 5: the recommended delay between two attempts. */
    private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

    private static final DirectConnector DEFAULTS =
            new DirectConnector(SocketOptions.defaults(), Resolver.system(), ATTEMPT_DELAY, null);

    private final SocketOptions options;
    private final Resolver resolver;
    private final Duration attemptDelay;
    private final @Nullable InetAddress from;

    private DirectConnector(
            SocketOptions options, Resolver resolver, Duration attemptDelay, @Nullable InetAddress from) {
        this.options = options;
        this.resolver = resolver;
        this.attemptDelay = attemptDelay;
        this.from = from;
    }

    /** The system's resolver, default socket options, 250 ms between attempts. */
    static DirectConnector defaults() {
        return DEFAULTS;
    }

    /** Sets these options on each socket before it connects. */
    public DirectConnector withSocketOptions(SocketOptions chosen) {
        return new DirectConnector(chosen, resolver, attemptDelay, from);
    }

    /** Looks names up in another way. Addresses are not looked up. */
    public DirectConnector withResolver(Resolver chosen) {
        return new DirectConnector(options, chosen, attemptDelay, from);
    }

    /** Waits this long for one address before the next is tried beside it. */
    public DirectConnector withAttemptDelay(Duration delay) {
        return new DirectConnector(options, resolver, Deadline.checked(delay), from);
    }

    /** Connects from this local address. */
    public DirectConnector withLocalAddress(InetAddress address) {
        return new DirectConnector(options, resolver, attemptDelay, address);
    }

    @Override
    public Connection connect(Endpoint target, Deadline deadline, WireTap tap) throws IOException {
        List<InetSocketAddress> addresses = HappyEyeballs.interleave(addresses(target, deadline, tap)).stream()
                .map(address -> new InetSocketAddress(address, target.port()))
                .toList();
        SocketChannel channel = new HappyEyeballs(target, attemptDelay, deadline, tap, this::open).race(addresses);
        try {
            return Connection.over(channel, target, tap);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            options.applyTo(channel);
            if (from != null) {
                channel.bind(new InetSocketAddress(from, 0));
            }
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private List<InetAddress> addresses(Endpoint target, Deadline deadline, WireTap tap) throws IOException {
        if (!target.isAddressLiteral()) {
            return lookUp(target, deadline, tap);
        }
        try {
            return List.of(InetAddress.getAllByName(target.host()));
        } catch (UnknownHostException noAddress) {
            throw unknown(target, noAddress);
        }
    }

    /** The lookup runs on a thread of its own: it cannot be interrupted, but waiting for it can end. */
    private List<InetAddress> lookUp(Endpoint target, Deadline deadline, WireTap tap) throws IOException {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        Thread.ofVirtual().name("wireside-lookup").start(() -> {
            try {
                found.complete(resolver.resolve(target.asciiHost()));
            } catch (UnknownHostException | RuntimeException failure) {
                found.completeExceptionally(failure);
            }
        });
        String step = "looking up " + target.host();
        try {
            return found.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new DeadlineException(deadline.clock(), deadline.limit(), step, tap);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AbortedException(step, "an interrupt", tap);
        } catch (ExecutionException failure) {
            throw unknown(target, failure.getCause());
        }
    }

    private static ConnectFailedException unknown(Endpoint target, @Nullable Throwable cause) {
        IOException reason = cause instanceof IOException known ? known : new IOException(cause);
        return new ConnectFailedException(target, "the name \"" + target.host() + "\" is unknown", List.of(reason));
    }
}
