package dev.wireside.net;

import dev.wireside.codec.Printable;
import dev.wireside.codec.WireText;
import dev.wireside.codec.wire.WireScript;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records what crosses a connection, to be read by people ({@link #render}) or played by the test server
 * ({@link #toScript}). Secrets are masked, also those that the peer echoes; {@link #withSecretsInClear} says otherwise.
 *
 * <p>Keeps the last {@link #MAX_EVENTS} events. Safe for any number of threads; one transcript may record several
 * connections one after the other.
 */
public final class Transcript implements WireTap {
    /** A session of hundreds of messages fits; one that never ends does not fill the memory. */
    public static final int MAX_EVENTS = 20_000;

    /** At most about so many characters of lines are kept: 20,000 lines of ordinary length, not of the longest. */
    static final long MAX_TEXT = 4_000_000;

    /**
     * One event and when it happened.
     *
     * @param at the time since the transcript's first event
     */
    public record Entry(Duration at, TranscriptEvent event) {}

    private final boolean inClear;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long firstNanos;
    private long heard;
    private long text;

    private Transcript(boolean inClear) {
        this.inClear = inClear;
    }

    /** A transcript with secrets masked. */
    public Transcript() {
        this(false);
    }

    /** A transcript that shows passwords and tokens as they are. For a throw-away account only. */
    public static Transcript withSecretsInClear() {
        return new Transcript(true);
    }

    @Override
    public void heard(TranscriptEvent event) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (heard++ == 0) {
                firstNanos = now;
            }
            text += weight(event);
            while (entries.size() == MAX_EVENTS || (text > MAX_TEXT && !entries.isEmpty())) {
                text -= weight(entries.removeFirst().event());
            }
            entries.addLast(new Entry(Duration.ofNanos(now - firstNanos), keepable(event)));
        } finally {
            lock.unlock();
        }
    }

    /** The same for an event and for its masked form: secrets are not weighed. */
    private static long weight(TranscriptEvent event) {
        return switch (event) {
            case TranscriptEvent.Sent e -> e.line().masked().length();
            case TranscriptEvent.Received e -> e.line().length();
            case TranscriptEvent.Note e -> e.text().length();
            default -> 0;
        };
    }

    /** The real bytes of a secret do not stay in memory for as long as the transcript does. */
    private TranscriptEvent keepable(TranscriptEvent event) {
        return event instanceof TranscriptEvent.Sent sent && sent.line().hasSecret() && !inClear
                ? new TranscriptEvent.Sent(
                        sent.channel(), WireText.utf8(sent.line().masked()))
                : event;
    }

    @Override
    public String evidence() {
        lock.lock();
        try {
            Entry last = entries.peekLast();
            return last == null ? "the transcript is empty" : "see the transcript at " + seconds(last.at());
        } finally {
            lock.unlock();
        }
    }

    /** What was recorded, oldest first; a copy. */
    public List<Entry> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** How many events there were, with those that are no longer kept. */
    public long heard() {
        lock.lock();
        try {
            return heard;
        } finally {
            lock.unlock();
        }
    }

    /** One line an event: the time, who spoke, and what. */
    public String render() {
        StringBuilder text = new StringBuilder();
        List<Entry> recorded = entries();
        if (heard() > recorded.size()) {
            text.append("(").append(heard() - recorded.size()).append(" earlier events are not kept)\n");
        }
        for (Entry entry : recorded) {
            text.append(seconds(entry.at()))
                    .append("  ")
                    .append(line(entry.event()))
                    .append('\n');
        }
        return text.toString();
    }

    /** One event as it is shown, without its time. */
    public static String line(TranscriptEvent event) {
        return switch (event) {
            case TranscriptEvent.Connected e -> channel(e) + "-- connected to " + e.target() + " (" + e.peer() + ")";
            case TranscriptEvent.Sent e ->
                channel(e) + "C: " + Printable.of(e.line().toString());
            case TranscriptEvent.Received e -> channel(e) + "S: " + Printable.of(e.line());
            case TranscriptEvent.SentBody e -> channel(e) + "C: [" + e.bytes() + " bytes, sha256 " + e.sha256() + "]";
            case TranscriptEvent.SentChunk e -> channel(e) + "C: [" + e.bytes() + " bytes, sha256 " + e.sha256() + "]";
            case TranscriptEvent.ReceivedBody e ->
                channel(e) + "S: [" + e.bytes() + " bytes, sha256 " + e.sha256() + "]";
            case TranscriptEvent.TlsStarted e -> channel(e) + "-- " + e.facts();
            case TranscriptEvent.Note e -> channel(e) + "-- " + Printable.of(e.text());
            case TranscriptEvent.Closed e -> channel(e) + "-- closed: " + e.reason();
        };
    }

    /** The dialogue as a script that the test server plays: lines and TLS; bodies by their size. */
    public WireScript toScript() {
        WireScript.Builder script = WireScript.builder();
        List<Entry> recorded = entries();
        if (heard() > recorded.size()) {
            script.comment((heard() - recorded.size()) + " earlier events are not kept");
        }
        for (Entry entry : recorded) {
            switch (entry.event()) {
                case TranscriptEvent.Sent e -> script.client(shown(e.line()));
                case TranscriptEvent.Received e -> script.server(e.line());
                case TranscriptEvent.SentBody e ->
                    script.comment("a body of " + e.bytes() + " bytes, sha256 " + e.sha256())
                            .until(".");
                case TranscriptEvent.SentChunk e ->
                    script.comment("a chunk, sha256 " + e.sha256()).read(e.bytes());
                case TranscriptEvent.ReceivedBody e ->
                    script.comment("in place of sha256 " + e.sha256())
                            .serverBody(content(e))
                            .server(".");
                case TranscriptEvent.TlsStarted e -> script.tls();
                case TranscriptEvent.Note e -> script.comment(e.text());
                case TranscriptEvent.Connected e -> script.comment("connected to " + e.target());
                case TranscriptEvent.Closed e -> script.comment("closed: " + e.reason());
            }
        }
        return script.build();
    }

    /** Without the lone dot and its CRLF, which the script writes itself; a body of a single byte it cannot make. */
    private static long content(TranscriptEvent.ReceivedBody body) {
        long bytes = Math.max(0, body.bytes() - 3);
        return bytes == 1 ? 2 : bytes;
    }

    private String shown(WireText line) {
        return inClear ? line.withSecretsInClear() : line.masked();
    }

    private static String channel(TranscriptEvent event) {
        return event.channel() == TranscriptEvent.CONTROL ? "" : "[data " + event.channel() + "] ";
    }

    private static String seconds(Duration at) {
        return String.format(Locale.ROOT, "+%.3fs", at.toNanos() / 1e9);
    }
}
