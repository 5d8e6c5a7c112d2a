package dev.wireside.pop3.jakarta;

import java.io.IOException;
import java.io.InputStream;

/** Finds where the header of a message ends: behind its first empty line (RFC 5322 section 2.1). */
final class HeaderEnd {
    private HeaderEnd() {}

    /**
     * Reads up to the first byte of the body. Lines end in CRLF, or in CR or LF alone, as Jakarta Mail reads them.
     *
     * @return how many bytes the header has with its empty line; all there are if there is no empty line
     */
    static long find(InputStream message) throws IOException {
        long bytes = 0;
        boolean empty = true;
        boolean afterCr = false;
        boolean over = false;
        for (int b = message.read(); b >= 0; b = message.read()) {
            boolean endsCrLf = afterCr && b == '\n';
            if (over && !endsCrLf) {
                return bytes;
            }
            bytes++;
            if (endsCrLf) {
                afterCr = false;
                if (over) {
                    return bytes;
                }
                continue;
            }
            afterCr = b == '\r';
            boolean ends = afterCr || b == '\n';
            if (ends && empty) {
                if (!afterCr) {
                    return bytes;
                }
                over = true;
            }
            empty = ends;
        }
        return bytes;
    }
}
