package dev.wireside.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a {@link FaultProxy} does to the bytes that go in one direction. Places are counted in bytes of one connection and
 * one direction, from 0, and every connection suffers alike. Immutable: each {@code with} returns a changed copy.
 */
public final class Faults {
    private static final Faults NONE = new Faults(Duration.ZERO, Long.MAX_VALUE, List.of());

    /** In this order if they are due at the same place. */
    enum Kind {
        SPLIT,
        STALL,
        HALF_CLOSE,
        RESET,
        CORRUPT
    }

    record Fault(long at, Kind kind, Duration duration) {}

    private final Duration latency;
    private final long bandwidth;
    private final List<Fault> faults;

    private Faults(Duration latency, long bandwidth, List<Fault> faults) {
        this.latency = latency;
        this.bandwidth = bandwidth;
        this.faults = faults;
    }

    /** All bytes pass at once and as they are. */
    public static Faults none() {
        return NONE;
    }

    /**
     * Every byte arrives so much later. Bytes on their way do not hold up each other: the bandwidth stays what it is.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public Faults withLatency(Duration latency) {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency must not be negative: " + latency);
        }
        return new Faults(latency, bandwidth, faults);
    }

    /**
     * So many bytes arrive in a second, evenly.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Faults withBandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bandwidth must be at least 1 byte per second, not " + bytesPerSecond);
        }
        return new Faults(latency, bytesPerSecond, faults);
    }

    /** The first {@code bytes} bytes arrive 20 milliseconds before what follows, in a segment of their own. */
    public Faults withSplitAt(long bytes) {
        return with(new Fault(bytes, Kind.SPLIT, Duration.ofMillis(20)));
    }

    /** After {@code bytes} bytes nothing arrives for this long; then the rest does. */
    public Faults withStallAt(long bytes, Duration duration) {
        return with(new Fault(bytes, Kind.STALL, duration));
    }

    /** After {@code bytes} bytes a FIN arrives; the rest is swallowed, and the other direction goes on. */
    public Faults withHalfCloseAt(long bytes) {
        return with(new Fault(bytes, Kind.HALF_CLOSE, Duration.ZERO));
    }

    /** After {@code bytes} bytes both sides are sent a RST. */
    public Faults withResetAt(long bytes) {
        return with(new Fault(bytes, Kind.RESET, Duration.ZERO));
    }

    /** The byte at this place, counted from 0, arrives with all of its bits turned over. */
    public Faults withCorruptByteAt(long place) {
        return with(new Fault(place, Kind.CORRUPT, Duration.ZERO));
    }

    private Faults with(Fault fault) {
        if (fault.at < 0 || fault.duration.isNegative()) {
            throw new IllegalArgumentException("neither a place nor a duration can be negative");
        }
        List<Fault> more = new ArrayList<>(faults);
        more.add(fault);
        more.sort(Comparator.comparingLong(Fault::at).thenComparing(Fault::kind));
        return new Faults(latency, bandwidth, List.copyOf(more));
    }

    Duration latency() {
        return latency;
    }

    long bandwidth() {
        return bandwidth;
    }

    /** In the order of their places. */
    List<Fault> inOrder() {
        return faults;
    }
}
