package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Commands that leave before the replies to earlier ones have come (RFC 2920): the replies that are owed, in their order.
 * Without the extension the window is one, and the same calls are a plain send and wait.
 */
final class Pipeline {
    /**
     * Replies that may be owed at once. Section 3.1 warns of both ends waiting for each other with full buffers; a hundred
     * replies, some 10 KiB, fit into any socket's.
     */
    static final int WINDOW = 100;

    /** Takes one reply, whatever it says but 421. */
    @FunctionalInterface
    interface OnReply {
        void take(Asked asked, Reply reply) throws IOException;
    }

    private final SmtpSession session;
    private final int window;

    /** What the replies that are owed answer, and beside it who takes them. */
    private final Queue<Asked> owed = new ArrayDeque<>();

    private final Queue<OnReply> takers = new ArrayDeque<>();

    Pipeline(SmtpSession session) {
        this.session = session;
        window = session.capabilities().has(SmtpExtension.PIPELINING) ? WINDOW : 1;
    }

    boolean isOpen() {
        return window > 1;
    }

    /** Sends a command with or before the next; its reply is taken as soon as it must be. */
    void ask(WireText command, Asked asked, OnReply onReply) throws IOException {
        if (owed.isEmpty()) {
            session.refuseUnaskedReply();
        }
        session.queue(command, asked);
        owe(asked, onReply);
    }

    /** A reply will come to what was just written. */
    void owe(Asked asked, OnReply onReply) throws IOException {
        owed.add(asked);
        takers.add(onReply);
        if (owed.size() >= window) {
            settleTo(window - 1);
            takeWhatIsHere();
        }
    }

    /** Takes the replies that are still owed. */
    void settle() throws IOException {
        settleTo(0);
    }

    /** Takes replies until only so many are owed. */
    void settleTo(int left) throws IOException {
        if (owed.size() > left) {
            session.flush();
        }
        while (owed.size() > left) {
            takeOne();
        }
    }

    /** They came with the one that was waited for, and cost nothing. */
    private void takeWhatIsHere() throws IOException {
        while (!owed.isEmpty() && session.hasInput()) {
            takeOne();
        }
    }

    private void takeOne() throws IOException {
        Asked asked = owed.remove();
        takers.remove().take(asked, session.read(asked.clock(), asked.step()));
    }
}
