package dev.wireside.testkit;

import dev.wireside.codec.wire.WireEscapes;
import dev.wireside.codec.wire.WireRule;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.codec.wire.WireStep;
import java.io.EOFException;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Plays one script on one connection and notes where the client left it. */
final class Player {
    private static final byte[] DOT = {'.'};

    private final WireScript script;
    private final ServerWire wire;
    private final Conversation conversation;
    private final Supplier<SSLContext> tls;

    /** The bytes of steps that are played again and again. */
    private final IdentityHashMap<WireStep, byte[]> encoded = new IdentityHashMap<>();

    /** What is played now: the linear part or a rule, and how far it has come. */
    private List<WireStep> playing = List.of();

    private int played;
    private int line;
    private String lastHeard = "";
    private boolean stalled;

    Player(WireScript script, ServerWire wire, Conversation conversation, Supplier<SSLContext> tls) {
        this.script = script;
        this.wire = wire;
        this.conversation = conversation;
        this.tls = tls;
    }

    /** Returns when the connection is over, whatever happened to it. */
    void play() {
        try {
            wire.dieIfCut();
            if (run(script.steps(), 1)) {
                afterwards();
            }
        } catch (ScriptMismatch mismatch) {
            mismatch(mismatch.what());
            closeAfterMismatch();
        } catch (IOException ended) {
            endedEarly(ended);
        } finally {
            wire.closeQuietly();
        }
    }

    private void afterwards() throws IOException, ScriptMismatch {
        playing = List.of();
        if (!script.rules().isEmpty()) {
            answerByRules();
            return;
        }
        byte[] rest = wire.close();
        if (rest.length > 0) {
            throw new ScriptMismatch(
                    "the script was over, but the client still sent " + WireEscapes.escape(WireEscapes.text(rest)));
        }
    }

    /** Until a rule ends the connection or the client does. */
    private void answerByRules() throws IOException, ScriptMismatch {
        boolean open = true;
        while (open) {
            playing = List.of();
            wire.flushBeforeReading();
            byte[] bytes = wire.readLine();
            if (bytes == null) {
                wire.close();
                return;
            }
            String text = heard(bytes);
            open = run(ruleFor(text), line + 1);
        }
    }

    /** Leaves {@link #line} at the rule's first line. */
    private List<WireStep> ruleFor(String text) throws ScriptMismatch {
        line = 1 + script.steps().stream().mapToInt(WireStep::lines).sum();
        for (WireRule rule : script.rules()) {
            if (rule.matches(text)) {
                return rule.steps();
            }
            line += rule.lines();
        }
        line--;
        throw new ScriptMismatch("no rule matches C: " + WireEscapes.escape(text));
    }

    /** Plays the steps, of which the first stands in this line of the script; false if the connection has ended. */
    private boolean run(List<WireStep> steps, int firstLine) throws IOException, ScriptMismatch {
        playing = steps;
        return runFrom(steps, firstLine, true);
    }

    private boolean runFrom(List<WireStep> steps, int firstLine, boolean outermost) throws IOException, ScriptMismatch {
        int at = firstLine;
        for (int i = 0; i < steps.size(); i++) {
            if (outermost) {
                played = i;
            }
            WireStep step = steps.get(i);
            line = at;
            // To a client that has gone there is nothing to say, but what it had sent before counts.
            if (!wire.isDeaf() || expectsClient(List.of(step))) {
                if (!step(step)) {
                    return false;
                }
            }
            at += step.lines();
        }
        return true;
    }

    /** False if the step has ended the connection. */
    private boolean step(WireStep step) throws IOException, ScriptMismatch {
        switch (step) {
            case WireStep.Comment ignored -> {}
            case WireStep.ServerLine sent -> wire.send(encoded.computeIfAbsent(sent, s -> sent.bytes()));
            case WireStep.ServerBytes sent -> wire.send(encoded.computeIfAbsent(sent, s -> sent.bytes()));
            case WireStep.ServerBody sent -> sendBody(sent);
            case WireStep.ClientLine expected -> expect(expected::matches);
            case WireStep.ClientMatch expected -> expect(expected::matches);
            case WireStep.ClientUntil until -> readUntil(until);
            case WireStep.ClientBytes bytes -> readBytes(bytes.count());
            case WireStep.ClientChunk() -> readBytes(announced());
            case WireStep.Tls() -> wire.startTls(tls.get());
            case WireStep.Stall stall -> stall(stall);
            case WireStep.Pieces pieces -> wire.pieces(pieces.size());
            case WireStep.HalfClose() -> wire.halfClose();
            case WireStep.Repeat repeat -> {
                return repeat(repeat);
            }
            case WireStep.Close() -> {
                wire.close();
                return false;
            }
            case WireStep.Reset() -> {
                wire.flush();
                wire.reset();
                return false;
            }
        }
        return true;
    }

