package dev.wireside.it.mta;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** What the server hears, and how it is kept from hearing it. Only for whole blocks: it stands below a buffer. */
final class Ears extends InputStream {
    private final InputStream all;
    private final Mouth mouth;
    private final Mischief mischief;
    private final CountDownLatch clientHasGone;
    private int limit;
    private int heard;

    Ears(InputStream all, Mischief mischief, Mouth mouth, CountDownLatch clientHasGone) {
        this.all = all;
        this.mouth = mouth;
        this.mischief = mischief;
        this.clientHasGone = clientHasGone;
        limit = mischief.kind().isAtHearing() ? mischief.at() : Integer.MAX_VALUE;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("it is buffered");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (heard == limit) {
            hasHeardEnough();
        }
        int count = all.read(bytes, offset, Math.min(length, limit - heard));
        heard += Math.max(count, 0);
        return count;
    }

    private void hasHeardEnough() throws IOException {
        if (mischief.is(Mischief.Kind.RESET_AFTER_HEARING)) {
            mouth.reset();
            throw new EOFException("the server has heard enough");
        }
        try {
            clientHasGone.await();
        } catch (InterruptedException impossible) {
            throw new IOException("nobody interrupts this server", impossible);
        }
        mouth.shut();
        limit = Integer.MAX_VALUE;
    }

    /** How many bytes it has heard so far. */
    int heard() {
        return heard;
    }
}
