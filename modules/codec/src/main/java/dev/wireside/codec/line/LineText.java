package dev.wireside.codec.line;

import dev.wireside.codec.WireBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of a peer's line: servers write names in whatever encoding their disk has, and do not say which. */
public final class LineText {
    private LineText() {}

    /** UTF-8 where it is valid, else byte for byte (ISO 8859-1), so that different bytes stay different. */
    public static String of(byte[] buffer, int from, int to) {
        if (WireBytes.indexOfEightBit(buffer, from, to) == to) {
            return new String(buffer, from, to - from, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }
}