    private boolean repeat(WireStep.Repeat repeat) throws IOException, ScriptMismatch {
        int firstLine = line + 1;
        boolean listens = expectsClient(repeat.steps());
        for (long i = 0; i < repeat.times() && (listens || !wire.isDeaf()); i++) {
            if (!runFrom(repeat.steps(), firstLine, false)) {
                return false;
            }
        }
        return true;
    }

    private void sendBody(WireStep.ServerBody sent) throws IOException {
        for (byte[] text : sent.body()) {
            if (text[0] == '.') {
                wire.send(DOT);
            }
            wire.send(text);
        }
    }

    private void stall(WireStep.Stall stall) throws IOException {
        stalled = true;
        wire.stall(stall.duration());
    }

    private void expect(Predicate<String> expected) throws IOException, ScriptMismatch {
        wire.flushBeforeReading();
        byte[] bytes = wire.readLine();
        if (bytes == null) {
            throw new EOFException("the client closed the connection");
        }
        String text = heard(bytes);
        if (!expected.test(text)) {
            throw new ScriptMismatch("the client sent  C: " + WireEscapes.escape(text));
        }
    }

    private String heard(byte[] bytes) {
        String text = WireEscapes.text(bytes);
        conversation.line(text);
        lastHeard = text;
        return text;
    }

    private void readUntil(WireStep.ClientUntil until) throws IOException {
        wire.flushBeforeReading();
        var body = new ClientBody.Collector();
        boolean complete = wire.readUntil(until.bytes(), body);
        kept(body, complete);
    }

    private void readBytes(long count) throws IOException {
        wire.flushBeforeReading();
        var body = new ClientBody.Collector();
        boolean complete = wire.readBytes(count, body);
        kept(body, complete);
    }

    private long announced() throws ScriptMismatch {
        return WireStep.ClientChunk.announcedIn(lastHeard)
                .orElseThrow(
                        () -> new ScriptMismatch("no size of a chunk stands in  C: " + WireEscapes.escape(lastHeard)));
    }

    /** Half a body is worth looking at, too. */
    private void kept(ClientBody.Collector body, boolean complete) throws EOFException {
        ClientBody kept = body.finish();
        conversation.body(kept);
        if (!complete) {
            throw new EOFException("the client closed the connection after " + kept.size() + " bytes of this");
        }
    }

    /** Closes in order, so that a client that waits for a reply learns of it at once. */
    private void closeAfterMismatch() {
        try {
            wire.close();
        } catch (IOException gone) {
            // The mismatch is what matters.
        }
    }

    /** It is the client's fault if the script wanted more of it, and if we have not provoked its leaving. */
    private void endedEarly(IOException why) {
        ServerWire.Fate fate = wire.fate();
        boolean provoked = fate == ServerWire.Fate.CUT || (stalled && fate != ServerWire.Fate.OVERDUE);
        if (provoked || !expectsClient(playing.subList(Math.min(played, playing.size()), playing.size()))) {
            return;
        }
        String what = switch (fate) {
            case OVERDUE -> "the client was waited for in vain";
            case ABORTED -> "the server was closed while this was still expected";
            case ALIVE, CUT -> String.valueOf(why.getMessage());
        };
        byte[] rest = wire.leftover();
        String partial = rest.length == 0 ? "" : "; unread is  " + WireEscapes.escape(WireEscapes.text(rest));
        mismatch(what + partial);
    }

    private static boolean expectsClient(List<WireStep> steps) {
        return steps.stream().anyMatch(step -> switch (step) {
            case WireStep.ClientLine ignored -> true;
            case WireStep.ClientMatch ignored -> true;
            case WireStep.ClientUntil ignored -> true;
            case WireStep.ClientBytes ignored -> true;
            case WireStep.ClientChunk ignored -> true;
            case WireStep.Repeat repeat -> expectsClient(repeat.steps());
            default -> false;
        });
    }

    /** The lines of the script up to the one in question, then what happened instead. */
    private void mismatch(String what) {
        List<String> lines = script.render().lines().toList();
        StringBuilder text =
                new StringBuilder("connection " + conversation.number() + " left the script at line " + line);
        for (int number = Math.max(1, line - 3); number <= Math.min(line, lines.size()); number++) {
            text.append(String.format("%n%s%5d  %s", number == line ? "->" : "  ", number, lines.get(number - 1)));
        }
        conversation.mismatch(text.append(String.format("%n         %s", what)).toString());
    }
}
