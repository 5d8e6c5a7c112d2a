package dev.wireside.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection: lines in, bytes out, cut into writes as the options say. Used by the thread of its
 * conversation; only {@link #endIfOverdue} and {@link #abort} may be called by others.
 *
 * <p>A wait is bounded from outside: the server looks at all its connections every now and then and closes the raw socket
 * of one that waits too long, which wakes reads, writes and handshakes alike.
 */
final class ServerWire {
    /** Why the connection was ended from this side, if it was. */
    enum Fate {
        ALIVE,
        OVERDUE,
        ABORTED,
        CUT
    }

    private static final int BLOCK = 64 * 1024;

    /** So many bytes of a connection are sent one by one with a pause; more would take too long. */
    private static final int UNHURRIED = 2048;

    private static final Duration UNHURRIED_PAUSE = Duration.ofNanos(10_000);

    private final Socket raw;
    private final ServerOptions.Values options;
    private final Conversation conversation;
    private final CutOff cutOff;
    private final byte[] outgoing = new byte[BLOCK];
    private int pending;
    private int piece;
    private int paused;
    private boolean deaf;
    private final ClientBuffer incoming = new ClientBuffer();
    private InputStream in;
    private OutputStream out;
    private @Nullable SSLSocket tls;

    private volatile Fate fate = Fate.ALIVE;
    /** When the present wait is over, in nanoTime, or 0 for no wait. */
    private volatile long due;

    private volatile boolean stalling;

    ServerWire(Socket raw, ServerOptions.Values options, Conversation conversation, CutOff cutOff) throws IOException {
        this.raw = raw;
        this.options = options;
        this.conversation = conversation;
        this.cutOff = cutOff;
        piece = options.delivery == Delivery.BYTEWISE ? 1 : Integer.MAX_VALUE;
        raw.setTcpNoDelay(true);
        in = raw.getInputStream();
        out = raw.getOutputStream();
    }

    Fate fate() {
        return fate;
    }

    boolean isStalling() {
        return stalling;
    }

    /** Whether the client has gone and takes nothing any more; what it sent before can still be read. */
    boolean isDeaf() {
        return deaf;
    }

    // Out

    /** Writes in pieces of this size from now on; what was sent before is written as before. */
    void pieces(int size) throws IOException {
        flush();
        piece = options.delivery == Delivery.BYTEWISE ? 1 : size;
    }

    void send(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            if (pending == BLOCK) {
                flush();
            }
            int count = Math.min(bytes.length - from, BLOCK - pending);
            System.arraycopy(bytes, from, outgoing, pending, count);
            pending += count;
            from += count;
        }
    }

    /** Before the client is waited for: everything goes out now, or, if coalesced, only once a read would block. */
    void flushBeforeReading() throws IOException {
        if (options.delivery != Delivery.COALESCED) {
            flush();
        }
    }

    void flush() throws IOException {
        // What a client has pipelined is heard before the answer, or it would look as if the client had waited.
        soak();
        int from = 0;
        while (from < pending && !deaf) {
            int count = cutOff.take(Math.min(piece, pending - from));
            write(from, from + count);
            from += count;
            dieIfCut();
        }
        pending = 0;
    }

    private void write(int from, int to) throws IOException {
        if (from == to) {
            return;
        }
        conversation.sent(to - from);
        options.listener.serverBytes(conversation.number(), outgoing, from, to);
        startWait();
        try {
            out.write(outgoing, from, to - from);
        } catch (IOException clientLeft) {
            if (fate != Fate.ALIVE) {
                throw clientLeft;
            }
            deaf = true;
        }
        endWait();
        if (options.delivery == Delivery.BYTEWISE && paused < UNHURRIED) {
            paused++;
            LockSupport.parkNanos(UNHURRIED_PAUSE.toNanos());
        }
    }

    /** Ends the connection the hard way if the server has sent all that it may. */
    void dieIfCut() throws IOException {
        if (!cutOff.isReached()) {
            return;
        }
        fate = Fate.CUT;
        if (options.cutEnding == Ending.RST) {
            reset();
        } else {
            raw.shutdownOutput();
            drain(raw.getInputStream());
            raw.close();
        }
        throw new IOException("the server has sent all that it may");
    }

    // In

    /** The next line without its CRLF, valid UTF-8 or not, or null if the stream ended (see {@link #leftover}). */
    byte @Nullable [] readLine() throws IOException {
        int to = incoming.lineEnd();
        while (to < 0) {
            if (!fill()) {
                return null;
            }
            to = incoming.lineEnd();
        }
        byte[] line = Arrays.copyOfRange(incoming.bytes(), incoming.start(), to - 2);
        incoming.consume(to);
        return line;
    }

    /** Bytes that have arrived and were not played yet. */
    byte[] leftover() {
        return incoming.rest();
    }

    /** Reads lines up to and including this one, which does not go into the body; false if the stream ended before. */
    boolean readUntil(byte[] lastLine, ClientBody.Collector body) throws IOException {
        while (true) {
            int from = incoming.start();
            for (int to = incoming.lineEnd(); to >= 0; to = incoming.lineEnd()) {
                int start = incoming.start();
                incoming.consume(to);
                if (Arrays.equals(incoming.bytes(), start, to, lastLine, 0, lastLine.length)) {
                    body.add(incoming.bytes(), from, start);
                    return true;
                }
            }
            body.add(incoming.bytes(), from, incoming.start());
            if (!fill()) {
                return false;
            }
        }
    }

    /** Reads so many bytes; false if the stream ended before. */
    boolean readBytes(long count, ClientBody.Collector body) throws IOException {
        long left = count;
        while (left > 0) {
            if (incoming.isEmpty() && !fill()) {
                return false;
            }
            int to = (int) Math.min(incoming.end(), incoming.start() + left);
            left -= to - incoming.start();
            body.add(incoming.bytes(), incoming.start(), to);
            incoming.consume(to);
        }
        return true;
    }

    private boolean fill() throws IOException {
        incoming.makeRoom();
        if (options.delivery != Delivery.COALESCED || in.available() == 0) {
            int had = incoming.end();
            flush();
            if (incoming.end() > had) {
                return true;
            }
        }
        startWait();
        int count = incoming.readFrom(in, Integer.MAX_VALUE);
        endWait();
        return received(count);
    }

    /** Reads what has arrived already, as far as there is room. */
    private void soak() throws IOException {
        while (!incoming.isFull() && in.available() > 0) {
            if (!received(incoming.readFrom(in, in.available()))) {
                return;
            }
        }
    }

    /** False at the end of the stream. */
    private boolean received(int count) {
        if (count < 0) {
            return false;
        }
        int end = incoming.end();
        conversation.received(incoming.bytes(), end - count, end);
        options.listener.clientBytes(conversation.number(), incoming.bytes(), end - count, end);
        return true;
    }

    // The connection

    /** The server's side of the handshake. What the client sent too early is taken as the beginning of its part. */
    void startTls(SSLContext context) throws IOException {
        flush();
        InputStream early = incoming.isEmpty() ? null : new ByteArrayInputStream(leftover());
        incoming.consume(incoming.end());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, early, false);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(options.clientCertificate);
        if (!options.tlsProtocols.isEmpty()) {
            socket.setEnabledProtocols(options.tlsProtocols.toArray(String[]::new));
        }
        startWait();
        socket.startHandshake();
        endWait();
        tls = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
        conversation.tls(socket.getSession().getProtocol());
        options.listener.tlsStarted(conversation.number(), socket.getSession());
    }

    void stall(Duration duration) throws IOException {
        flush();
        stalling = true;
        try {
            Thread.sleep(duration);
            stalling = false;
        } catch (InterruptedException aborted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server was closed during a stall");
        }
    }

    /** FIN, inside TLS after close_notify; reading goes on. */
    void halfClose() throws IOException {
        flush();
        startWait();
        if (tls != null && !tls.isOutputShutdown()) {
            tls.shutdownOutput();
        }
        if (!raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
        endWait();
    }

    /**
     * Ends the connection in order: FIN, then whatever the client still sends is read, for closing over unread bytes
     * would make a RST of the FIN.
     *
     * @return the beginning of what the client still sent
     */
    byte[] close() throws IOException {
        halfClose();
        byte[] buffered = leftover();
        incoming.consume(incoming.end());
        byte[] drained = drain(in);
        raw.close();
        return buffered.length > 0 ? buffered : drained;
    }

    void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    /** Reads to the end of the stream, and returns the first bytes there were. All of it is one wait. */
    private byte[] drain(InputStream from) {
        byte[] first = new byte[0];
        byte[] block = new byte[BLOCK];
        startWait();
        try {
            for (int count = from.read(block); count >= 0; count = from.read(block)) {
                first = first.length == 0 ? Arrays.copyOf(block, count) : first;
            }
        } catch (IOException gone) {
            // As good as the end: this connection is over either way.
        }
        endWait();
        return first;
    }

    /** May be called by any thread: the present read, write, stall or handshake fails. */
    void abort() {
        end(Fate.ABORTED);
    }

    /** May be called by any thread: ends a connection whose present wait is over. */
    void endIfOverdue() {
        long until = due;
        if (until != 0 && System.nanoTime() - until >= 0) {
            end(Fate.OVERDUE);
        }
    }

    /** Beneath TLS: closing an SSLSocket waits for its blocked writer. */
    private void end(Fate why) {
        if (fate == Fate.ALIVE) {
            fate = why;
        }
        closeQuietly();
    }

    void closeQuietly() {
        try {
            raw.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }

    private void startWait() {
        long until = System.nanoTime() + options.patience.toNanos();
        due = until == 0 ? 1 : until;
    }

    /** Not reached when the wait fails; the connection is over then. */
    private void endWait() {
        due = 0;
    }
}
