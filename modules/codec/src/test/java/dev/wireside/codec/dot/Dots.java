package dev.wireside.codec.dot;

import dev.wireside.codec.GrammarException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Drives the encoder and the decoder with blocks and rooms of any size. */
final class Dots {
    private static final byte[] ALPHABET = {'\r', '\n', '.', 'a', 0};

    private Dots() {}

    /** All that can go wrong at line ends, with a run of plain text now and then. */
    static byte[] adversarial(RandomGenerator random, int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        if (random.nextInt(4) == 0 && bytes.length > 0) {
            int from = random.nextInt(bytes.length);
            Arrays.fill(bytes, from, from + random.nextInt(bytes.length - from), (byte) 'b');
        }
        return bytes;
    }

    /** Lines as messages have them, long enough for whole blocks of them to be looked through at once, and a few faults. */
    static byte[] mostlyPlain(RandomGenerator random, int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        Arrays.fill(bytes, (byte) 'b');
        int longest = 2 + random.nextInt(100);
        for (int end = random.nextInt(longest); end + 1 < bytes.length; end += 2 + random.nextInt(longest)) {
            bytes[end] = '\r';
            bytes[end + 1] = '\n';
        }
        for (int faults = random.nextInt(3); faults > 0 && bytes.length > 0; faults--) {
            bytes[random.nextInt(bytes.length)] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return bytes;
    }

    static byte[] encode(byte[] message, BareNewlines policy, int block, int room) throws GrammarException {
        DotEncoder encoder = new DotEncoder(policy);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(room);
        for (int from = 0; from < message.length; from += block) {
            ByteBuffer in = ByteBuffer.wrap(message, from, Math.min(block, message.length - from));
            while (in.hasRemaining()) {
                encoder.encode(in, out);
                drain(out, wire);
            }
        }
        encoder.finish(out);
        drain(out, wire);
        return wire.toByteArray();
    }

    static byte[] endLines(byte[] message, BareNewlines policy, int block, int room) throws GrammarException {
        LineEndEncoder encoder = new LineEndEncoder(policy);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(room);
        for (int from = 0; from < message.length; from += block) {
            ByteBuffer in = ByteBuffer.wrap(message, from, Math.min(block, message.length - from))
                    .slice();
            while (in.hasRemaining()) {
                encoder.encode(in, out);
                drain(out, wire);
            }
        }
        encoder.finish(out);
        drain(out, wire);
        return wire.toByteArray();
    }

    /** What was decoded, and how much of the wire it took. */
    @SuppressWarnings("ArrayRecordComponent") // compared part by part
    record Decoded(byte[] message, boolean isComplete, int consumed) {}

    static Decoded decode(byte[] wire, int block, int room) {
        DotDecoder decoder = new DotDecoder();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(room);
        int consumed = 0;
        while (consumed < wire.length && !decoder.isComplete()) {
            // A slice, as a buffer somewhere in a larger array, so that its offset counts.
            ByteBuffer in = ByteBuffer.wrap(wire, consumed, Math.min(block, wire.length - consumed))
                    .slice();
            decoder.decode(in, out);
            consumed += in.position();
            drain(out, message);
        }
        return new Decoded(message.toByteArray(), decoder.isComplete(), consumed);
    }

    private static void drain(ByteBuffer out, ByteArrayOutputStream into) {
        into.write(out.array(), out.arrayOffset(), out.position());
        out.clear();
    }
}
