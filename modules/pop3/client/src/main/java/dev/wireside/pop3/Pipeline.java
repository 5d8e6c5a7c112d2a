package dev.wireside.pop3;

import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The same command for one message after the other, sent ahead of the answers (RFC 2449 section 6.6). The window is filled
 * up when half of it has been answered, in one write, so that the server never runs out of work and commands never go out
 * one by one:
 *
 * <pre>
 *   C: RETR 1 ... RETR 500       one write
 *   S: the answers 1 to 250
 *   C: RETR 501 ... RETR 750     one write, while the answers 251 to 500 are on their way
 * </pre>
 */
final class Pipeline {
    /**
     * How many answers may be owed. "If either the client or server uses blocking writes, it MUST not exceed the window
     * size of the underlying transport layer" (RFC 2449 section 6.6): 500 commands of at most 27 bytes fit into 16 KiB,
     * the least that a system keeps for sending by default, so our write ends even if the server reads nothing at all,
     * and from then on we read. More would save nothing: 500 messages an answer apart are one wait already.
     */
    static final int WINDOW = 500;

    private final Pop3Channel channel;
    private final IntFunction<String> command;
    private final List<Listing> messages;
    private final int window;
    private int sent;
    private int answered;

    /**
     * @param command of a message's number: {@code "RETR 1"}
     * @param ahead whether the server takes commands ahead of its answers; else each waits for the one before
     */
    Pipeline(Pop3Channel channel, IntFunction<String> command, List<Listing> messages, boolean ahead) {
        this.channel = channel;
        this.command = command;
        this.messages = messages;
        this.window = ahead ? WINDOW : 1;
    }

    /** How many messages there are in all. */
    int size() {
        return messages.size();
    }

    /** Whether a message is left whose answer has not been looked at. */
    boolean hasNext() {
        return answered < messages.size();
    }

    /** Whether the server owes the answer to something that was sent. */
    boolean isOwed() {
        return answered < sent;
    }

    /** Sends what the window has room for; the answer that comes next is the one about this message. */
    Listing next() throws IOException {
        if (sent - answered <= window / 2) {
            refill();
        }
        return skip();
    }

    /** The message that the next answer is about; nothing more is sent. */
    Listing skip() {
        return messages.get(answered++);
    }

    /**
     * After the last answer: an unasked line among answers shifts all that follow it, and the last one is left over. Behind
     * a single answer it harms nobody, and the next command finds it.
     */
    void end() throws IOException {
        if (size() > 1) {
            channel.requireUsable();
        }
    }

    private void refill() throws IOException {
        List<Listing> batch = messages.subList(sent, Math.min(messages.size(), answered + window));
        if (batch.isEmpty()) {
            return;
        }
        channel.sendAhead(batch.stream().map(this::commandFor).toList(), isOwed());
        sent += batch.size();
    }

    /** What is sent for this message. */
    String commandFor(Listing message) {
        return command.apply(message.number());
    }
}
