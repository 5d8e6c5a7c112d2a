package dev.wireside.pop3.sync;

import dev.wireside.net.BodySink;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A body that is counted and hashed while somebody reads it. */
final class HashedBody extends InputStream {
    private static final int BLOCK = 8192;

    /** The SHA-256 of a body, of which nothing else is kept. */
    static final BodySink<String> SHA256 = body -> {
        HashedBody hashed = new HashedBody(body);
        hashed.readRest();
        return hashed.sha256();
    };

    private final InputStream body;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;
    private boolean broken;

    HashedBody(InputStream body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read;
        try {
            read = body.read(into, offset, length);
        } catch (IOException cutOff) {
            broken = true;
            throw cutOff;
        }
        if (read > 0) {
            digest.update(into, offset, read);
            bytes += read;
        }
        return read;
    }

    /** Reads what nobody has read. */
    void readRest() throws IOException {
        byte[] nowhere = new byte[BLOCK];
        while (read(nowhere, 0, BLOCK) >= 0) {
            // counting and hashing is all
        }
    }

    /** Whether reading failed, so that an exception out of the reader is the connection's and not its own. */
    boolean isBroken() {
        return broken;
    }

    long bytes() {
        return bytes;
    }

    /** To be asked once, after the last byte. */
    String sha256() {
        return Digests.hex(digest.digest());
    }
}
