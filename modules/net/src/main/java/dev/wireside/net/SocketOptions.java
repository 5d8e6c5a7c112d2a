package dev.wireside.net;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of a TCP socket, in one typed place. What is not set keeps the platform's default, with one exception:
 * {@link #withNoDelay TCP_NODELAY} is on, because these protocols send a command and wait, and Nagle's algorithm would
 * then wait for the peer's delayed acknowledgement (RFC 1122 section 4.2.3.4). Immutable.
 */
public final class SocketOptions {
    private static final SocketOptions DEFAULTS = new SocketOptions(Map.of("TCP_NODELAY", true));

    private final Map<String, Object> values;

    private SocketOptions(Map<String, Object> values) {
        this.values = values;
    }

    /** TCP_NODELAY, and otherwise what the platform does. */
    public static SocketOptions defaults() {
        return DEFAULTS;
    }

    /** TCP_NODELAY: whether small segments leave at once, instead of waiting for the last one's acknowledgement. */
    public SocketOptions withNoDelay(boolean on) {
        return with("TCP_NODELAY", on);
    }

    /** SO_REUSEADDR: whether a local port in TIME_WAIT may be bound again. */
    public SocketOptions withReuseAddress(boolean on) {
        return with("SO_REUSEADDR", on);
    }

    /**
     * SO_LINGER, in whole seconds: how long closing waits for unsent bytes. {@link Duration#ZERO} makes closing a reset,
     * which may destroy bytes that the peer has not read yet.
     *
     * @throws IllegalArgumentException if negative, over 65,535 s, or not whole seconds
     */
    public SocketOptions withLinger(Duration linger) {
        return with("SO_LINGER", wholeSeconds(linger));
    }

    /** SO_SNDBUF, in bytes: how much the kernel holds of what the peer has not acknowledged; a hint. */
    public SocketOptions withSendBuffer(int bytes) {
        return with("SO_SNDBUF", positive(bytes));
    }

    /** SO_RCVBUF, in bytes: how much the peer may send ahead of what we read; a hint. */
    public SocketOptions withReceiveBuffer(int bytes) {
        return with("SO_RCVBUF", positive(bytes));
    }

    /** SO_KEEPALIVE: whether the kernel probes an idle peer, by default after two hours. */
    public SocketOptions withKeepAlive(boolean on) {
        return with("SO_KEEPALIVE", on);
    }

    /**
     * SO_KEEPALIVE with its own rhythm (TCP_KEEPIDLE, TCP_KEEPINTERVAL, TCP_KEEPCOUNT).
     *
     * @param idle silence before the first probe, whole seconds
     * @param interval time between probes, whole seconds
     * @param count probes without an answer until the connection is given up
     * @throws UnsupportedOperationException when the platform has no such options; it is thrown on connecting
     */
    public SocketOptions withKeepAlive(Duration idle, Duration interval, int count) {
        return withKeepAlive(true)
                .with("TCP_KEEPIDLE", positive(wholeSeconds(idle)))
                .with("TCP_KEEPINTERVAL", positive(wholeSeconds(interval)))
                .with("TCP_KEEPCOUNT", positive(count));
    }

    /**
     * IP_TOS: the traffic class octet (RFC 2474), 0 to 255; a hint to the network.
     *
     * @throws IllegalArgumentException if it is no octet
     */
    public SocketOptions withTrafficClass(int octet) {
        if (octet < 0 || octet > 255) {
            throw new IllegalArgumentException("a traffic class is 0 to 255: " + octet);
        }
        return with("IP_TOS", octet);
    }

    /**
     * Sets what was asked for on a socket that is not connected yet, so that the buffers can shape the TCP window.
     *
     * @throws UnsupportedOperationException if the platform lacks an option that was asked for
     * @throws IOException if the socket is closed
     */
    public void applyTo(SocketChannel channel) throws IOException {
        for (Map.Entry<String, Object> wanted : values.entrySet()) {
            set(channel, supported(channel, wanted.getKey()), wanted.getValue());
        }
    }

    /** By name, because the keep-alive rhythm is defined in a JDK module that a client should not have to require. */
    private static SocketOption<?> supported(SocketChannel channel, String name) {
        return channel.supportedOptions().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnsupportedOperationException("this platform has no socket option " + name));
    }

    /** The cast is right because each {@code with} method puts the type that its option has. */
    @SuppressWarnings("unchecked")
    private static <T> void set(SocketChannel channel, SocketOption<T> option, Object value) throws IOException {
        channel.setOption(option, (T) value);
    }

    private SocketOptions with(String option, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, value);
        return new SocketOptions(changed);
    }

    private static int wholeSeconds(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.isNegative() || seconds > 65_535 || !duration.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException("whole seconds, 0 to 65535: " + duration);
        }
        return (int) seconds;
    }

    private static int positive(int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("must be positive: " + value);
        }
        return value;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
