package dev.wireside.smtp;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyParser;
import dev.wireside.net.CommandChannel;
import dev.wireside.net.Connection;
import dev.wireside.net.Deadline;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its greeting to its end, and what all commands have in common: a clock, 421, secrets that come back.
 */
final class SmtpSession {
    /** A server that does not answer our goodbye in two seconds will not answer it at all. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    static final String SENDING = "sending the message";

    private final Connection connection;
    private final CommandChannel channel;
    private final SmtpOptions options;
    private final boolean lmtp;

    /** Whether a source is writing a message; volatile, because whoever disturbs it may be another thread. */
    private volatile boolean lent;

    private WireText bdat = WireText.of("BDAT 0");
    private int lastChunk;
    private boolean lastChunkWasLast;

    private SmtpCapabilities capabilities = SmtpCapabilities.none();

    private SmtpSession(Connection connection, SmtpOptions options, boolean lmtp) {
        this.connection = connection;
        this.options = options;
        this.lmtp = lmtp;
        channel = new CommandChannel(connection, ReplyParser.Dialect.SMTP, SmtpRefusedException::of);
    }

    /** @param lmtp whether it is not SMTP but LMTP that is spoken (RFC 2033) */
    static SmtpSession open(Endpoint server, SmtpOptions options, boolean lmtp) throws IOException {
        SmtpTimeouts timeouts = options.timeouts();
        Deadline whole = Deadline.after(WireClock.SESSION, timeouts.limit(Wait.SESSION));
        Deadline connect = Deadline.earliest(Deadline.after(timeouts.limit(Wait.CONNECT)), whole);
        Connection connection = options.connector().connect(server, connect, options.tap());
        SmtpSession session = new SmtpSession(connection, options, lmtp);
        try {
            connection.limitSession(whole);
            session.begin(connect);
            return session;
        } catch (SmtpRefusedException no) {
            session.quit();
            throw no;
        } catch (Throwable broken) {
            connection.close();
            throw broken;
        }
    }

    private void begin(Deadline connect) throws IOException {
        if (options.credentials() != null) {
            connection.redact(options.credentials().secret());
        }
        if (options.tls() == SmtpTls.IMPLICIT) {
            connection.upgradeToTls(options.tlsSettings(), connect);
        }
        greeting();
        hello();
        if (options.tls() == SmtpTls.STARTTLS) {
            startTls();
            hello();
        }
        requireTls();
        if (options.credentials() != null || options.mechanism() != null) {
            new SmtpLogin(this, options).run();
        }
    }

    /** RFC 5321 section 3.1: 220, or 554 from a server that does not want to serve. */
    private void greeting() throws IOException {
        Reply reply = read(Wait.GREETING, "the greeting");
        require("the connection", reply, "220");
    }

    /**
     * RFC 5321 section 3.2: EHLO, and HELO for a server that does not know it. RFC 2033 section 4.1: in LMTP, LHLO and
     * neither of them.
     */
    private void hello() throws IOException {
        String name = options.clientName().isEmpty() ? localLiteral() : options.clientName();
        String verb = lmtp ? "LHLO" : "EHLO";
        Reply reply = ask(WireText.of(verb + " " + name), Wait.COMMAND, "the reply to " + verb);
        if (reply.code().isPermanent() && !lmtp) {
            reply = ask(WireText.of("HELO " + name), Wait.COMMAND, "the reply to HELO");
            require("HELO " + name, reply, "250");
            capabilities = SmtpCapabilities.none();
        } else {
            require(verb + " " + name, reply, "250");
            capabilities = SmtpCapabilities.of(reply, connection.tls().isPresent());
        }
    }

    /** RFC 3207. What the server announced in clear is forgotten (section 4.2), and nothing may follow its 220 in clear. */
    private void startTls() throws IOException {
        if (!capabilities.has(SmtpExtension.STARTTLS)) {
            throw SmtpRefusedException.unasked(
                    "STARTTLS",
                    "the server does not offer STARTTLS, which is required, or somebody removed the offer",
                    SmtpRefusedException.NO_SECRET);
        }
        Reply reply = ask(WireText.of("STARTTLS"), Wait.COMMAND, "the reply to STARTTLS");
        require("STARTTLS", reply, "220");
        connection.upgradeToTls(options.tlsSettings(), Deadline.after(limit(Wait.CONNECT)));
        capabilities = SmtpCapabilities.none();
    }

