package dev.wireside.net;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/** A source whose size is known before it is read. */
final class SizedSource implements BodySource {
    /** A size that may have to be asked of a disk. */
    @FunctionalInterface
    interface Size {
        long bytes() throws IOException;
    }

    private final BodySource source;
    private final Size size;

    SizedSource(BodySource source, Size size) {
        this.source = source;
        this.size = size;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        source.writeTo(out);
    }

    @Override
    public OptionalLong size() throws IOException {
        return OptionalLong.of(size.bytes());
    }
}
