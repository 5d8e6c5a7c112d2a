package dev.wireside.codec.reply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last few replies of one line that said yes. A server says the same to the same command again and again, so in a
 * pipeline most replies need not be made anew.
 */
final class RecentReplies {
    /** Twice as many as a message has: the reply to its end is often numbered, and new each time. */
    private static final int KEPT = 8;

    /** Longer ones are rare, and thousands of connections may each keep some. */
    private static final int MAX_LENGTH = 64;

    private static final class Known {
        final byte[] line;
        final Reply reply;

        Known(byte[] line, Reply reply) {
            this.line = line;
            this.reply = reply;
        }

        boolean is(byte[] buffer, int from, int to) {
            return line.length == to - from && Arrays.equals(line, 0, line.length, buffer, from, to);
        }
    }

    private final List<Known> known = new ArrayList<>(0);
    private int oldest;

    /** The reply that this very line made before, or null. */
    @Nullable
    Reply find(byte[] buffer, int from, int to) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).is(buffer, from, to)) {
                return known.get(i).reply;
            }
        }
        return null;
    }

    /** Notes what a line has made, in place of the oldest. */
    void keep(byte[] buffer, int from, int to, Reply reply) {
        if (to - from > MAX_LENGTH || reply.code().kind() != 2) {
            return;
        }
        Known fresh = new Known(Arrays.copyOfRange(buffer, from, to), reply);
        if (known.size() < KEPT) {
            known.add(fresh);
        } else {
            known.set(oldest, fresh);
            oldest = (oldest + 1) % KEPT;
        }
    }
}