    /** Rule S3: looked up on the connection, never concluded from how the dialogue went. */
    void requireTls() throws IOException {
        if (options.tls() != SmtpTls.UNENCRYPTED && connection.tls().isEmpty()) {
            throw connection.violated(
                    "the dialogue", new GrammarException("TLS is required", "RFC 8314 section 3", ""));
        }
    }

    /** Sends a command and reads its reply, whatever it says but 421. */
    Reply ask(WireText command, Wait wait, String step) throws IOException {
        return checked(askFor421Too(command, wait, step), step);
    }

    private Reply askFor421Too(WireText command, Wait wait, String step) throws IOException {
        refuseInsideMessage();
        refuseUnaskedReply();
        return channel.exchange(command, limit(wait), step);
    }

    /** Before the first message of a call. */
    void beginMail() throws IOException {
        requireTls();
        refuseUnaskedReply();
    }

    /** Puts a command behind what is to be sent next. */
    void queue(WireText command, Asked asked) throws IOException {
        channel.queue(command, limit(asked.clock()), asked.step());
    }

    /** Puts BDAT and its bytes behind what is to be sent next (RFC 3030 section 2). */
    void queueChunk(ByteBuffer chunk, boolean last) throws IOException {
        WireText command = bdat(chunk.remaining(), last);
        try {
            if (connection.isOpen() && connection.output().hasRoom(command.length() + 2L + chunk.remaining())) {
                put(command, chunk);
            } else {
                putInStep(command, chunk);
            }
        } catch (RuntimeException | Error broken) {
            // A tap that throws, a second thread: the commands behind BDAT would be taken for the bytes that it
            // announced.
            connection.abort();
            throw broken;
        }
    }

    private void putInStep(WireText command, ByteBuffer chunk) throws IOException {
        try (Step sending = connection.within(WireClock.IDLE, limit(Wait.BLOCK), SENDING)) {
            put(command, chunk);
        }
    }

    private void put(WireText command, ByteBuffer chunk) throws IOException {
        channel.queue(command);
        connection.output().chunk(chunk);
    }

    /** The chunks of one message, or messages from one form, are often of one size. */
    private WireText bdat(int bytes, boolean last) {
        if (bytes != lastChunk || last != lastChunkWasLast) {
            bdat = WireText.of("BDAT " + bytes + (last ? " LAST" : ""));
            lastChunk = bytes;
            lastChunkWasLast = last;
        }
        return bdat;
    }

    /** Sends what was put there. */
    void flush() throws IOException {
        try (Step sending = connection.within(WireClock.IDLE, limit(Wait.BLOCK), SENDING)) {
            connection.output().flush();
        }
    }

    /** Whether something of a reply is here already. */
    boolean hasInput() {
        return !connection.input().isEmpty();
    }

    /** Reads the reply to a command that was queued before, whatever it says but 421. */
    Reply read(Wait wait, String step) throws IOException {
        return checked(channel.read(limit(wait), step), step);
    }

    /** RFC 5321 section 3.8: 421 may stand in place of any reply, and the server closes after it. */
    private Reply checked(Reply reply, String step) throws IOException {
        if (reply.code().value() == 421) {
            connection.close();
            throw new SmtpClosingException(step, scrubbed(reply), EnhancedStatus.of(reply), connection.evidence());
        }
        return reply;
    }

    /**
     * A reply that is there before its command answers something else, and so would every one behind it. 421 may come
     * unasked.
     */
    void refuseUnaskedReply() throws IOException {
        if (!connection.input().isEmpty()) {
            Reply surplus = read(Wait.COMMAND, "the silence between commands");
            String excerpt = scrubbed(surplus).toString();
            throw connection.violated(
                    "the silence between commands",
                    new GrammarException("a reply answers a command", "RFC 5321 section 4.2", excerpt));
        }
    }

