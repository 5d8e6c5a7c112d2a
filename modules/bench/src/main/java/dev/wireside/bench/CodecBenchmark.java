package dev.wireside.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.codec.dot.DotDecoder;
import dev.wireside.codec.dot.DotEncoder;
import dev.wireside.codec.dot.LineEndEncoder;
import dev.wireside.codec.line.LineScanner;
import dev.wireside.codec.wire.WireBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the codecs do to the bytes of one message, from memory to memory: time per message, so bytes/s is size by time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int LONGEST_LINE = 1000;

    /** Base64 in lines of 76, as an attachment has it; or lines of text, of which one in seven begins with a dot. */
    @Param({"base64", "text"})
    public String content;

    /** Bytes of the message. */
    @Param({"4096", "1048576"})
    public int size;

    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024);
    private byte[] message = {};
    private byte[] wire = {};

    /** Makes the message, and what of it goes over the wire. */
    @Setup
    public void make() throws GrammarException {
        message = content.equals("base64") ? base64() : text();
        ByteBuffer encoded = ByteBuffer.allocate(2 * size + DotEncoder.MAX_END);
        DotEncoder encoder = new DotEncoder(BareNewlines.REFUSE);
        encoder.encode(ByteBuffer.wrap(message), encoded);
        encoder.finish(encoded);
        wire = new byte[encoded.position()];
        encoded.flip().get(wire);
    }

    private byte[] base64() {
        byte[] random = new byte[size / 78 * 57];
        new SplittableRandom(1).nextBytes(random);
        return (Base64.getMimeEncoder().encodeToString(random) + "\r\n").getBytes(US_ASCII);
    }

    private byte[] text() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        WireBody.ofSize(size).forEach(lines::writeBytes);
        return lines.toByteArray();
    }

    /** Dots doubled, for DATA. */
    @Benchmark
    public int encode() throws GrammarException {
        DotEncoder encoder = new DotEncoder(BareNewlines.NORMALISE);
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            encoder.encode(in, out.clear());
        }
        encoder.finish(out.clear());
        return out.position();
    }

    /** Line ends only, for BDAT. */
    @Benchmark
    public int endLines() throws GrammarException {
        LineEndEncoder encoder = new LineEndEncoder(BareNewlines.NORMALISE);
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            encoder.encode(in, out.clear());
        }
        encoder.finish(out.clear());
        return out.position();
    }

    /** Dots taken off, the end found, as after RETR. */
    @Benchmark
    public boolean decode() {
        DotDecoder decoder = new DotDecoder();
        ByteBuffer in = ByteBuffer.wrap(wire);
        while (!decoder.decode(in, out.clear())) {
            // The rest of the message, into a buffer that somebody has emptied.
        }
        return decoder.isComplete();
    }

    /** Each line found, as in a listing. */
    @Benchmark
    public int lines() throws GrammarException {
        int lines = 0;
        int from = 0;
        while (from < message.length) {
            from = LineScanner.find(message, from, message.length, LONGEST_LINE) + 2;
            lines++;
        }
        return lines;
    }

    /** The least that can be done to a message: one copy. */
    @Benchmark
    public int copy() {
        ByteBuffer in = ByteBuffer.wrap(message);
        int copied = 0;
        while (in.hasRemaining()) {
            int block = Math.min(in.remaining(), out.capacity());
            out.clear().put(in.slice(in.position(), block));
            in.position(in.position() + block);
            copied += block;
        }
        return copied;
    }
}
