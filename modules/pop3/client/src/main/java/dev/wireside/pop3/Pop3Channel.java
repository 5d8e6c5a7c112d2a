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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/**
 * Commands out, {@code +OK} and {@code -ERR} in (RFC 1939 section 3). A question that can wait costs no wait of its own
 * where the server has PIPELINING (RFC 2449 section 6.6): it goes out with the next command, in the same write. Confined to the thread that uses the connection.
 */
final class Pop3Channel {
    static final WireText CAPA = WireText.of("CAPA");

    private static final WireText UTF8 = WireText.of("UTF8");

    /** A question that goes out with the next command. */
    private record Question(WireText command, Reading answer) {}

    /** Waits for an answer. */
    private interface Reading {
        void run() throws IOException;
    }

    private final Connection connection;
    private final LineReader lines;
    private final Duration replyLimit;
    /** Questions that have not been sent. */
    private final Queue<Question> waiting = new ArrayDeque<>();
    /** Questions whose answers come before that of the command they went out with. */
    private final Queue<Question> owed = new ArrayDeque<>();

    private Pop3Capabilities known = Pop3Capabilities.unknown();
    private boolean utf8;

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

    private void askAlong(WireText command, Reading answer) throws IOException {
        waiting.add(new Question(command, answer));
        if (!known.pipelining()) {
            askNow();
        }
    }

    private void askNow() throws IOException {
        send();
        settle();
    }

    private void settle() throws IOException {
        while (!owed.isEmpty()) {
            owed.remove().answer().run();
        }
    }

    /** What was not asked so far is not asked any more. */
    void askNoMore() {
        waiting.clear();
    }

    /** Sends these commands in one write, ahead of their answers. */
    void send(WireText... commands) throws IOException {
        requireSilence();
        while (!waiting.isEmpty()) {
            connection.output().line(waiting.element().command());
            owed.add(waiting.remove());
        }
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
    PopStatus greeting() throws IOException {
        try (Step step = connection.within(WireClock.REPLY, replyLimit, "the greeting")) {
            return requireOk("the connection", lines.read(PopStatus::parse));
        }
    }

    /** Waits for the status that answers this command. */
    PopStatus status(String command) throws IOException {
        settle();
        return nextStatus(command);
    }

    private PopStatus nextStatus(String command) throws IOException {
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
        settle();
        return nextAnswer(command, parser);
    }

    private <T> Answer<T> nextAnswer(WireText command, LineParser<T> parser) throws IOException {
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
        settle();
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

    /** Sends a command that must be answered with {@code +OK} and lines. */
    <T> T askForLines(WireText command, LineParser<T> parser) throws IOException {
        send(command);
        Answer<T> answer = answer(command, parser);
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

    /** What the server is known to be able to do. Nothing is sent. */
    Pop3Capabilities known() {
        return known;
    }

    /** The same, after asking if that is still to be done. */
    Pop3Capabilities capabilities() throws IOException {
        if (!waiting.isEmpty()) {
            askNow();
        }
        return known;
    }

    /** Asks what the server can do. A server that does not know CAPA says {@code -ERR}, and lives on. */
    void askCapabilities() throws IOException {
        send(CAPA);
        readCapabilities();
    }

    /** The same, but at the latest with the next command. */
    void askCapabilitiesAlong() throws IOException {
        askAlong(CAPA, this::readCapabilities);
    }

    /** Waits for the answer to a CAPA that was sent last. */
    void readCapabilities() throws IOException {
        known = nextAnswer(CAPA, Pop3Capabilities.parser()).value().orElse(Pop3Capabilities.unknown());
    }

    /** Asks for UTF-8 (RFC 6856 section 2.1), at the latest with the next command. */
    void askUtf8() throws IOException {
        askAlong(UTF8, () -> {
            PopStatus status = nextStatus("UTF8");
            utf8 = !status.isError() && requireOk("UTF8", status).isOk();
        });
    }

    /** Whether the server has taken UTF8. */
    boolean isUtf8() {
        return utf8;
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
