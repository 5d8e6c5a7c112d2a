package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyParser;
import java.io.IOException;
import java.time.Duration;

/**
 * Commands out, three-digit replies in, as FTP and SMTP have them. A command that is only {@link #queue queued} leaves
 * together with what follows; {@link #exchange} is the plain send-and-wait.
 *
 * <p>Confined to the thread that uses the connection.
 */
public final class CommandChannel {
    /** How a protocol makes its own exception of a refusal. */
    @FunctionalInterface
    public interface Refusal {
        /**
         * @param message the whole story, for a person
         * @param command what was asked, secrets masked
         * @param reply what the peer said, echoed secrets masked
         */
        RefusedException of(String message, String command, Reply reply);
    }

    private final Connection connection;
    private final LineReader lines;
    private final LineParser<Reply> parser;
    private final Refusal refusal;

    /** A channel over this connection; it may be put on top before or after TLS, and serves on across an upgrade. */
    public CommandChannel(Connection connection, ReplyParser.Dialect dialect, Refusal refusal) {
        this.connection = connection;
        this.lines = new LineReader(connection);
        this.parser = new ReplyParser(dialect)::push;
        this.refusal = refusal;
    }

    /** The stream beneath. */
    public Connection connection() {
        return connection;
    }

    /**
     * Puts a command behind what is to be sent next.
     *
     * @throws IOException as {@link Connection} says, if the buffer was full and had to be sent
     */
    public void queue(WireText command) throws IOException {
        connection.output().line(command);
    }

    /**
     * The same; if the buffer is full and has to be sent, that is a step.
     *
     * @param limit of the reply clock
     * @param what the step's name
     * @throws IOException as {@link Connection} says
     */
    public void queue(WireText command, Duration limit, String what) throws IOException {
        if (connection.isOpen() && connection.output().hasRoom(command.length() + 2)) {
            queue(command);
            return;
        }
        try (Step step = connection.within(WireClock.REPLY, limit, what)) {
            queue(command);
        }
    }

    /**
     * Reads one whole reply within the current step, sending first what is queued.
     *
     * @throws ProtocolViolationException if it breaks the grammar or a limit
     * @throws IOException as {@link Connection} says
     */
    public Reply read() throws IOException {
        return lines.read(parser);
    }

    /**
     * Reads one whole reply. One that is here already is waited for by nobody: then nothing that is queued is sent, and no
     * clock is set.
     *
     * @param limit of the reply clock
     * @param what the step's name: {@code "the greeting"}
     * @throws ProtocolViolationException if it breaks the grammar or a limit
     * @throws IOException as {@link Connection} says
     */
    public Reply read(Duration limit, String what) throws IOException {
        Reply here = connection.isOpen() ? lines.poll(parser, what) : null;
        if (here != null) {
            return here;
        }
        try (Step step = connection.within(WireClock.REPLY, limit, what)) {
            return read();
        }
    }

    /**
     * Sends a command and reads its reply, whatever it says.
     *
     * @param limit of the reply clock, for sending and the whole reply
     * @param what the step's name: {@code "the reply to EHLO"}
     * @throws ProtocolViolationException if the reply breaks the grammar or a limit
     * @throws IOException as {@link Connection} says
     */
    public Reply exchange(WireText command, Duration limit, String what) throws IOException {
        try (Step step = connection.within(WireClock.REPLY, limit, what)) {
            queue(command);
            return read();
        }
    }

    /**
     * Sends a command and reads its reply, which must fit one of the masks.
     *
     * @param masks as {@link dev.wireside.codec.reply.ReplyCode#matches} reads them
     * @throws RefusedException if the reply is 4yz or 5yz; the connection stays usable
     * @throws ProtocolViolationException if it is anything else, or breaks the grammar
     * @throws IOException as {@link Connection} says
     */
    public Reply expect(WireText command, Duration limit, String what, String... masks) throws IOException {
        Reply reply = exchange(command, limit, what);
        return reply.matches(masks) ? reply : require(command.masked(), reply, masks);
    }

    /**
     * Passes the reply on if it fits one of the masks.
     *
     * @param command what it answers, as it may be shown
     * @throws RefusedException if the reply is 4yz or 5yz; the connection stays usable
     * @throws ProtocolViolationException if it is anything else
     */
    public Reply require(String command, Reply reply, String... masks) throws IOException {
        if (reply.matches(masks)) {
            return reply;
        }
        if (reply.code().isTransient() || reply.code().isPermanent()) {
            throw refused(command, reply);
        }
        throw connection.violated(new GrammarException(
                "the reply to " + command + " is " + String.join(" or ", masks) + ", or 4yz or 5yz",
                "RFC 5321 section 4.3.2, RFC 959 section 5.4",
                scrubbed(reply).toString()));
    }

    /** The exception for this refusal. */
    public RefusedException refused(String command, Reply reply) {
        Reply scrubbed = scrubbed(reply);
        String message = "the server refused " + command + ": " + scrubbed
                + (reply.code().isTransient() ? " (it may accept it later)" : "") + "; " + connection.evidence();
        return refusal.of(message, command, scrubbed);
    }

    /** The reply as it may be shown: secrets that the peer echoes are masked; the very same without any. */
    public Reply scrubbed(Reply reply) {
        for (String line : reply.lines()) {
            if (!connection.scrub(line).equals(line)) {
                return new Reply(
                        reply.code(),
                        reply.lines().stream().map(connection::scrub).toList());
            }
        }
        return reply;
    }
}
