package dev.wireside.compare;

import dev.wireside.testkit.ServerSideListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The tap outside of the clients: hears the raw bytes of their connections and makes events of them. It cannot know secrets by
 * type as a client can, so it masks them by what the protocol says is secret, and once more by the password that it is told.
 */
final class Recorder implements ServerSideListener {
    /** A listing of a large maildrop is shown by its first lines. */
    private static final int LISTED_LINES = 8;

    private final Dialogue dialogue;
    private final List<String> secrets;
    private final List<Event> events = new ArrayList<>();
    private final Voice client = new Voice(Event.From.CLIENT);
    private final Voice server = new Voice(Event.From.SERVER);
    private final Duration silence;
    private int flights;
    private boolean clientSpoke = true;
    private long lastHeard;
    private long fromClient;
    private long fromServer;
    private int listed;
    private int left;
    private int current;
    private int open;
    private boolean over;

    /** One direction: collects lines and bodies. */
    private final class Voice {
        private final Event.From from;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private BodySummary.@Nullable Collector body;

        Voice(Event.From from) {
            this.from = from;
        }

        void heard(byte[] bytes, int start, int end) {
            int at = start;
            while (at < end) {
                long chunk = from == Event.From.CLIENT ? dialogue.clientSendsChunk() : 0;
                if (chunk > 0) {
                    int to = (int) Math.min(end, at + chunk);
                    dialogue.chunk(bytes, at, to);
                    at = to;
                } else {
                    at = lineFrom(bytes, at, end);
                }
            }
        }

        /** Takes bytes up to the next end of a line; returns where that is. */
        private int lineFrom(byte[] bytes, int start, int end) {
            int to = start;
            while (to < end && bytes[to] != '\n') {
                to++;
            }
            boolean whole = to < end;
            to += whole ? 1 : 0;
            line.write(bytes, start, to - start);
            if (whole) {
                wholeLine();
            }
            return to;
        }

        private void wholeLine() {
            byte[] whole = line.toByteArray();
            line.reset();
            if (body == null && isBody()) {
                body = new BodySummary.Collector();
            }
            if (body == null) {
                String text = new String(whole, StandardCharsets.UTF_8).stripTrailing();
                add(from, from == Event.From.CLIENT ? dialogue.client(text) : dialogue.server(text));
            } else if (whole.length == 3 && whole[0] == '.') {
                add(from, dialogue.body(body.finish()));
                body = null;
            } else {
                body.add(whole, 0, whole.length);
            }
        }

        private boolean isBody() {
            return from == Event.From.CLIENT ? dialogue.clientSendsBody() : dialogue.serverSendsBody();
        }
    }

    /**
     * Hears one connection after the other.
     *
     * @param password the one that both clients use, to be masked wherever it turns up
     * @param silence how long nothing is heard before it counts as a wait of the client; zero where a network does not
     *     delay what is heard
     */
    Recorder(Dialogue dialogue, String password, Duration silence) {
        this.dialogue = dialogue;
        this.silence = silence;
        lastHeard = System.nanoTime() - silence.toNanos();
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        this.secrets = List.of(password, Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public synchronized void connected(int connection) {
        current = connection;
        open++;
        over = false;
        dialogue.connected();
        if (!events.isEmpty()) {
            note("another connection");
        }
        clientSpoke = true;
        lastHeard = System.nanoTime() - silence.toNanos();
    }

    @Override
    public synchronized void clientBytes(int connection, byte[] bytes, int from, int to) {
        fromClient += to - from;
        if (connection < current) {
            return;
        }
        clientSpoke = true;
        lastHeard = System.nanoTime();
        client.heard(bytes, from, to);
    }

    /** A client that pipelines may say more while answers come in; it waits when nothing is under way any more. */
    @Override
    public synchronized void serverBytes(int connection, byte[] bytes, int from, int to) {
        fromServer += to - from;
        if (connection < current) {
            // What an earlier session did not wait for.
            return;
        }
        long now = System.nanoTime();
        if (clientSpoke && now - lastHeard >= silence.toNanos()) {
            flights++;
            clientSpoke = false;
        }
        lastHeard = now;
        server.heard(bytes, from, to);
    }

    @Override
    public synchronized void tlsStarted(int connection, SSLSession session) {
        // A full handshake of TLS 1.3 takes one round trip (RFC 8446 section 2), which both of its ends wait for.
        flights++;
        note("from here on inside " + session.getProtocol());
    }

    @Override
    public synchronized void closed(int connection) {
        open--;
        over = open <= 0;
        notifyAll();
    }

    /** Waits until the connection is over, so that nothing is missing. */
    synchronized Recording await(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!over && System.nanoTime() - until < 0) {
            wait(10);
        }
        return new Recording(List.copyOf(events), flights, fromClient, fromServer);
    }

    private void note(String text) {
        Event last = events.getLast();
        events.add(new Event(Event.From.WIRE, last.flight(), last.exchange(), last.step(), text, text));
    }

    private void add(Event.From from, Dialogue.Shown shown) {
        int flight = flights + (clientSpoke ? 1 : 0);
        Event last = events.isEmpty() ? null : events.getLast();
        boolean goesOn = last != null
                && from == Event.From.SERVER
                && last.from() == from
                && last.exchange() == shown.exchange()
                && last.step().equals(shown.step());
        listed = goesOn ? listed + 1 : 1;
        if (listed > LISTED_LINES && !shown.text().equals(".")) {
            left++;
            return;
        }
        if (left > 0) {
            note("and " + left + " lines more");
            left = 0;
        }
        events.add(
                new Event(from, flight, shown.exchange(), shown.step(), masked(shown.text()), masked(shown.stable())));
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, Dialogue.MASK);
        }
        return masked;
    }
}
