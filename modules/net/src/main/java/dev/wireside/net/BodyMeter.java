package dev.wireside.net;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes a body for the transcript; made only when somebody listens. */
final class BodyMeter {
    private final MessageDigest digest;
    private long bytes;

    BodyMeter() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    void update(byte[] array, int from, int to) {
        digest.update(array, from, to - from);
        bytes += to - from;
    }

    /** What lies before the buffer's position, from this place on. */
    void updateBehind(int from, ByteBuffer buffer) {
        update(buffer.duplicate().flip().position(from));
    }

    /** What is left in the buffer, whose position stays. */
    void update(ByteBuffer buffer) {
        bytes += buffer.remaining();
        digest.update(buffer.duplicate());
    }

    TranscriptEvent.SentBody sent(int channel) {
        return new TranscriptEvent.SentBody(channel, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    TranscriptEvent.SentChunk sentChunk(int channel) {
        return new TranscriptEvent.SentChunk(channel, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    TranscriptEvent.ReceivedBody received(int channel) {
        return new TranscriptEvent.ReceivedBody(channel, bytes, HexFormat.of().formatHex(digest.digest()));
    }
}
