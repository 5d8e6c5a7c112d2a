package dev.wireside.net;

import java.io.EOFException;

/** The peer ended or reset the stream while bytes were owed. The connection is dead. */
public final class ConnectionLostException extends EOFException {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final long bytesReceived;

    /**
     * @param step what we were waiting for
     * @param reason how it ended: {@code "the server closed the connection"}
     * @param bytesReceived what had come on this connection until then
     */
    public ConnectionLostException(String step, String reason, long bytesReceived, WireTap tap) {
        super(reason + " during " + step + ", after " + bytesReceived + " bytes were received; " + tap.evidence());
        this.step = step;
        this.bytesReceived = bytesReceived;
    }

    /** What we were waiting for. */
    public String step() {
        return step;
    }

    /** How many bytes had come on this connection until then. */
    public long bytesReceived() {
        return bytesReceived;
    }
}
