package dev.wireside.pop3;

import dev.wireside.codec.WireText;
import dev.wireside.net.BodySink;
import dev.wireside.net.Connection;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.TlsFacts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A maildrop, opened: connected, secured, logged in (the TRANSACTION state of RFC 1939 section 5).
 *
 * <pre>{@code
 * try (var maildrop = Pop3Client.open(Endpoint.of("pop.example.org", 995), credentials, Pop3Options.defaults())) {
 *     for (Listing message : maildrop.list()) {
 *         maildrop.retrieve(message, BodySink.toFile(folder.resolve(message.number() + ".eml")));
 *         maildrop.markDeleted(message);
 *     }
 *     maildrop.commit();
 * }
 * }</pre>
 *
 * <p>Deleting takes two steps: {@link #markDeleted} marks, {@link #commit} deletes. {@link #close} without commit deletes
 * nothing.
 *
 * <p>Every operation throws {@link Pop3RefusedException} when the server says {@code -ERR}, after which the client stays
 * usable; and {@link dev.wireside.net.ProtocolViolationException}, {@link dev.wireside.net.ConnectionLostException},
 * {@link dev.wireside.net.DeadlineException}, {@link dev.wireside.net.AbortedException} or
 * {@link javax.net.ssl.SSLException}, after which the connection is dead and nothing was deleted. After one of these, or
 * after commit and close, every operation throws {@link IllegalStateException}; so does one that is called from inside a
 * {@link BodySink}, while a message is on its way.
 *
 * <p>Confined: one thread at a time, any thread; only {@link #abort} may be called concurrently.
 */
public final class Pop3Client implements AutoCloseable {
    private static final WireText STAT = WireText.of("STAT");
    private static final WireText NOOP = WireText.of("NOOP");
    private static final WireText LANG = WireText.of("LANG");
    private static final WireText RSET = WireText.of("RSET");

    private enum State {
        /** Ready for the next command. */
        TRANSACTION,
        /** A sink has a message; no command may go out before its end. */
        LENDING,
        /** Committed or closed. */
        OVER
    }

    private final Connection connection;
    private final Pop3Channel channel;
    private final Pop3Options options;
    private final Listings listings;
    private final Marks marks;
    private final Farewell farewell;

    private State state = State.TRANSACTION;
    private boolean hasRetrieved;

    Pop3Client(Connection connection, Pop3Channel channel, Pop3Options options) {
        this.connection = connection;
        this.channel = channel;
        this.options = options;
        this.listings = new Listings(channel, options.maxMessages());
        this.marks = new Marks(channel);
        this.farewell = new Farewell(connection, channel, marks);
    }

    /**
     * Connects, waits for the greeting, turns TLS on (before the greeting, or with STLS), asks for the capabilities with
     * CAPA, logs in with AUTH or with USER and PASS, and sends CAPA again. USER, PASS and that second CAPA leave together
     * if the server announced PIPELINING; after AUTH, the second CAPA then leaves with the first command.
     *
     * <p>Whatever is thrown, the connection is closed.
     *
     * @throws IllegalArgumentException if the credentials cannot be sent: an empty user or password, a control character
     * @throws Pop3RefusedException if the server does not want the session, refuses STLS (then nothing secret was sent),
     *     offers no login that the options allow (the same), or refuses the credentials: then
     *     {@link Pop3RefusedException#responseCode} is {@link PopResponseCode#AUTH} if the server tells the reasons apart
     * @throws dev.wireside.net.ConnectFailedException if nobody answers there
     * @throws IOException as the class says
     */
    public static Pop3Client open(Endpoint server, Credentials credentials, Pop3Options options) throws IOException {
        return Pop3Opening.open(server, credentials, options);
    }

    /**
     * The same with AUTH and the mechanism that the options name, which carries everything itself:
     * {@code options.withSasl(Sasl.external(""))}.
     *
     * @throws IllegalArgumentException if the options name none, or one that is made of credentials
     * @throws Pop3RefusedException as above
     * @throws IOException as above
     */
    public static Pop3Client open(Endpoint server, Pop3Options options) throws IOException {
        return Pop3Opening.open(server, options);
    }

    /**
     * What the server announced after the login. Sends CAPA (RFC 2449 section 5) if that is still to be done: after AUTH to
     * a server with PIPELINING it goes out with the first command, or here.
     *
     * @throws IOException as the class says
     */
    public Pop3Capabilities capabilities() throws IOException {
        return state == State.TRANSACTION && connection.isOpen() ? channel.capabilities() : channel.known();
    }

    /** Whether the server has taken UTF8, which {@link Pop3Options#withUtf8} asks for. Nothing is sent. */
    public boolean isUtf8() {
        return channel.isUtf8();
    }

    /** What TLS agreed on; empty with {@link Pop3Tls#UNENCRYPTED}. Nothing is sent. */
    public Optional<TlsFacts> tls() {
        return connection.tls();
    }

    /** Whether operations can go on: neither committed nor closed nor dead. Nothing is sent, so the server may be gone. */
    public boolean isOpen() {
        return state != State.OVER && connection.isOpen();
    }

    /**
     * Sends STAT (RFC 1939 section 5): how many messages there are, without those that are marked, and their size.
     * @throws Pop3RefusedException if the server refuses; the client stays usable
     * @throws IOException as the class says
     */
    public DropListing stat() throws IOException {
        requireReady();
        return channel.ask(STAT, DropListing::read);
    }

    /**
     * Sends LIST, and UIDL unless the server is known not to have it (RFC 1939 sections 5 and 7); both at once if it
     * announced PIPELINING. Marked messages are not in it. What one of the two does not know of a message stays empty.
     *
     * @throws Pop3RefusedException if the server refuses LIST, or UIDL although it announced it; the client stays usable
     * @throws dev.wireside.net.ProtocolViolationException also if there are more messages than
     *     {@link Pop3Options#withMaxMessages} allows
     * @throws IOException as the class says
     */
    public List<Listing> list() throws IOException {
        requireReady();
        return listings.all();
    }

    /**
     * Sends LIST and UIDL with the number of one message, as {@link #list()} does for all.
     *
     * @throws Pop3RefusedException if there is no such message, or it is marked; the client stays usable
     * @throws IOException as the class says
     */
    public Listing list(int number) throws IOException {
        requireReady();
        return listings.one(number);
    }

    /**
     * Sends UIDL alone (RFC 1939 section 7), for who wants to know what is new: the listings have no sizes. A server
     * without UIDL is asked all the same, and refuses.
     *
     * @throws Pop3RefusedException if the server refuses; the client stays usable
     * @throws IOException as the class says
     */
    public List<Listing> uidl() throws IOException {
        requireReady();
        return listings.named();
    }

    /**
     * Sends RETR (RFC 1939 section 5) and lends the message to the sink while it comes in, dot-stuffing taken off. What
     * the sink leaves unread is thrown away, up to 16 MiB and within the reply clock; so the client stays usable also when
     * the sink throws, and what it threw is thrown here.
     *
     * @return what the sink made of the message, which was complete
     * @throws IllegalArgumentException if the listing is another session's
     * @throws Pop3RefusedException if the server refuses; the client stays usable
     * @throws dev.wireside.net.ConnectionLostException if the message was cut off, also if the sink did not mind
     * @throws dev.wireside.net.ProtocolViolationException also if it is longer than
     *     {@link Pop3Options#withMaxMessageSize} allows
     * @throws dev.wireside.net.DeadlineException also if what the sink left unread took longer than the reply clock; if the
     *     sink threw, that is thrown, and this is suppressed in it
     * @throws IOException what the sink threw; that the sink left more than 16 MiB unread, upon which the connection was
     *     closed; or as the class says
     */
    public <T> T retrieve(Listing message, BodySink<T> sink) throws IOException {
        return retrieveAll(List.of(message), only -> sink).getFirst().value();
    }

    /**
     * Sends RETR for each message (RFC 1939 section 5), and lends each to its sink as {@link #retrieve} does. If the server
     * announced PIPELINING, up to 500 commands go out ahead of the answers, hundreds in one write, so that many messages
     * cost about as many waits as one (RFC 2449 section 6.6); else each waits for the one before.
     *
     * <p>A sink that throws ends it: nothing more is asked for. What is already on its way is thrown away, up to 16 MiB and
     * within one reply clock; then what the sink threw is thrown here, and the client stays usable. If there is more, the
     * connection is closed, and {@link Throwable#getSuppressed} says so.
     *
     * @param sink makes the sink for a message when it comes in; not asked for one that is refused
     * @return what became of each message, in their order; all of them were complete, or refused
     * @throws IllegalArgumentException if a listing is another session's; nothing was sent
     * @throws IOException as {@link #retrieve} says, but never {@link Pop3RefusedException}. What the earlier sinks have
     *     made is complete
     */
    public <T> List<MessageOutcome<T>> retrieveAll(List<Listing> messages, Function<? super Listing, BodySink<T>> sink)
            throws IOException {
        requireReady();
        Pipeline pipeline = listings.pipeline(number -> "RETR " + number, messages);
        hasRetrieved |= pipeline.hasNext();
        return fetch(pipeline, sink);
    }

    /**
     * Sends TOP (RFC 1939 section 7): the headers, the empty line, and so many lines of the body; otherwise as
     * {@link #retrieve}.
     *
     * @throws IllegalArgumentException if {@code lines} is negative, or the listing is another session's
     * @throws Pop3RefusedException if the server refuses, as one without TOP does; the client stays usable
     * @throws IOException as {@link #retrieve} says
     */
    public <T> T top(Listing message, int lines, BodySink<T> sink) throws IOException {
        return topAll(List.of(message), lines, only -> sink).getFirst().value();
    }

    /**
     * Sends TOP for each message, as {@link #retrieveAll} does with RETR.
     *
     * @throws IllegalArgumentException if {@code lines} is negative, or a listing is another session's; nothing was sent
     * @throws IOException as {@link #retrieveAll} says
     */
    public <T> List<MessageOutcome<T>> topAll(
            List<Listing> messages, int lines, Function<? super Listing, BodySink<T>> sink) throws IOException {
        if (lines < 0) {
            throw new IllegalArgumentException("a number of lines is not negative: " + lines);
        }
        requireReady();
        return fetch(listings.pipeline(number -> "TOP " + number + " " + lines, messages), sink);
    }

    private <T> List<MessageOutcome<T>> fetch(Pipeline pipeline, Function<? super Listing, BodySink<T>> sink)
            throws IOException {
        state = State.LENDING;
        try {
            return new Fetch<>(connection, channel, options, pipeline, sink).all();
        } finally {
            state = state == State.LENDING ? State.TRANSACTION : state;
        }
    }

    /**
     * Sends DELE (RFC 1939 section 5): marks the message. Nothing is deleted before {@link #commit}.
     *
     * @throws IllegalArgumentException if the listing is another session's
     * @throws Pop3RefusedException if the server refuses, as it does when the message is marked already; the client stays
     *     usable
     * @throws IOException as the class says
     */
    public void markDeleted(Listing message) throws IOException {
        PopStatus ignored = deleteAll(List.of(message)).getFirst().value();
    }

    /**
     * Sends DELE for each message (RFC 1939 section 5), ahead of the answers as {@link #retrieveAll} does: marks them.
     * Nothing is deleted before {@link #commit}. If this throws, the connection is dead, and nothing will be.
     *
     * @return what the server said about each message, in their order
     * @throws IllegalArgumentException if a listing is another session's; nothing was sent
     * @throws IOException as the class says, but never {@link Pop3RefusedException}
     */
    public List<MessageOutcome<PopStatus>> deleteAll(List<Listing> messages) throws IOException {
        requireReady();
        return marks.all(listings.pipeline(number -> "DELE " + number, messages));
    }

    /**
     * Sends RSET (RFC 1939 section 5): takes the marks off all messages.
     *
     * @throws Pop3RefusedException if the server refuses, and the marks stay; the client stays usable
     * @throws IOException as the class says
     */
    public void reset() throws IOException {
        requireReady();
        channel.expectOk(RSET);
        marks.clear();
    }

    /**
     * Sends NOOP (RFC 1939 section 5), to keep the server from ending an idle session.
     * @throws Pop3RefusedException if the server refuses; the client stays usable
     * @throws IOException as the class says
     */
    public void noop() throws IOException {
        requireReady();
        channel.expectOk(NOOP);
    }

    /**
     * Sends LANG (RFC 6856 section 3): in which languages the server can write its texts.
     *
     * @throws Pop3RefusedException if the server does not know LANG, or keeps no list; the client stays usable
     * @throws dev.wireside.net.ProtocolViolationException also if there are more than 1000
     * @throws IOException as the class says
     */
    public List<Language> languages() throws IOException {
        requireReady();
        return channel.askForLines(LANG, Language.parser());
    }

    /**
     * Sends LANG with a language: from now on the texts that the server writes for people are in it, and in UTF-8 (RFC 6856
     * section 3). Codes do not change.
     *
     * @param range {@code fr}, {@code fr-CA}, or {@code *} for what the server prefers (RFC 4647 section 2.1)
     * @return the language that the server has chosen, which may be more special than what was asked for
     * @throws IllegalArgumentException if the range is none
     * @throws Pop3RefusedException if it has none such, and writes on as before; the client stays usable
     * @throws IOException as the class says
     */
    public Language language(String range) throws IOException {
        requireReady();
        if (!range.equals("*") && !Language.isTag(range)) {
            throw new IllegalArgumentException("not a language range such as fr-CA or *: " + range);
        }
        return channel.ask(WireText.of("LANG " + range), Language::read);
    }

    /**
     * Sends any command that is answered with a single line, and returns that line whatever it says. A command with more
     * lines than that would leave them to be taken for the next answer; and QUIT sent here commits.
     *
     * @throws IOException as the class says, but never {@link Pop3RefusedException}
     */
    public PopStatus command(WireText command) throws IOException {
        requireReady();
        marks.becomePossible();
        return channel.exchange(command);
    }

    /**
     * Sends QUIT, upon which the server enters the UPDATE state and deletes the marked messages (RFC 1939 section 6); then
     * closes the connection. Returns only after the server has said {@code +OK}.
     *
     * @return what it said
     * @throws CommitRefusedException if it said {@code -ERR}: some or all of the marked messages were not deleted
     * @throws CommitUnknownException if QUIT was sent and the connection died before the answer: nobody knows. This
     *     includes a deadline and {@link #abort}; and an interrupt during the write, of which Java does not tell how far it
     *     came
     * @throws IOException if the connection had died before, or died with only a part of QUIT sent, which is no command
     *     without its CRLF (RFC 1939 section 3); nothing was deleted
     */
    public PopStatus commit() throws IOException {
        requireReady();
        state = State.OVER;
        return farewell.commit();
    }

    /**
     * Ends every wait of this client at once, from any thread; the operation throws
     * {@link dev.wireside.net.AbortedException}. Nothing more is sent, and nothing is deleted that was not committed.
     */
    public void abort() {
        connection.abort();
    }

    /**
     * Leaves without deleting anything, within two seconds. Never throws; after {@link #commit}, or a second time, it does
     * nothing. While another thread uses the client, or a {@link BodySink} has a message, the connection is closed at once,
     * without a goodbye.
     *
     * <p>QUIT would delete what is marked, so RSET goes first, and QUIT only after the server has confirmed it. If it does
     * not, or if the server announced that it deletes what was fetched ({@code EXPIRE 0}, RFC 2449 section 6.7) and
     * something was, the connection is closed without QUIT: "If a session terminates for some reason other than a
     * client-issued QUIT command, the POP3 session does NOT enter the UPDATE state" (RFC 1939 section 6).
     */
    @Override
    public void close() {
        boolean idle = state == State.TRANSACTION;
        state = State.OVER;
        try {
            if (idle && connection.isOpen()) {
                farewell.leave(hasRetrieved);
            }
        } finally {
            connection.close();
        }
    }

    private void requireReady() throws IOException {
        switch (state) {
            case TRANSACTION -> channel.requireUsable();
            case LENDING -> throw new IllegalStateException("a message is on its way; let its sink return first");
            case OVER -> throw new IllegalStateException("the session is over: commit or close was called");
        }
    }
}
