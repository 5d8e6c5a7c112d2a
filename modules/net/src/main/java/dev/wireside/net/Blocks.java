package dev.wireside.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a stream in blocks of {@link Buffers#LARGE} that are not allocated anew for each. */
final class Blocks {
    /** Takes a block; the array is valid only during the call. */
    @FunctionalInterface
    interface Taker {
        void take(byte[] block, int offset, int length) throws IOException;
    }

    private Blocks() {}

    /** Reads to the end. */
    static void each(InputStream in, Taker taker) throws IOException {
        ByteBuffer block = Buffers.borrowLarge();
        try {
            int offset = block.arrayOffset();
            for (int read = in.read(block.array(), offset, block.capacity());
                    read >= 0;
                    read = in.read(block.array(), offset, block.capacity())) {
                taker.take(block.array(), offset, read);
            }
        } finally {
            Buffers.giveBack(block);
        }
    }
}
