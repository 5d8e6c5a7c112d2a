package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.net.BodySource;
import dev.wireside.net.Endpoint;
import dev.wireside.net.TlsFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An SMTP session that is ready for messages: connected, greeted, secured and logged in as its options say.
 *
 * <pre>{@code
 * var options = SmtpOptions.defaults().withTls(SmtpTls.STARTTLS).withLogin(credentials);
 * try (var smtp = SmtpClient.connect(Endpoint.of("mail.example.org", 587), options)) {
 *     var envelope = Envelope.from("ada@example.org").to("bob@example.net");
 *     Receipt receipt = smtp.send(envelope, BodySource.ofFile(Path.of("mail.eml")));
 * }
 * }</pre>
 *
 * <p>What can be thrown, besides what {@link dev.wireside.net.Connection} names: {@link SmtpRefusedException}, after which the
 * session is as good as new; {@link SmtpClosingException}, {@link dev.wireside.net.ProtocolViolationException} and everything
 * else, after which it is dead, save for what {@link #send} says of messages that go by BDAT.
 *
 * <p>Confined: one thread at a time, any thread; only {@link #abort} may be called concurrently.
 */
public final class SmtpClient implements AutoCloseable {
    /** Verbs behind which something other than a reply and the next command follows. */
    private static final Set<String> NOT_JUST_A_COMMAND = Set.of("DATA", "BDAT", "STARTTLS");

    private final SmtpSession session;

    private SmtpClient(SmtpSession session) {
        this.session = session;
    }

    /**
     * Connects, reads the greeting, sends EHLO (HELO to a server that refuses it), STARTTLS and EHLO again, and AUTH, as the
     * options say (RFC 5321 section 3.1, RFC 3207, RFC 4954). When it throws, the connection was closed.
     *
     * @throws SmtpRefusedException if the server refuses the connection or the login, or lacks STARTTLS or a mechanism that
     *     may be used; in the latter cases nothing secret was sent
     * @throws SmtpClosingException if it answers 421
     * @throws javax.net.ssl.SSLException if the TLS handshake fails
     * @throws dev.wireside.net.ProtocolViolationException if it breaks the protocol, sends anything behind the go-ahead for
     *     TLS, or cannot prove in SCRAM that it knows the password
     * @throws IOException as {@link dev.wireside.net.Connector} and {@link dev.wireside.net.Connection} say
     */
    public static SmtpClient connect(Endpoint server, SmtpOptions options) throws IOException {
        return new SmtpClient(SmtpSession.open(server, options, false));
    }

    /** What the server announced in its last reply to EHLO. */
    public SmtpCapabilities capabilities() {
        return session.capabilities();
    }

    /** What TLS agreed on; empty only under {@link SmtpTls#UNENCRYPTED}. */
    public Optional<TlsFacts> tls() {
        return session.connection().tls();
    }

    /**
     * Sends MAIL, a RCPT for each recipient, and the message by DATA or, where the server offers CHUNKING, by BDAT (RFC 3030);
     * in as few waits as the server allows: see the package's description. Returns when the server has taken the
     * responsibility for the message.
     *
     * <p>The message is streamed; its lines end in CRLF, and for DATA its dots are doubled on the way. Its size, where the
     * source knows it, is declared and checked against the server's limit first (RFC 1870). That is the size before bare line
     * ends became CRLF: an estimate, and too small for a file with LF only, which section 6.3 permits; if the message turns
     * out larger than the server's limit, the server refuses it at its end.
     *
     * <p>The source writes on the thread that called, and uses this client for nothing else meanwhile. Time that it takes for
     * itself is limited by nothing; {@link SmtpTimeouts#withBlock} is for the network alone. By BDAT, a server that refuses
     * early stops it: its next write throws.
     *
     * <p>By DATA, a server that refuses in the middle of the message and closes makes the next write fail: what is thrown is
     * a {@link dev.wireside.net.ConnectionLostException}, and the refusal, if it came through, is in its message and its
     * {@link dev.wireside.net.ConnectionLostException#lastWords}. Nothing was delivered.
     *
     * @throws SmtpRefusedException if the server refuses the sender, the message, all recipients, or one of them without
     *     {@link Envelope#allowingPartial()}; or lacks what the envelope or the message needs. Nothing was delivered, the
     *     session is usable
     * @throws SmtpClosingException if it answers 421; nothing was delivered, the session is dead
     * @throws OutcomeUnknownException if the connection died after the end mark had left (or may have, when the thread was
     *     interrupted just then) and before the answer to it
     * @throws EightBitBodyException if a byte above 127 came where only US-ASCII may go; nothing was delivered. By DATA the
     *     session is dead, by BDAT it is usable
     * @throws dev.wireside.net.BareNewlineException if a CR or LF stands alone and the options refuse that; the same
     * @throws IOException what the source threw; the same. What {@link BodySource#size} threw, with nothing sent and the
     *     session usable. Or as {@link dev.wireside.net.Connection} says, the session is dead. Nothing was delivered
     * @throws IllegalArgumentException if the envelope has no recipient
     * @throws IllegalStateException if the source wrote from another thread: nothing was delivered, by DATA the session is
     *     dead, by BDAT it is usable; or if it closed this client, also if the source did not let that through; or if it is
     *     called from inside a source, an iterable or a consumer of this client: nothing was sent, and what is being sent
     *     goes on
     */
    public Receipt send(Envelope envelope, BodySource message) throws IOException {
        return MailRun.send(session, envelope, message);
    }

    /**
     * Sends all of them, each as {@link #send} would, but without waiting where one ends and the next begins: by DATA, the
     * content of one leaves together with MAIL, RCPT and DATA of the next, one wait a message (RFC 2920 section 3.1); by BDAT
     * they follow each other without waiting, up to a hundred owed replies (RFC 3030 section 2). A message that is refused,
     * or by BDAT one whose source fails, does not touch the others.
     *
     * @return what became of each, in their order; see {@link Delivery}. It tells also how the connection died, if it did;
     *     this session is then dead, as {@link #isOpen} says
     * @throws IllegalStateException if it is called from inside a source, an iterable or a consumer of this client, whose
     *     messages go on
     * @throws RuntimeException what the iterable threw; the connection is aborted, and those before may have been delivered
     */
    public List<Delivery> sendAll(Iterable<MailObject> mails) {
        List<Delivery> deliveries = new ArrayList<>();
        sendAll(mails, deliveries::add);
        return deliveries;
    }

    /**
     * The same for any number of messages, in constant memory: what becomes of each is told when it is known, in their
     * order, on the thread that called. Iterable and consumer use this client for nothing else meanwhile.
     *
     * <p>Messages are collected into writes, and may wait in a buffer while the iterable takes its time; it is for messages
     * that are at hand, not for a queue that waits for new ones. After the connection has died the iterable is asked for the
     * rest all the same, and each of them is {@link Delivery.NotSent}; a consumer that throws ends that.
     *
     * @throws IllegalStateException if it is called from inside a source, an iterable or a consumer of this client, whose
     *     messages go on
     * @throws RuntimeException what the iterable or the consumer threw; the connection is aborted, and those that were not
     *     told of may have been delivered
     */
    public void sendAll(Iterable<MailObject> mails, Consumer<? super Delivery> each) {
        MailRun.sendAll(session, mails, each);
    }

    /**
     * Sends NOOP and waits for 250 (RFC 5321 section 4.1.1.9): is the server still there?
     *
     * @throws SmtpRefusedException if it says no; the session is usable
     * @throws IOException as the class says
     */
    public void noop() throws IOException {
        session.noop();
    }

    /**
     * Sends RSET and waits for 250 (RFC 5321 section 4.1.1.5). Only useful together with {@link #command}: {@link #send} leaves
     * no transaction behind.
     *
     * @throws IOException as the class says
     */
    public void reset() throws IOException {
        session.reset();
    }

    /**
     * Sends VRFY (RFC 5321 section 4.1.1.6), with SMTPUTF8 behind a name that is not US-ASCII (RFC 6531 section 3.7.4.2), and
     * returns the reply: 250 the name is that of the mailbox in the reply, 251 it is somewhere else, 252 the server does not
     * say, but would take a message for it; most servers say 252 to whatever they are asked.
     *
     * @param name a user's name or mailbox; what has a space in it, between double quotes
     * @throws SmtpRefusedException if the server says 4yz or 5yz: no such user, several, or no answer at all; or lacks
     *     SMTPUTF8, then nothing was sent. The session is usable
     * @throws IllegalArgumentException if it is not one word or quoted string, or is too long; nothing was sent
     * @throws IOException as the class says
     */
    public Reply verify(String name) throws IOException {
        return Inquiry.about("VRFY", name, session.capabilities()).ask(session);
    }

    /**
     * Sends EXPN (RFC 5321 section 4.1.1.7), with SMTPUTF8 behind a name that is not US-ASCII, and returns the reply: 250
     * with a member of the list on each line.
     *
     * @param list a mailing list's name; what has a space in it, between double quotes
     * @throws SmtpRefusedException if the server says 4yz or 5yz, as most do; or lacks SMTPUTF8, then nothing was sent. The
     *     session is usable
     * @throws IllegalArgumentException if it is not one word or quoted string, or is too long; nothing was sent
     * @throws IOException as the class says
     */
    public Reply expand(String list) throws IOException {
        return Inquiry.about("EXPN", list, session.capabilities()).ask(session);
    }

    /**
     * Sends HELP (RFC 5321 section 4.1.1.8) and returns the reply, 211 or 214 with a text for people.
     *
     * @throws SmtpRefusedException if the server says 4yz or 5yz; the session is usable
     * @throws IOException as the class says
     */
    public Reply help() throws IOException {
        return Inquiry.help().ask(session);
    }

    /**
     * The same about one topic, usually a command's name.
     *
     * @throws SmtpRefusedException if the server says 4yz or 5yz; the session is usable
     * @throws IllegalArgumentException if it is not one word or quoted string of US-ASCII, or is too long; nothing was sent
     * @throws IOException as the class says
     */
    public Reply help(String topic) throws IOException {
        return Inquiry.help(topic).ask(session);
    }

    /**
     * Sends any other command, such as {@code ETRN}, and returns the reply, whatever it says; secrets that it echoes are not
     * masked. After 421 the session is dead. A transaction that MAIL begins here has to be ended, by {@link #reset}, before
     * {@link #send}: else the server may take the next recipients for this sender.
     *
     * @throws IllegalArgumentException for DATA, BDAT and STARTTLS, after which other things than commands are sent
     * @throws IOException as the class says
     */
    public Reply command(WireText command) throws IOException {
        String line = command.masked().strip();
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        if (NOT_JUST_A_COMMAND.contains(verb)) {
            throw new IllegalArgumentException(verb + " is not just a command; use send(), or SmtpOptions.withTls()");
        }
        return session.command(command, verb);
    }

    /** Whether the session can still be used, as far as is known without asking the server: see {@link #noop}. */
    public boolean isOpen() {
        return session.connection().isOpen();
    }

    /** Ends every wait at once, from any thread, with {@link dev.wireside.net.AbortedException}. Sends nothing more. */
    public void abort() {
        session.connection().abort();
    }

    /**
     * Sends QUIT if the session still works, waits two seconds at most for its reply, and closes. In the middle of a message,
     * or of a wait on another thread, it only closes. Never throws.
     */
    @Override
    public void close() {
        session.quit();
    }
}
