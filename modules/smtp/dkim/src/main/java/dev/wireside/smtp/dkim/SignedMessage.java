package dev.wireside.smtp.dkim;

import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.OptionalLong;

/** A message behind its signatures. Each time it is written it is read anew, and compared with what was signed. */
final class SignedMessage implements BodySource {
    private final byte[] signatures;
    private final BodySource source;
    private final BareNewlines policy;
    private final long bytes;
    private final byte[] hash;

    SignedMessage(byte[] signatures, BodySource source, BareNewlines policy, FirstReading reading) {
        this.signatures = signatures;
        this.source = source;
        this.policy = policy;
        this.bytes = reading.bytes();
        this.hash = reading.messageHash();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(signatures);
        Comparison comparison = new Comparison(out);
        CrlfStream.read(source, policy, comparison::accept);
        comparison.finish();
    }

    /** Known, because the message was read and its line ends are those that will be sent. */
    @Override
    public OptionalLong size() {
        return OptionalLong.of(signatures.length + bytes);
    }

    private final class Comparison {
        private final OutputStream out;
        private final MessageDigest digest = Sha256.digest();
        private long written;

        Comparison(OutputStream out) {
            this.out = out;
        }

        void accept(byte[] block, int from, int to) throws IOException {
            written += to - from;
            if (written > bytes) {
                throw new MessageChangedException("it has more than the " + bytes + " bytes that it had");
            }
            digest.update(block, from, to - from);
            out.write(block, from, to - from);
        }

        void finish() throws MessageChangedException {
            if (written < bytes) {
                throw new MessageChangedException("it has " + written + " bytes and had " + bytes);
            }
            if (!MessageDigest.isEqual(digest.digest(), hash)) {
                throw new MessageChangedException("it has as many bytes as before, but others");
            }
        }
    }
}
