package dev.wireside.net;

import java.io.EOFException;

/** The peer ended or reset the stream while bytes were owed. The connection is dead. */
public final class ConnectionLostException extends EOFException {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final long bytesReceived;
    private final String lastWords;

    /**
     * @param step what we were waiting for
     * @param reason how it ended: {@code "the server closed the connection"}
     * @param bytesReceived what had come on this connection until then
     */
    public ConnectionLostException(String step, String reason, long bytesReceived, WireTap tap) {
        this(step, reason, bytesReceived, "", tap);
    }

    /**
     * @param lastWords what the peer had sent and nobody had read, such as why it hung up in the middle of a body; escaped,
     *     secrets masked
     */
    ConnectionLostException(String step, String reason, long bytesReceived, String lastWords, WireTap tap) {
        super(reason + " during " + step + ", after " + bytesReceived + " bytes were received"
                + (lastWords.isEmpty() ? "" : "; the peer's last words were \"" + lastWords + "\"") + "; "
                + tap.evidence());
        this.step = step;
        this.bytesReceived = bytesReceived;
        this.lastWords = lastWords;
    }

    /** What we were waiting for. */
    public String step() {
        return step;
    }

    /** What the peer had said and nobody had read; one line at most, escaped, secrets masked; empty if nothing. */
    public String lastWords() {
        return lastWords;
    }

    /** How many bytes had come on this connection until then. */
    public long bytesReceived() {
        return bytesReceived;
    }
}
