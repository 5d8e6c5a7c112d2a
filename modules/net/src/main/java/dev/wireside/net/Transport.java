package dev.wireside.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A layer of a connection: TCP at the bottom, TLS on top of it. Layers are swapped under the tap. */
interface Transport {
    /**
     * Waits for at least one byte.
     *
     * @param into at least {@link Buffers#SMALL} of room in a buffer with an array, so that a TLS record fits
     * @return how many bytes, or -1 when the peer ended its side in the proper way
     */
    int read(ByteBuffer into) throws IOException;

    /** Writes everything. */
    void write(ByteBuffer from) throws IOException;

    /** Ends our side; the peer's side can still be read. */
    void shutdownOutput() throws IOException;

    /** Gives idle buffers back; the connection is about to wait for its user. */
    void rest();
}
