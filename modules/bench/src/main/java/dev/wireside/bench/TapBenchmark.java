package dev.wireside.bench;

import dev.wireside.codec.WireText;
import dev.wireside.net.Connection;
import dev.wireside.net.Endpoint;
import dev.wireside.net.LineParser;
import dev.wireside.net.LineReader;
import dev.wireside.net.Step;
import dev.wireside.net.Transcript;
import dev.wireside.net.WireClock;
import dev.wireside.net.WireTap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What recording costs: a line goes to a server on loopback that sends it back, with nobody listening and with a
 * {@link Transcript}. Most of the time is the two system calls at each end; what counts is the difference, and that without
 * a tap nothing is allocated for it (run with {@code -prof gc}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TapBenchmark {
    private static final Duration REPLY = Duration.ofSeconds(60);
    private static final WireText NOOP = WireText.of("NOOP");

    /** Makes no value of its own, so that what is allocated is the connection's doing. */
    private static final LineParser<Boolean> ANY = (buffer, from, to) -> to > from;

    /** Who listens. */
    @Param({"none", "transcript"})
    public String tap;

    private Connection connection;
    private LineReader lines;
    private SocketChannel peer;

    /** Connects to a server that echoes. */
    @Setup
    public void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel channel = SocketChannel.open(server.getLocalAddress());
            peer = server.accept();
            Thread.ofPlatform().daemon().start(this::echo);
            WireTap listener = tap.equals("none") ? WireTap.none() : new Transcript();
            connection = Connection.over(channel, Endpoint.of("localhost", 25), listener);
            lines = new LineReader(connection);
        }
    }

    private void echo() {
        ByteBuffer line = ByteBuffer.allocateDirect(1024);
        try {
            while (peer.read(line) >= 0) {
                peer.write(line.flip());
                line.clear();
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    /** Closes both ends. */
    @TearDown
    public void close() throws IOException {
        connection.close();
        peer.close();
    }

    /** A command and its reply. */
    @Benchmark
    public boolean exchange() throws IOException {
        try (Step step = connection.within(WireClock.REPLY, REPLY, "the reply to NOOP")) {
            connection.output().line(NOOP);
            return lines.read(ANY);
        }
    }
}
