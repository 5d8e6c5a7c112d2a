package dev.wireside.codec.dot;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** The rules of dot transparency written as plainly as possible, a byte at a time, to compare the fast ones with. */
final class ReferenceDots {
    private ReferenceDots() {}

    /** The message as DATA sends it; empty when there is a bare CR or LF and {@code policy} refuses it. */
    static Optional<byte[]> encode(byte[] message, BareNewlines policy) {
        return inLines(message, policy).map(ReferenceDots::stuffed);
    }

    /** Every line end as CRLF; empty when there is a bare CR or LF and {@code policy} refuses it. */
    static Optional<byte[]> inLines(byte[] message, BareNewlines policy) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < message.length; i++) {
            boolean isPair = message[i] == '\r' && i + 1 < message.length && message[i + 1] == '\n';
            if (message[i] != '\r' && message[i] != '\n') {
                lines.write(message[i]);
                continue;
            }
            if (!isPair && policy == BareNewlines.REFUSE) {
                return Optional.empty();
            }
            lines.write('\r');
            lines.write('\n');
            i += isPair ? 1 : 0;
        }
        return Optional.of(lines.toByteArray());
    }

    private static byte[] stuffed(byte[] lines) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '.' && (i == 0 || lines[i - 1] == '\n')) {
                wire.write('.');
            }
            wire.write(lines[i]);
        }
        if (lines.length > 0 && lines[lines.length - 1] != '\n') {
            wire.writeBytes(new byte[] {'\r', '\n'});
        }
        wire.writeBytes(new byte[] {'.', '\r', '\n'});
        return wire.toByteArray();
    }

    /** Where the lone dot's line ends, or -1 when there is none. */
    static int end(byte[] wire) {
        for (int i = 0; i + 2 < wire.length; i++) {
            if (isLineStart(wire, i) && wire[i] == '.' && wire[i + 1] == '\r' && wire[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    /** The message in front of the lone dot; all of it when there is none. */
    static byte[] decode(byte[] wire) {
        int end = end(wire) < 0 ? wire.length : end(wire) - 3;
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < end; i++) {
            if (wire[i] != '.' || !isLineStart(wire, i)) {
                message.write(wire[i]);
            }
        }
        return message.toByteArray();
    }

    private static boolean isLineStart(byte[] wire, int at) {
        return at == 0 || (at >= 2 && wire[at - 2] == '\r' && wire[at - 1] == '\n');
    }
}
