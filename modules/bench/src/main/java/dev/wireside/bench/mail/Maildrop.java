package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Prepared answers to RETR: nothing is made while anybody waits. */
abstract sealed class Maildrop {
    /** Octets that one write hands over of a long message: what loopback moves fastest was measured to be about this. */
    private static final int STRETCH = 256 * 1024;

    private final int count;
    private final long size;

    private Maildrop(int count, long size) {
        this.count = count;
        this.size = size;
    }

    /** So many messages of {@link Messages#SMALL} bytes each. */
    static Maildrop ofSmall(int count) {
        return new Small(count);
    }

    /** One message of so many bytes. */
    static Maildrop ofOne(long size) {
        return new One(size);
    }

    final int count() {
        return count;
    }

    /** Octets of each message. */
    final long size() {
        return size;
    }

    /** The whole answer to RETR. */
    abstract void retrieve(int number, ServerWire wire) throws IOException;

    /** The headers and so many lines, as they go over the wire, without the lone dot. */
    abstract byte[] top(int number, long lines);

    private static byte[] beginning(ByteBuffer stored, int from, int to, long lines) {
        int at = from;
        boolean inBody = false;
        for (long left = lines; at < to && left >= 0; at++) {
            boolean isLine = stored.get(at) == '\n';
            if (isLine && inBody) {
                left--;
            }
            if (isLine && !inBody && stored.get(at + 1) == '\r') {
                inBody = true;
                at += 2;
                left--;
            }
        }
        byte[] top = new byte[at - from];
        stored.get(from, top);
        return top;
    }

    private static byte[] ok(long size) {
        return ascii("+OK " + size + " octets\r\n");
    }

    /** All answers in one buffer, so that the answers to a row of RETRs leave in one write. */
    private static final class Small extends Maildrop {
        private final ByteBuffer answers;
        private final int[] begin;

        Small(int count) {
            super(count, Messages.SMALL);
            begin = new int[count + 1];
            answers = ByteBuffer.allocateDirect(count * (Messages.SMALL + 64));
            for (int number = 1; number <= count; number++) {
                answers.put(ok(Messages.SMALL)).put(Messages.stuffed(Messages.small(number)));
                begin[number] = answers.position();
            }
            answers.flip();
        }

        @Override
        void retrieve(int number, ServerWire wire) throws IOException {
            wire.put(answers, begin[number - 1], begin[number]);
        }

        @Override
        byte[] top(int number, long lines) {
            int from = begin[number - 1] + ok(Messages.SMALL).length;
            return beginning(answers, from, begin[number] - ascii(".\r\n").length, lines);
        }
    }

    /** A first stretch with the headers, one in the middle again and again, and a last one. */
    private static final class One extends Maildrop {
        private final ByteBuffer first;
        private final ByteBuffer middle;
        private final ByteBuffer last;
        private final long times;

        One(long size) {
            super(1, size);
            times = Math.max(0, size / STRETCH - 2);
            int rest = (int) (size - times * STRETCH);
            int half = times == 0 ? rest : rest / 2;
            first = direct(Messages.large(half));
            middle = direct(Messages.lines(STRETCH));
            last = direct(Messages.lines(rest - half));
        }

        private static ByteBuffer direct(byte[] bytes) {
            return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }

        @Override
        void retrieve(int number, ServerWire wire) throws IOException {
            wire.put(ok(size()));
            wire.put(first, 0, first.limit());
            for (long i = 0; i < times; i++) {
                wire.put(middle, 0, middle.limit());
            }
            wire.put(last, 0, last.limit());
            wire.put(ascii(".\r\n"));
        }

        @Override
        byte[] top(int number, long lines) {
            return beginning(first, 0, first.limit(), lines);
        }
    }
}
