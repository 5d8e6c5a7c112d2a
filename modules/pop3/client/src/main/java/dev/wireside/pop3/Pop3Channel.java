package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireText;
import dev.wireside.net.Connection;
import dev.wireside.net.Deadline;
import dev.wireside.net.LineParser;
import dev.wireside.net.LineReader;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Commands out, {@code +OK} and {@code -ERR} in (RFC 1939 section 3). Confined to the thread that uses the connection. */
final class Pop3Channel {
    static final WireText CAPA = WireText.of("CAPA");

    private final Connection connection;
    private final LineReader lines;
    private final Duration replyLimit;

    Pop3Channel(Connection connection, Duration replyLimit) {
        this.connection = connection;
        this.lines = new LineReader(connection);
        this.replyLimit = replyLimit;
    }

    /** Throws what ended the connection, if something did while nobody waited on it. */
    void requireUsable() throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the pause between two commands")) {
            requireSilence();
        }
    }

    /** Sends these commands in one write, ahead of their answers. */
    void send(WireText... commands) throws IOException {
        requireSilence();
        for (WireText command : commands) {
            connection.output().line(command);
        }
    }

    /**
     * Sends commands at once and in one write, ahead of their answers.
     *
     * @param behind whether answers to earlier commands are still to come, and may lie unread
     */
    void sendAhead(List<String> commands, boolean behind) throws IOException {
        String what = "sending " + commands.getFirst() + (commands.size() > 1 ? " and what is asked with it" : "");
        try (Step step = connection.within(WireClock.REPLY, replyLimit, what)) {
            if (!behind) {
                requireSilence();
            }
            for (String command : commands) {
                connection.output().line(WireText.of(command));
            }
            connection.output().flush();
        }
    }

    /** Sends a command at once. When this throws, the server has not got it whole; but see {@link Pop3Client#commit}. */
    void sendNow(WireText command) throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "sending " + command)) {
            send(command);
            connection.output().flush();
        }
    }

    /** What lies unread now was sent without being asked for, and would be taken for the answer to the next command. */
    private void requireSilence() throws IOException {
        if (!connection.input().isEmpty()) {
            throw unasked();
        }
    }

    private ProtocolViolationException unasked() throws IOException {
        ByteBuffer bytes = Objects.requireNonNull(connection.input().buffered());
        int from = bytes.arrayOffset() + bytes.position();
        String excerpt = GrammarException.excerpt(bytes.array(), from, bytes.arrayOffset() + bytes.limit());
        return connection.violated(
                new GrammarException("a server speaks only when it is asked", "RFC 1939 section 3", excerpt));
    }

    /** Waits for the server's first line; {@code -ERR} means that it does not want this session. */
    void greeting() throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the greeting")) {
            requireOk("the connection", lines.read(PopStatus::parse));
        }
    }

    /** Waits for the status that answers this command. */
    PopStatus status(String command) throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the reply to " + command)) {
            return lines.read(PopStatus::parse);
        }
    }

    /** The same, without the text of {@code +OK}. */
    PopStatus briefStatus(String command) throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the reply to " + command)) {
            return statusInStep();
        }
    }

    /** The same within the caller's step. */
    PopStatus statusInStep() throws IOException {
        return lines.read(PopStatus::parseBrief);
    }

    /** Waits for the status that answers this command, and for the lines behind it. */
    <T> Answer<T> answer(WireText command, LineParser<T> parser) throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the reply to " + command)) {
            PopStatus status = lines.read(PopStatus::parse);
            return status.isError()
                    ? new Answer<>(status, Optional.empty())
                    : new Answer<>(requireOk(command.masked(), status), Optional.of(lines.read(parser)));
        }
    }

    /** Sends a command and waits for its status, whatever it is. */
    PopStatus exchange(WireText command) throws IOException {
        send(command);
        return status(command.masked());
    }

    /** The same within a deadline of the caller's; nothing is sent while another thread uses the connection. */
    PopStatus exchange(WireText command, Deadline deadline) throws IOException {
        try (Step step = connection.within(deadline, "the reply to " + command)) {
            send(command);
            return lines.read(PopStatus::parse);
        }
    }

    /** Sends a command and waits for its status, which holds a value if it is positive. */
    <T> Answer<T> exchange(WireText command, LineFields.Value<T> value) throws IOException {
        send(command);
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the reply to " + command)) {
            return lines.read((buffer, from, to) -> Answer.parse(buffer, from, to, value));
        }
    }

    /** Sends a command that must be answered with {@code +OK} and a value. */
    <T> T ask(WireText command, LineFields.Value<T> value) throws IOException {
        Answer<T> answer = exchange(command, value);
        requireOk(command.masked(), answer.status());
        return answer.value().orElseThrow();
    }

    /** Sends a command that must be answered with {@code +OK}. */
    PopStatus expectOk(WireText command) throws IOException {
        return requireOk(command.masked(), exchange(command));
    }

    /** Passes {@code +OK} on; {@code -ERR} is a refusal, and {@code +} has no place outside of AUTH. */
    PopStatus requireOk(String command, PopStatus status) throws IOException {
        if (status.isOk()) {
            return status;
        }
        if (status.isError()) {
            throw refused(command, status, "");
        }
        byte[] line = status.line().getBytes(StandardCharsets.UTF_8);
        throw connection.violated(new GrammarException(
                "the reply to " + command + " is +OK or -ERR",
                "RFC 1939 section 3",
                GrammarException.excerpt(line, 0, line.length)));
    }

    /** Asks what the server can do. A server that does not know CAPA says {@code -ERR}, and lives on. */
    Pop3Capabilities capabilities() throws IOException {
        send(CAPA);
        return readCapabilities();
    }

    /** Waits for the answer to a CAPA that was sent. */
    Pop3Capabilities readCapabilities() throws IOException {
        return answer(CAPA, Pop3Capabilities.parser()).value().orElse(Pop3Capabilities.unknown());
    }

    /**
     * The exception for a refusal.
     *
     * @param detail what else is known about the reason; may be empty
     */
    Pop3RefusedException refused(String command, PopStatus status, String detail) {
        Refusal refusal = refusal(status);
        String message = "the server refused " + command + ": " + refusal.status()
                + (detail.isEmpty() ? "" : " (" + Shown.of(connection.scrub(detail)) + ")")
                + refusal.advice() + "; " + connection.evidence();
        return new Pop3RefusedException(message, command, refusal);
    }

    /** What a negative status means, and how it may be shown. */
    Refusal refusal(PopStatus status) {
        return Refusal.of(status, connection::scrub);
    }
}
