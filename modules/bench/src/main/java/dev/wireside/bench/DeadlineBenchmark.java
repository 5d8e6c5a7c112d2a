package dev.wireside.bench;

import dev.wireside.net.Connection;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import dev.wireside.net.WireTap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a deadline costs that does not fire: a step is begun and ended, and nothing is read or written in it. Promised is at
 * most 1 microsecond of CPU and no allocation (run with {@code -prof gc}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeadlineBenchmark {
    private static final Duration REPLY = Duration.ofSeconds(60);

    private Connection connection;
    private SocketChannel peer;

    /** Connects two ends on loopback. */
    @Setup
    public void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel channel = SocketChannel.open(server.getLocalAddress());
            peer = server.accept();
            connection = Connection.over(channel, Endpoint.of("localhost", 25), WireTap.none());
        }
    }

    /** Closes both. */
    @TearDown
    public void close() throws IOException {
        connection.close();
        peer.close();
    }

    /** One step after the other, each a minute long, as a client's commands are. */
    @Benchmark
    public boolean step() throws IOException {
        try (Step step = connection.within(WireClock.REPLY, REPLY, "the reply to NOOP")) {
            return step != null;
        }
    }

    /** What the clock itself takes, for comparison: a step reads it once. */
    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }
}
