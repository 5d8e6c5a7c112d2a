package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Commands that leave before the replies to earlier ones have come (RFC 2920). Without the extension the window is one, and
 * the same calls are a plain send and wait.
 */
final class Pipeline {
    /**
     * Replies that may be owed at once. Section 3.1 warns of both ends waiting for each other with full buffers; a hundred
     * replies, some 10 KiB, fit into any socket's.
     */
    private static final int WINDOW = 100;

    /** Takes one reply, whatever it says but 421. */
    @FunctionalInterface
    interface OnReply {
        void take(Reply reply) throws IOException;
    }

    private record Owed(Wait clock, String step, OnReply onReply) {}

    private final SmtpSession session;
    private final int window;
    private final Queue<Owed> owed = new ArrayDeque<>();

    Pipeline(SmtpSession session) {
        this.session = session;
        window = session.capabilities().has(SmtpExtension.PIPELINING) ? WINDOW : 1;
    }

    boolean isOpen() {
        return window > 1;
    }

    /** Sends a command with or before the next; its reply is taken as soon as it must be. */
    void ask(WireText command, Wait wait, String step, OnReply onReply) throws IOException {
        session.queue(command, wait, step);
        owed.add(new Owed(wait, step, onReply));
        while (owed.size() >= window) {
            takeOne(owed.remove());
        }
    }

    /** Takes the replies that are still owed. */
    void settle() throws IOException {
        while (!owed.isEmpty()) {
            takeOne(owed.remove());
        }
    }

    private void takeOne(Owed next) throws IOException {
        next.onReply.take(session.read(next.clock, next.step));
    }
}
