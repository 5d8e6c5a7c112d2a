package dev.wireside.smtp.dkim;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;

/** What a signature needs to know of a message: its header, and the hashes of its body and of all of it. */
final class FirstReading {
    private final HeaderSplitter splitter = new HeaderSplitter();
    private final MessageDigest message = Sha256.digest();
    private final MessageDigest bodyHash = Sha256.digest();
    private final BodyCanonicalizer body;
    private long bytes;

    private FirstReading(Canonicalization form) {
        body = form.body((block, from, to) -> bodyHash.update(block, from, to - from));
    }

    /**
     * @throws UnsignableMessageException if the header is too large
     * @throws IOException what the source threw
     */
    static FirstReading of(BodySource source, BareNewlines policy, Canonicalization bodyForm) throws IOException {
        FirstReading reading = new FirstReading(bodyForm);
        CrlfStream.read(source, policy, reading::accept);
        reading.body.finish();
        return reading;
    }

    private void accept(byte[] block, int from, int to) throws IOException {
        message.update(block, from, to - from);
        bytes += to - from;
        try {
            body.update(block, splitter.update(block, from, to), to);
        } catch (GrammarException malformed) {
            throw unsignable(malformed);
        }
    }

    /** The fields of the header, from the top. */
    List<HeaderField> header() throws UnsignableMessageException {
        try {
            return splitter.fields();
        } catch (GrammarException malformed) {
            throw unsignable(malformed);
        }
    }

    private static UnsignableMessageException unsignable(GrammarException malformed) {
        return new UnsignableMessageException(
                "the message cannot be signed: it does not hold that " + malformed.getMessage());
    }

    /** {@code bh=}; can be asked for once. */
    byte[] bodyHash() {
        return bodyHash.digest();
    }

    /** The hash of the whole message; can be asked for once. */
    byte[] messageHash() {
        return message.digest();
    }

    /** The length of the message with its CRLF line ends. */
    long bytes() {
        return bytes;
    }
}
