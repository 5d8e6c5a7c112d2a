package dev.wireside.smtp;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.dot.LineEndEncoder;
import dev.wireside.net.BareNewlineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Content in chunks, each behind the number of its bytes (RFC 3030 section 2). What is in an unfinished chunk was not sent,
 * and what was sent is forgotten by RSET until the chunk that says LAST; so a message that is not whole costs no connection.
 */
final class BdatContent implements Content {
    /** Sends one chunk; what it throws ends the message. */
    @FunctionalInterface
    interface Sending {
        void send(ByteBuffer chunk, boolean last) throws IOException;
    }

    private final Chunk chunk;
    private final Sending sending;

    /** Null for content that has no lines. */
    private final @Nullable LineEndEncoder lineEnds;

    BdatContent(Chunk chunk, @Nullable LineEndEncoder lineEnds, Sending sending) {
        this.chunk = chunk;
        this.lineEnds = lineEnds;
        this.sending = sending;
        chunk.buffer().clear();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = put(bytes, at, end, room());
        }
    }

    /** Returns how far it came. */
    private int put(byte[] bytes, int from, int end, ByteBuffer room) throws BareNewlineException {
        if (lineEnds == null) {
            int count = Math.min(end - from, room.remaining());
            room.put(bytes, from, count);
            return from + count;
        }
        try {
            return lineEnds.encode(bytes, from, end, room);
        } catch (GrammarException bare) {
            throw refused(bare);
        }
    }

    private ByteBuffer room() throws IOException {
        ByteBuffer room = chunk.buffer();
        if (room.remaining() < LineEndEncoder.MAX_END && !chunk.grow()) {
            sending.send(room.flip(), false);
            room.clear();
        }
        return chunk.buffer();
    }

    /** Sends what is left, be it nothing, as the last chunk. */
    void finish() throws IOException {
        if (lineEnds != null) {
            ByteBuffer room = room();
            try {
                lineEnds.finish(room);
            } catch (GrammarException bare) {
                throw refused(bare);
            }
        }
        sending.send(chunk.buffer().flip(), true);
    }

    private static BareNewlineException refused(GrammarException bare) {
        return new BareNewlineException(
                bare.rule() + " (" + bare.section() + "); the transaction was reset, nothing was"
                        + " delivered; send CRLF line ends, or choose to have bare ones normalised");
    }

    @Override
    public EightBitBodyException eightBit(byte found) {
        return EightBitBodyException.of(found, "the transaction was reset, nothing was delivered");
    }
}