    /**
     * Whether the reply fits the mask; false if it is a refusal.
     *
     * @throws IOException a ProtocolViolationException if it is neither
     */
    boolean accepts(String command, Reply reply, String mask) throws IOException {
        boolean refusal = reply.code().isTransient() || reply.code().isPermanent();
        return !refusal && channel.require(command, reply, mask).matches(mask);
    }

    /** @throws IOException an SmtpRefusedException or ProtocolViolationException if the reply does not fit the mask */
    private void require(String command, Reply reply, String mask) throws IOException {
        if (!accepts(command, reply, mask)) {
            throw refused(command, reply);
        }
    }

    /** What it means is read from the reply as it came; a masked secret may have looked like an enhanced code. */
    SmtpRefusedException refused(String command, Reply reply) {
        return ((SmtpRefusedException) channel.refused(command, reply)).meaning(EnhancedStatus.of(reply));
    }

    /** Something of the caller's that we call in the middle of a dialogue, such as what writes a message. */
    @FunctionalInterface
    interface Theirs<T extends @Nullable Object, X extends Exception> {
        T call() throws X;
    }

    /** Calls it, and allows no command meanwhile: it would become part of the message, or its reply be taken for another. */
    <T extends @Nullable Object, X extends Exception> T lend(Theirs<T, X> theirs) throws X {
        lent = true;
        try {
            return theirs.call();
        } finally {
            lent = false;
        }
    }

    void refuseInsideMessage() {
        if (lent) {
            throw new IllegalStateException("messages are being sent; a session does one thing at a time");
        }
    }

    /** Sends NOOP (RFC 5321 section 4.1.1.9). */
    void noop() throws IOException {
        require("NOOP", ask(WireText.of("NOOP"), Wait.COMMAND, "the reply to NOOP"), "250");
    }

    /** Sends RSET (RFC 5321 section 4.1.1.5), to which a server has no way to say no. */
    void reset() throws IOException {
        requireReset(ask(WireText.of("RSET"), Wait.COMMAND, "the reply to RSET"));
    }

    void requireReset(Reply reply) throws IOException {
        if (!reply.matches("250")) {
            throw connection.violated(
                    "the reply to RSET",
                    new GrammarException(
                            "RSET is answered 250",
                            "RFC 5321 section 4.1.1.5",
                            scrubbed(reply).toString()));
        }
    }

    /** Any command; 421 is returned too, and the connection closed. */
    Reply command(WireText command, String verb) throws IOException {
        Reply reply = askFor421Too(command, Wait.COMMAND, "the reply to " + verb);
        if (reply.code().value() == 421) {
            connection.close();
        }
        return reply;
    }

    /** Sends QUIT if the connection waits for a command, gives the server two seconds for its 221, and closes. */
    void quit() {
        try {
            if (connection.isOpen() && !lent) {
                channel.exchange(WireText.of("QUIT"), FAREWELL, "the reply to QUIT");
            }
        } catch (IOException | IllegalStateException goneOrBusy) {
            // What had to be said was said before; or another thread is in the middle of something that ends now.
        } finally {
            connection.close();
        }
    }

    Reply scrubbed(Reply reply) {
        return channel.scrubbed(reply);
    }

    boolean isLmtp() {
        return lmtp;
    }

    Connection connection() {
        return connection;
    }

    SmtpCapabilities capabilities() {
        return capabilities;
    }

    SmtpOptions options() {
        return options;
    }

    Duration limit(Wait wait) {
        return options.timeouts().limit(wait);
    }

    /** RFC 5321 section 4.1.3; a zone means nothing to the other end. */
    private String localLiteral() throws IOException {
        if (!(connection.local() instanceof InetSocketAddress local) || local.getAddress() == null) {
            return "[127.0.0.1]";
        }
        String address = local.getAddress().getHostAddress();
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        return local.getAddress() instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }
}
