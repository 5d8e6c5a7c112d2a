package dev.wireside.it.mta;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** What the server hears, and how it is kept from hearing it. Only for whole blocks: it stands below a buffer. */
final class Ears extends InputStream {
    private final InputStream all;
    private final Mouth mouth;
    private final int limit;
    private int heard;

    Ears(InputStream all, Mischief mischief, Mouth mouth) {
        this.all = all;
        this.mouth = mouth;
        limit = mischief.is(Mischief.Kind.RESET_AFTER_HEARING) ? mischief.at() : Integer.MAX_VALUE;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("it is buffered");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (heard == limit) {
            mouth.reset();
            throw new EOFException("the server has heard enough");
        }
        int count = all.read(bytes, offset, Math.min(length, limit - heard));
        heard += Math.max(count, 0);
        return count;
    }

    /** How many bytes it has heard so far. */
    int heard() {
        return heard;
    }
}
