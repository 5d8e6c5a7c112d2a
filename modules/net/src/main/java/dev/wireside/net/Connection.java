package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Redactor;
import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.ChannelBinding;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One byte stream to a peer: TCP, and TLS on it once {@link #upgradeToTls} was called. Every wait happens inside a
 * {@link #within step} with a deadline; a wait outside one is bounded by the idle clock of {@link Timeouts#defaults()}.
 *
 * <p>Reading and writing throw {@link DeadlineException} when a clock ran out, {@link AbortedException} after
 * {@link #abort} or an interrupt, {@link ConnectionLostException} when the peer ended or reset the stream, and
 * {@link SSLException} when TLS says no. After each of them the connection is dead.
 *
 * <p>Confined: one thread at a time, any thread; only {@link #abort} may be called concurrently.
 */
public final class Connection implements AutoCloseable {
    /** A peer that does not take our goodbye in two seconds will not take it at all. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** A shorter part of a line is framing, and masking it would hide half of what the server says. */
    private static final int MIN_REDACTED = 4;

    private final SocketChannel channel;
    private final ChannelTransport bottom;
    private final WireTap tap;
    private final boolean tapped;
    private final Redactor redactor = new Redactor();
    private final Guard guard = new Guard(this::cutOff, this::rest);
    private final Ending ending;
    private final WireInput input = new WireInput(this, guard);
    private final WireOutput output = new WireOutput(this, guard);

    private List<Endpoint> hops;
    private Transport transport;
    private @Nullable TlsTransport tlsTransport;

    private Connection(SocketChannel channel, Endpoint target, WireTap tap) {
        this.channel = channel;
        this.hops = List.of(target);
        this.tap = tap;
        this.tapped = !tap.equals(WireTap.none());
        this.ending = new Ending(guard, tap);
        this.bottom = new ChannelTransport(channel);
        this.transport = bottom;
    }

    /**
     * Makes a connection of a channel that is connected and blocking, and tells the tap.
     *
     * @param target what the channel is connected to: what the user asked for, or the first proxy on the way there
     * @throws IllegalArgumentException if it is not connected, or non-blocking
     * @throws IOException if the channel is closed
     */
    public static Connection over(SocketChannel channel, Endpoint target, WireTap tap) throws IOException {
        Connection connection = new Connection(channel, target, tap);
        String local = connection.local().toString();
        String peer = connection.peer().toString();
        connection.tell(new TranscriptEvent.Connected(connection.channel(), target, local, peer));
        return connection;
    }

    /** Where the stream leads: what was asked for, or where the last proxy goes on to. */
    public Endpoint target() {
        return hops.getLast();
    }

    /** Every place on the way: the proxies in their order, and the {@link #target} last. */
    public List<Endpoint> hops() {
        return hops;
    }

    /**
     * For connectors: a proxy has said that the stream now leads on to {@code further}, which TLS will check from here on.
     */
    public void leadsOnTo(Endpoint further) {
        hops = Stream.concat(hops.stream(), Stream.of(further)).toList();
        note("the proxy leads on to " + further);
    }

    /**
     * The address and port at the other end of TCP: the peer, or the first proxy.
     *
     * @throws IOException if the connection is closed
     */
    public SocketAddress peer() throws IOException {
        return channel.getRemoteAddress();
    }

    /**
     * This end's address and port.
     *
     * @throws IOException if the connection is closed
     */
    public SocketAddress local() throws IOException {
        return channel.getLocalAddress();
    }

    /** What TLS agreed on; empty while the stream is in clear. */
    public Optional<TlsFacts> tls() {
        return Optional.ofNullable(tlsTransport).map(TlsTransport::facts);
    }

    /** What binds a login to this TLS connection (RFC 9266, else RFC 5929); empty in clear. */
    public Optional<ChannelBinding> channelBinding() {
        return Optional.ofNullable(tlsTransport).flatMap(TlsTransport::channelBinding);
    }

    /** What comes in. */
    public WireInput input() {
        return input;
    }

    /** What goes out. */
    public WireOutput output() {
        return output;
    }

    /** The channel's number in the transcript. */
    int channel() {
        return TranscriptEvent.CONTROL;
    }

    /** Whether the connection can still be used: not closed, and nothing went wrong on it. */
    public boolean isOpen() {
        return ending.isOpen();
    }

    /** Bounds everything that happens from now on, in addition to each step's own clock. */
    public void limitSession(Deadline deadline) {
        guard.limitSession(deadline);
    }

    /**
     * Starts a step: until it is closed, everything that waits on this connection ends when the clock does.
     *
     * <pre>{@code try (Step step = connection.within(WireClock.REPLY, limit, "the reply to EHLO")) { ... }}</pre>
     *
     * @param limit positive; more than a century is read as a century
     * @param what names the step in messages: what is being waited for
     * @throws IllegalArgumentException if the limit is zero or negative
     * @throws IOException a {@link DeadlineException} or {@link AbortedException} if the connection died of one meanwhile
     * @throws IllegalStateException if the connection is closed, or another thread is in a step
     */
    public Step within(WireClock clock, Duration limit, String what) throws IOException {
        Duration sane = Deadline.checked(limit);
        long now = Deadline.now();
        return begin(clock, sane, now, now + sane.toNanos(), what);
    }

    /** The same with a deadline that has begun already, such as the connect clock that runs on from TCP into TLS. */
    public Step within(Deadline deadline, String what) throws IOException {
        return begin(deadline.clock(), deadline.limit(), Deadline.now(), deadline.end(), what);
    }

    private Step begin(WireClock clock, Duration limit, long now, long end, String what) throws IOException {
        if (!ending.isOpen()) {
            throw ending.unusable(what);
        }
        guard.begin(clock, limit, now, end, what);
        if (guard.isExpired()) {
            guard.close();
            throw ending.unusable(what);
        }
        return guard;
    }

    /** A read or write outside of a step is one by itself; true if it is. */
    private boolean beginAlone(String what) throws IOException {
        if (ending.isDead()) {
            throw ending.unusable(what);
        }
        if (guard.isRunningHere(what)) {
            return false;
        }
        within(WireClock.IDLE, Timeouts.defaults().idle(), what);
        return true;
    }

    /**
     * Puts TLS on the stream; from then on nothing crosses in clear. Certificate chain and host name of the
     * {@link #target} are checked as {@code tls} says.
     *
     * @throws ProtocolViolationException if the peer sent anything behind its go-ahead: it would have been injected in
     *     clear and read as if it were protected (CVE-2021-22947, rule S2)
     * @throws SSLException if the handshake fails; the connection is dead
     * @throws IOException as the class says
     */
    public void upgradeToTls(Tls tls, Deadline deadline) throws IOException {
        TlsTransport secured = new TlsTransport(transport, tls.engineFor(target()));
        try (Step step = within(deadline, "the TLS handshake")) {
            output.flush();
            refuseInjectedPlaintext();
            handshake(tls, secured);
        }
    }

    private void handshake(Tls tls, TlsTransport secured) throws IOException {
        try {
            TlsFacts facts = secured.handshake();
            tls.requireAlternativeName(target(), facts.chain().getFirst());
            transport = secured;
            tlsTransport = secured;
            tell(new TranscriptEvent.TlsStarted(channel(), facts));
        } catch (IOException failure) {
            throw died(failure);
        } catch (RuntimeException | Error broken) {
            kill("the TLS handshake broke: " + broken.getMessage());
            throw broken;
        }
    }

    private void refuseInjectedPlaintext() throws ProtocolViolationException {
        if (!input.isEmpty()) {
            String rule = "nothing follows the go-ahead for TLS in clear";
            throw violated(new GrammarException(rule, "RFC 3207 section 4, CVE-2021-22947", input.excerpt()));
        }
    }

    /**
     * Sends what is collected and ends our side of the stream (TCP FIN, under TLS close_notify); the peer's side can still
     * be read.
     *
     * @throws IOException as the class says
     */
    public void shutdownOutput() throws IOException {
        output.flush();
        boolean alone = beginAlone("ending the stream");
        try {
            transport.shutdownOutput();
        } catch (IOException failure) {
            throw died(failure);
        } finally {
            guard.finish(alone);
        }
    }

    /** From now on this secret is masked wherever the peer's words are shown. */
    public void redact(Secret secret) {
        redactor.learn(secret);
    }

    /** The same for what a line keeps secret, save for what is as short as the {@code =} of an empty response. */
    void redact(WireText line) {
        for (byte[] secret : line.secrets()) {
            if (secret.length >= MIN_REDACTED) {
                redactor.learn(secret);
            }
        }
    }

    /** The text as it may be shown: secrets that the peer echoes are masked. */
    public String scrub(String text) {
        return redactor.scrub(text);
    }

    /** Whether anybody listens; an event is made only then. */
    public boolean isTapped() {
        return tapped;
    }

    /** Tells the tap. */
    public void tell(TranscriptEvent event) {
        tap.heard(event);
    }

    /** Tells the tap something that did not cross the wire. */
    public void note(String text) {
        tell(new TranscriptEvent.Note(channel(), text));
    }

    /** Where a user finds what happened, for the end of a message. */
    public String evidence() {
        return tap.evidence();
    }

    /** Closes the connection because of what the peer sent in this step, and returns the exception to throw. */
    public ProtocolViolationException violated(GrammarException broken) {
        return violated(guard.step(), broken);
    }

    /** The same, where the step that it happened in is over or had another name. */
    public ProtocolViolationException violated(String step, GrammarException broken) {
        kill("the peer broke the protocol");
        return ProtocolViolationException.of(step, broken, redactor.scrubExcerpt(broken.excerpt()), tap);
    }

    /** Closes the connection because the peer ended it while bytes were owed, and returns the exception to throw. */
    public IOException lost(String reason) {
        kill(reason);
        return ending.lost(reason, input.received());
    }

    /**
     * Ends every wait on this connection at once, from any thread; they throw {@link AbortedException}. Nothing more is
     * sent, not even a goodbye. Calling it again, or on a closed connection, does nothing.
     */
    public void abort() {
        ending.abort();
        cutOff();
    }

    /**
     * Ends the connection: close_notify under TLS, then TCP. What was written and not flushed is thrown away, so closing
     * never commits anything. Never throws, never waits longer than two seconds (and SO_LINGER, where it was asked for);
     * inside a step it does not wait at all, and TLS then ends without close_notify.
     */
    @Override
    public void close() {
        if (isOpen() && tlsTransport != null && !guard.isRunning()) {
            sayFarewell();
        }
        ending.close();
        kill("closed by this side");
    }

    private void sayFarewell() {
        output.discard();
        try (Step step = within(WireClock.REPLY, FAREWELL, "closing")) {
            transport.shutdownOutput();
        } catch (IOException | IllegalStateException peerIsGoneOrBusyElsewhere) {
            // It will see TCP end; there is nothing left to lose.
        }
    }

    /** Closes the connection at once; the caller throws. */
    void kill(String reason) {
        Optional<String> death = ending.die(reason);
        bottom.close();
        Watchdog.SHARED.forget(guard);
        if (!guard.isRunningElsewhere()) {
            input.discard();
            output.discard();
        }
        death.ifPresent(why -> tell(new TranscriptEvent.Closed(channel(), why)));
    }

    /** From any thread. */
    private void cutOff() {
        bottom.cutOff();
        Watchdog.SHARED.forget(guard);
    }

    private void rest() {
        input.rest();
        transport.rest();
    }

    /** Reads from the topmost layer, after sending what waits to be sent. */
    int receive(ByteBuffer into) throws IOException {
        output.flush();
        boolean alone = beginAlone("reading");
        try {
            int read = transport.read(into);
            if (read < 0 && ending.byUs(null).isPresent()) {
                throw new ClosedChannelException();
            }
            guard.progress();
            return read;
        } catch (IOException failure) {
            throw died(failure);
        } finally {
            guard.finish(alone);
        }
    }

    /** Writes to the topmost layer. */
    void transmit(ByteBuffer from) throws IOException {
        boolean alone = beginAlone("writing");
        try {
            transport.write(from);
            guard.progress();
        } catch (IOException failure) {
            input.hear(transport, failure);
            throw died(failure);
        } finally {
            guard.finish(alone);
        }
    }

    /** Turns what a socket threw into what it means, and closes the connection. */
    private IOException died(IOException failure) {
        String lastWords = redactor.scrubExcerpt(input.excerpt());
        kill(Ending.broke(failure));
        return ending.meaningOf(failure, input.received(), lastWords);
    }
}
