package dev.wireside.net;

import dev.wireside.codec.sasl.ChannelBinding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS (RFC 8446, RFC 5246) by an {@link SSLEngine} over a blocking layer. An engine, because with it the layer below can
 * be closed by the watchdog at any moment, a stream that ends without close_notify is told from one that ends well, and
 * buffers are held only while bytes are in them.
 *
 * <p>Confined like its connection: reading may have to send on behalf of TLS itself, and writing to read.
 */
final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport below;
    private final SSLEngine engine;

    /** Encrypted bytes that came and were not yet unwrapped; null while there are none. In read mode. */
    private @Nullable ByteBuffer arrived;

    private @Nullable TlsFacts facts;

    TlsTransport(Transport below, SSLEngine engine) {
        this.below = below;
        this.engine = engine;
    }

    /** Runs the handshake to its end. Certificate and host name are checked in it. */
    TlsFacts handshake() throws IOException {
        engine.beginHandshake();
        ByteBuffer noData = Buffers.borrowSmall();
        try {
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_WRAP -> wrapAndSend(NOTHING);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (unwrap(noData.clear()) < 0) {
                            throw new SSLException("the peer ended TLS in the middle of the handshake");
                        }
                    }
                    case NEED_TASK -> runTasks();
                    case FINISHED, NOT_HANDSHAKING -> {
                        facts = TlsBinding.facts(engine.getSession());
                        return facts;
                    }
                }
            }
        } catch (TruncatedTlsException peerIsGone) {
            throw peerIsGone;
        } catch (SSLException refused) {
            sendAlert();
            throw refused;
        } finally {
            Buffers.giveBack(noData);
        }
    }

    /** What the handshake agreed on. */
    @Nullable
    TlsFacts facts() {
        return facts;
    }

    Optional<ChannelBinding> channelBinding() {
        return TlsBinding.of(engine.getSession());
    }

    /** The peer should learn why: the engine has an alert ready after it has thrown. */
    private void sendAlert() {
        try {
            wrapAndSend(NOTHING);
        } catch (IOException peerIsGone) {
            // The first exception tells more; it is on its way.
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        try {
            while (into.position() == before) {
                if (unwrap(into) < 0) {
                    return -1;
                }
                afterUnwrap();
            }
            return into.position() - before;
        } catch (TruncatedTlsException peerIsGone) {
            throw peerIsGone;
        } catch (SSLException broken) {
            sendAlert();
            throw broken;
        }
    }

    /** TLS 1.3 key updates and, with TLS 1.2, a renegotiation may ask us to send or to compute in the middle of reading. */
    private void afterUnwrap() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK) {
            if (status == HandshakeStatus.NEED_WRAP) {
                wrapAndSend(NOTHING);
            } else {
                runTasks();
            }
            status = engine.getHandshakeStatus();
        }
    }

    /** Unwraps one record, waiting for more bytes as long as it is not whole; -1 after close_notify. */
    private int unwrap(ByteBuffer into) throws IOException {
        while (true) {
            ByteBuffer encrypted = arrived;
            if (encrypted == null) {
                encrypted = Buffers.borrowSmall().limit(0);
                arrived = encrypted;
            }
            SSLEngineResult result = engine.unwrap(encrypted, into);
            if (result.getStatus() == Status.CLOSED) {
                return -1;
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new SSLException("a TLS record does not fit into " + into.remaining() + " bytes");
            }
            if (result.getStatus() == Status.OK) {
                return result.bytesProduced();
            }
            receive(encrypted);
        }
    }

    /** A record that is cut in two leaves less room than a layer below may want; then bulk is coming, too. */
    private void receive(ByteBuffer unread) throws IOException {
        ByteBuffer encrypted = unread.compact();
        if (encrypted.remaining() < Buffers.SMALL
                && encrypted.capacity() == Buffers.SMALL
                && encrypted.position() > 0) {
            encrypted = Buffers.borrowLarge().put(unread.flip());
            arrived = encrypted;
            Buffers.giveBack(unread);
        }
        int read;
        try {
            read = below.read(encrypted);
        } finally {
            encrypted.flip();
        }
        if (read < 0) {
            throw new TruncatedTlsException();
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            int before = from.remaining();
            wrapAndSend(from);
            if (from.remaining() == before) {
                unblock();
            }
        }
    }

    /** An engine in the middle of a renegotiation takes no data; without progress, writing would spin beyond any deadline. */
    private void unblock() throws IOException {
        afterUnwrap();
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN) {
            throw new SSLException("the peer wants to renegotiate TLS in the middle of our sending");
        }
    }

    /** Wraps until everything is taken, or for an empty buffer: all that TLS itself has to say now, in one write. */
    private void wrapAndSend(ByteBuffer from) throws IOException {
        ByteBuffer encrypted = Buffers.borrowLarge();
        try {
            SSLEngineResult result;
            do {
                result = engine.wrap(from, encrypted);
            } while (result.getStatus() == Status.OK
                    && result.bytesProduced() > 0
                    && (from.hasRemaining() || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP)
                    && encrypted.remaining() >= Buffers.SMALL);
            if (result.getStatus() == Status.CLOSED && from.hasRemaining()) {
                throw new SSLException("TLS was already ended on this side");
            }
            below.write(encrypted.flip());
        } finally {
            Buffers.giveBack(encrypted);
        }
    }

    private void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    /** Sends close_notify. TCP stays open, so that the peer's close_notify can still be read. */
    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        if (!engine.isOutboundDone()) {
            wrapAndSend(NOTHING);
        }
    }

    @Override
    public void rest() {
        ByteBuffer encrypted = arrived;
        if (encrypted != null && !encrypted.hasRemaining()) {
            arrived = null;
            Buffers.giveBack(encrypted);
        }
        below.rest();
    }
}
