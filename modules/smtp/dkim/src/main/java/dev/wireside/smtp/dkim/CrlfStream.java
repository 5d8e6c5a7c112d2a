package dev.wireside.smtp.dkim;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.codec.dot.LineEndEncoder;
import dev.wireside.net.BareNewlineException;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a source is lent for a reading: what it writes comes out in blocks, and as whole lines that end in CRLF,
 * also the last, because a server gets that from DATA anyway (RFC 5321 section 4.1.1.4). It remembers every failure, because
 * a source that swallows one must not be taken for complete.
 */
final class CrlfStream extends OutputStream {
    /** Takes a block of the message. */
    @FunctionalInterface
    interface Target {
        /** The block is lent for the call. */
        void accept(byte[] bytes, int from, int to) throws IOException;
    }

    /** One write below for many above; MIME libraries write lines, or single bytes. */
    private static final int BLOCK = 16 * 1024;

    private final LineEndEncoder encoder;
    private final Target target;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private final byte[] one = new byte[1];
    private byte last = '\n';
    private boolean isOver;
    private @Nullable Throwable failure;

    private CrlfStream(BareNewlines policy, Target target) {
        this.encoder = new LineEndEncoder(policy);
        this.target = target;
    }

    /** Has the source write its message to the target, and throws whatever went wrong. */
    static void read(BodySource source, BareNewlines policy, Target target) throws IOException {
        CrlfStream lent = new CrlfStream(policy, target);
        source.writeTo(lent);
        lent.finish();
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (isOver) {
            throw new IOException("the message is over: the stream was lent for the duration of writeTo only");
        }
        throwFailure();
        try {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
            while (in.hasRemaining()) {
                encode(in);
            }
        } catch (IOException | RuntimeException | Error broken) {
            failure = broken;
            throw broken;
        }
    }

    private void encode(ByteBuffer in) throws IOException {
        try {
            encoder.encode(in, block);
        } catch (GrammarException bare) {
            throw refused(bare);
        }
        if (block.remaining() < LineEndEncoder.MAX_END) {
            drain();
        }
    }

    private void finish() throws IOException {
        isOver = true;
        throwFailure();
        try {
            encoder.finish(block);
        } catch (GrammarException bare) {
            throw refused(bare);
        }
        drain();
        if (last != '\n') {
            target.accept(new byte[] {'\r', '\n'}, 0, 2);
        }
    }

    private void drain() throws IOException {
        if (block.position() > 0) {
            last = block.get(block.position() - 1);
            target.accept(block.array(), 0, block.position());
            block.clear();
        }
    }

    private static BareNewlineException refused(GrammarException bare) {
        return new BareNewlineException(bare.rule() + " (" + bare.section()
                + "), and the signer was told to refuse others; nothing was delivered; send CRLF line ends, or choose"
                + " to have bare ones normalised");
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException broken -> throw broken;
            case RuntimeException broken -> throw broken;
            case Error broken -> throw broken;
            case Throwable impossible -> throw new AssertionError(impossible);
        }
    }

    /** Does nothing: blocks leave when they are full. */
    @Override
    public void flush() {}

    /** Does nothing: the stream is only lent. */
    @Override
    public void close() {}
}
