package dev.wireside.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened on one connection of a {@link ScriptedServer}: what the client really sent, and where it left the script.
 * It grows while the connection lives and is complete when {@link #isOver()}. Safe for several threads.
 */
public final class Conversation {
    /** How many bytes of a client are kept; what comes behind is only counted. */
    public static final int KEPT = ClientBody.KEPT;

    private final int number;
    private final List<String> lines = new ArrayList<>();
    private final List<ClientBody> bodies = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long clientBytes;
    private long serverBytes;
    private @Nullable String tlsProtocol;
    private @Nullable String mismatch;
    private boolean over;

    Conversation(int number) {
        this.number = number;
    }

    /** The connection's number, from 1 in the order of arrival. */
    public int number() {
        return number;
    }

    /** The lines of the client that were played so far, without CRLF and without bodies. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The bodies that the client sent so far. */
    public synchronized List<ClientBody> bodies() {
        return List.copyOf(bodies);
    }

    /** All bytes of the client as they arrived, inside TLS decrypted; at most the first {@value #KEPT}. */
    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /** How many bytes the client sent, inside TLS decrypted. */
    public synchronized long clientBytes() {
        return clientBytes;
    }

    /** How many bytes the server sent, before encryption. */
    public synchronized long serverBytes() {
        return serverBytes;
    }

    /** The version of TLS, such as {@code TLSv1.3}, after a handshake; or empty. */
    public synchronized Optional<String> tlsProtocol() {
        return Optional.ofNullable(tlsProtocol);
    }

    /** Where and how the client left the script, in words; or empty. */
    public synchronized Optional<String> mismatch() {
        return Optional.ofNullable(mismatch);
    }

    /** Whether the connection has ended and nothing will change any more. */
    public synchronized boolean isOver() {
        return over;
    }

    synchronized void received(byte[] from, int start, int end) {
        clientBytes += end - start;
        bytes.write(from, start, Math.min(end - start, KEPT - bytes.size()));
    }

    synchronized void sent(int count) {
        serverBytes += count;
    }

    synchronized void line(String line) {
        lines.add(line);
    }

    synchronized void body(ClientBody body) {
        bodies.add(body);
    }

    synchronized void tls(String protocol) {
        tlsProtocol = protocol;
    }

    synchronized void mismatch(String what) {
        mismatch = what;
    }

    synchronized void end() {
        over = true;
    }
}
