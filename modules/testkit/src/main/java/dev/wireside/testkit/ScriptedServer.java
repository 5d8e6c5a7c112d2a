package dev.wireside.testkit;

import dev.wireside.codec.wire.WireScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server that plays one script per connection: it sends what the script says, insists on what the script wants of the
 * client, and misbehaves where the script says so. Every connection has a virtual thread of its own and every wait an end
 * ({@link ServerOptions#withPatience}), so neither a client nor a test can be made to hang by it for good.
 *
 * <p>When the linear part of a script is over and there are no rules, the server ends the connection in order, and a
 * client that still sends something has left the script. A client that leaves while the script still wants lines of it has
 * left the script, too, unless the server provoked it with a stall or by being cut off.
 *
 * <p>All methods may be called by any thread.
 */
public final class ScriptedServer implements AutoCloseable {
    /** A client that has closed its side is noticed within milliseconds; this is for busy machines. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Java's default of 50 loses clients that come by the hundred, and a lost one waits for a greeting that never comes. */
    private static final int BACKLOG = 1024;

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(20);

    private final List<WireScript> scripts;
    private final boolean repeated;
    private final ServerOptions.Values options;
    private final ServerSocket listening;
    private final CutOff cutOff;
    private final List<Link> links = new ArrayList<>();
    private final Thread accepting;
    private @Nullable SSLContext tls;
    private volatile int knocking;
    private volatile boolean closed;
    private volatile boolean unaccepted;

    private record Link(Conversation conversation, ServerWire wire, Thread thread) {}

    private ScriptedServer(List<WireScript> scripts, boolean repeated, ServerOptions options) throws IOException {
        this.scripts = List.copyOf(scripts);
        this.repeated = repeated;
        this.options = options.values;
        cutOff = new CutOff(this.options.cutAt);
        tls = this.options.tls;
        listening = new ServerSocket();
        listening.bind(new InetSocketAddress(this.options.host, this.options.port), BACKLOG);
        Acceptor acceptor = new Acceptor(listening, Acceptor.PAUSE, this::accept);
        accepting = acceptor.thread("scripted-server-" + port());
    }

    /**
     * Listens on a free port of 127.0.0.1 and plays this script on every connection.
     *
     * @throws IOException if the server cannot listen
     */
    public static ScriptedServer play(WireScript script) throws IOException {
        return play(script, ServerOptions.defaults());
    }

    /**
     * Listens as the options say and plays this script on every connection.
     *
     * @throws IOException if the server cannot listen there: the bind's own error, at once
     */
    public static ScriptedServer play(WireScript script, ServerOptions options) throws IOException {
        return new ScriptedServer(List.of(script), true, options).started();
    }

    /**
     * Listens as the options say and plays the scripts on successive connections. {@code close()} reports a script that was
     * never played, and a connection for which there was none; that connection is closed at once.
     *
     * @throws IOException if the server cannot listen there: the bind's own error, at once
     */
    public static ScriptedServer playInTurn(List<WireScript> scripts, ServerOptions options) throws IOException {
        return new ScriptedServer(scripts, false, options).started();
    }

    /** What clients connect to, as it was given in the options: {@code 127.0.0.1} by default. */
    public String host() {
        return options.host;
    }

    /** The port that the server listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** The conversations so far, in the order of their connections. They are complete after {@link #close()}. */
    public List<Conversation> conversations() {
        synchronized (links) {
            return links.stream().map(Link::conversation).toList();
        }
    }

    /**
     * Waits until so many conversations are over, and returns them.
     *
     * @throws AssertionError if that takes longer than the limit
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Conversation> awaitConversations(int count, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            List<Conversation> over =
                    conversations().stream().filter(Conversation::isOver).toList();
            if (over.size() >= count) {
                return over;
            }
            if (System.nanoTime() - until >= 0) {
                throw new AssertionError(
                        "after " + limit + " only " + over.size() + " of " + count + " conversations are over"
                                + mismatches().stream().collect(Collectors.joining("\n", "\n", "")));
            }
            Thread.sleep(1);
        }
    }

    /**
     * Says whether the clients have followed their scripts so far; {@link #close()} asks again when all is over.
     *
     * @throws AssertionError that names the lines of the scripts where they did not
     */
    public void verify() {
        List<String> mismatches = mismatches();
        if (!mismatches.isEmpty()) {
            throw new AssertionError(String.join("\n", mismatches));
        }
    }

    /**
     * Stops listening, gives conversations that are still going on a second to end, ends them, and then verifies them
     * (unless {@link ServerOptions#withoutVerification}). A second call does nothing.
     *
     * @throws AssertionError that names the lines of the scripts where clients have left them
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            acceptAllBefore();
            closed = true;
            listening.close();
        } catch (IOException stuck) {
            throw new UncheckedIOException("cannot close the listening socket", stuck);
        }
        endAll();
        if (options.verified) {
            verify();
        }
    }

    private List<String> mismatches() {
        List<Conversation> played = conversations();
        List<String> mismatches = new ArrayList<>();
        played.forEach(conversation -> conversation.mismatch().ifPresent(mismatches::add));
        if (closed && !repeated && played.size() < scripts.size() && !cutOff.isReached()) {
            mismatches.add("only " + played.size() + " of " + scripts.size() + " scripts were played");
        }
        if (unaccepted) {
            mismatches.add("the last connections were not accepted within " + options.patience);
        }
        return mismatches;
    }

    private ScriptedServer started() {
        accepting.start();
        Thread.ofPlatform().daemon().name("scripted-server-watch-" + port()).start(this::watch);
        return this;
    }

    /** A connection of our own, behind all those that wait to be accepted: when it arrives, they have been. */
    private void acceptAllBefore() {
        try (Socket knock = new Socket()) {
            knock.bind(new InetSocketAddress(listening.getInetAddress(), 0));
            knocking = knock.getLocalPort();
            knock.connect(listening.getLocalSocketAddress(), (int) GRACE.toMillis());
            unaccepted = !accepting.join(options.patience);
        } catch (IOException refused) {
            // So many connections wait that there is no room for this one: those are lost.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False after our own knock. */
    private boolean accept(Socket socket) {
        if (socket.getPort() == knocking) {
            Acceptor.closeQuietly(socket);
            return false;
        }
        try {
            link(socket);
        } catch (IOException gone) {
            Acceptor.closeQuietly(socket);
        }
        return true;
    }

    private void link(Socket socket) throws IOException {
        synchronized (links) {
            Conversation conversation = new Conversation(links.size() + 1);
            ServerWire wire = new ServerWire(socket, options, conversation, cutOff);
            Thread thread = Thread.ofVirtual()
                    .name("scripted-server-" + port() + "-" + conversation.number())
                    .unstarted(() -> converse(conversation, wire));
            links.add(new Link(conversation, wire, thread));
            thread.start();
        }
    }

    private void converse(Conversation conversation, ServerWire wire) {
        try {
            options.listener.connected(conversation.number());
            if (repeated || conversation.number() <= scripts.size()) {
                WireScript script = scripts.get(repeated ? 0 : conversation.number() - 1);
                new Player(script, wire, conversation, this::tls).play();
            } else if (!cutOff.isReached()) {
                conversation.mismatch("connection " + conversation.number() + " came, but there are only "
                        + scripts.size() + " scripts");
            }
        } catch (RuntimeException | Error broken) {
            // A listener that throws, or an expression that is too much for the stack.
            conversation.mismatch("connection " + conversation.number() + " could not be played: " + broken);
        } finally {
            wire.closeQuietly();
            tellClosed(conversation);
            conversation.end();
        }
    }

    private void tellClosed(Conversation conversation) {
        try {
            options.listener.closed(conversation.number());
        } catch (RuntimeException | Error broken) {
            conversation.mismatch("the listener of connection " + conversation.number() + " failed: " + broken);
        }
    }

    private SSLContext tls() {
        synchronized (links) {
            SSLContext context = tls;
            if (context == null) {
                context = TestCertificates.serverContext(ServerCertificate.VALID);
                tls = context;
            }
            return context;
        }
    }

    /** Ends every wait that has become too long; until the last conversation is over. */
    private void watch() {
        while (!closed || conversations().stream().anyMatch(conversation -> !conversation.isOver())) {
            snapshot().forEach(link -> link.wire.endIfOverdue());
            try {
                Thread.sleep(WATCH_INTERVAL);
            } catch (InterruptedException nobodyDoes) {
                return;
            }
        }
    }

    private void endAll() {
        long until = System.nanoTime() + GRACE.toNanos();
        try {
            for (Link link : snapshot()) {
                Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
                if (link.wire.isStalling() || !link.thread.join(left)) {
                    link.wire.abort();
                    link.thread.interrupt();
                    link.thread.join();
                }
            }
        } catch (InterruptedException interrupted) {
            snapshot().forEach(link -> link.wire.abort());
            Thread.currentThread().interrupt();
        }
    }

    private List<Link> snapshot() {
        synchronized (links) {
            return List.copyOf(links);
        }
    }
}
