package dev.wireside.it.faults;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.codec.wire.WireStep;
import dev.wireside.net.ConnectFailedException;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.RefusedException;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.Ending;
import dev.wireside.testkit.ServerCertificate;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Everything that can go wrong with one dialogue. */
final class Faults {
    /** Longer than any client here has patience. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** A client that has said nothing for so long waits for the server, which waits for it. */
    private static final Duration SERVER_PATIENCE = Duration.ofSeconds(5);

    /** Made once each: that takes longer than a handshake. Nothing is resumed, for each server has a port of its own. */
    private static final Map<ServerCertificate, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    /** Ten of these are more than an impatient client waits for a reply. */
    private static final Duration TRICKLE = Fault.IMPATIENT.dividedBy(8);

    /** A line or reply of so many kibibytes is "endless": hundreds of times the limits of the clients. */
    private static final int ENDLESS_KIB = 64 * 1024;

    private final Dialogue dialogue;
    private final Grammar grammar;
    private final List<WireStep> steps;
    private final int done;

    Faults(Dialogue dialogue, Grammar grammar) {
        this.dialogue = dialogue;
        this.grammar = grammar;
        steps = dialogue.script().steps();
        done = dialogue.indexOf(Dialogue.DONE);
    }

    /** None: the same bytes in other writes, and in another version of TLS. */
    List<Fault> deliveries() {
        List<Fault> none = new ArrayList<>();
        for (Delivery delivery : Delivery.values()) {
            none.add(fault("delivered " + delivery, steps, dialogue.expected())
                    .withOptions(options().withDelivery(delivery)));
        }
        if (dialogue.hasTls()) {
            none.add(fault("in TLS 1.2", steps, dialogue.expected())
                    .withOptions(options().withTlsProtocols("TLSv1.2")));
        }
        return none;
    }

    /** The server dies after each number of bytes. */
    List<Fault> cuts(Ending ending, int stride) {
        List<Fault> faults = new ArrayList<>();
        int from = dialogue.begin();
        long at = dialogue.bytesBefore(from);
        for (int i = from; i < steps.size(); i++) {
            long end = dialogue.bytesBefore(i + 1);
            for (; at < end; at++) {
                if (at % stride == 0) {
                    faults.add(cut(at, ending, at == dialogue.bytesBefore(i) ? from : i));
                }
            }
            boolean counts = isSending(steps.get(i)) || (from == i && steps.get(i) instanceof WireStep.Comment);
            from = counts ? i + 1 : from;
        }
        return faults;
    }

    /** @param step the step that is cut; at its very beginning, the first step behind the one that sent the last byte */
    private Fault cut(long at, Ending ending, int step) {
        Expectation expected = step >= done ? dialogue.expected() : lost(step, ending == Ending.RST);
        return fault("cut at byte " + at + " with " + ending, steps, expected)
                .withOptions(defaults().withCutAt(at, ending));
    }

    /** Ends the connection before each step, in order or not. */
    List<Fault> endings(WireStep ending) {
        boolean reset = ending instanceof WireStep.Reset;
        return everywhere("before step", i -> replacedFrom(i, List.of(ending)), i -> lost(i, reset));
    }

    /** Silent for ever before each step of the server. */
    List<Fault> stalls() {
        return atServerSteps(
                        "silent before step", i -> replacedFrom(i, List.of(new WireStep.Stall(SILENCE))), this::runsOut)
                .stream()
                .map(fault -> fault.withPatience(Fault.IMPATIENT))
                .toList();
    }

    /** A reply whose every byte comes in time, but whose end does not. */
    List<Fault> trickles() {
        return atReplyLines(
                        "trickles in step",
                        i -> replacedFrom(i, trickled((WireStep.ServerLine) steps.get(i))),
                        this::runsOut)
                .stream()
                .map(fault -> fault.withPatience(Fault.IMPATIENT))
                .toList();
    }

    private static List<WireStep> trickled(WireStep.ServerLine line) {
        List<WireStep> pieces = new ArrayList<>();
        for (char c :
                line.text().substring(0, Math.min(10, line.text().length())).toCharArray()) {
            pieces.add(new WireStep.ServerBytes(String.valueOf(c)));
            pieces.add(new WireStep.Stall(TRICKLE));
        }
        pieces.add(new WireStep.Stall(SILENCE));
        return pieces;
    }

    /** Each kind of garbage in place of each line of a reply. */
    List<Fault> garbage() {
        List<Fault> faults = new ArrayList<>();
        for (String garbage : grammar.garbage()) {
            faults.addAll(atReplyLines(
                    "sends " + new WireStep.ServerLine(garbage) + " in step",
                    i -> replacedFrom(i, List.of(new WireStep.ServerLine(garbage), new WireStep.Close())),
                    i -> fails(
                            i,
                            ProtocolViolationException.class,
                            ConnectionLostException.class,
                            RefusedException.class)));
        }
        return faults;
    }

    /** A line that never ends in place of each. */
    List<Fault> endlessLines() {
        WireStep piece = new WireStep.ServerBytes("x".repeat(1024));
        return atReplyLines(
                "endless line in step",
                i -> {
                    String begun = ((WireStep.ServerLine) steps.get(i)).text() + " ";
                    return replacedFrom(
                            i,
                            List.of(
                                    new WireStep.ServerBytes(begun),
                                    new WireStep.Repeat(ENDLESS_KIB, List.of(piece)),
                                    new WireStep.Close()));
                },
                i -> fails(i, ProtocolViolationException.class));
    }

    /** A reply of more and more lines in place of each that may have several. */
    List<Fault> endlessReplies() {
        return atReplyLines(
                "endless reply in step",
                i -> grammar.endless(((WireStep.ServerLine) steps.get(i)).text())
                        .map(more -> replacedFrom(i, repeated(more)))
                        .orElse(null),
                i -> fails(i, ProtocolViolationException.class));
    }

    private static List<WireStep> repeated(String line) {
        WireStep kib = new WireStep.ServerBytes((line + "\r\n").repeat(1024 / (line.length() + 2)));
        return List.of(new WireStep.Repeat(ENDLESS_KIB, List.of(kib)), new WireStep.Close());
    }

    /** Something glued behind the go-ahead for TLS, and behind half of it. */
    List<Fault> injections() {
        List<Fault> faults = new ArrayList<>();
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i) instanceof WireStep.Tls
                    && steps.get(i - 1) instanceof WireStep.ServerLine(String goAhead)) {
                for (String injected : List.of(grammar.injected() + "\r\n", "x", "\u0016\u0003")) {
                    List<WireStep> changed = new ArrayList<>(steps);
                    changed.set(i - 1, new WireStep.ServerBytes(goAhead + "\r\n" + injected));
                    faults.add(fault(
                            "injects " + new WireStep.ServerLine(injected.strip()),
                            changed,
                            Expectation.fails(ProtocolViolationException.class)));
                }
            }
        }
        return faults;
    }

    /** Each certificate that is not right. */
    List<Fault> certificates() {
        return Stream.of(ServerCertificate.values())
                .filter(kind -> dialogue.hasTls() && kind != ServerCertificate.VALID)
                .map(kind -> fault("certificate " + kind, steps, Expectation.fails(SSLException.class))
                        .withOptions(defaults().withTls(context(kind))))
                .toList();
    }

    /** Something else where the TLS handshake should be. */
    List<Fault> handshakes() {
        List<Fault> faults = new ArrayList<>();
        int tls = steps.indexOf(new WireStep.Tls());
        for (String said : tls < 0 ? List.<String>of() : grammar.garbage()) {
            List<WireStep> plain = List.of(new WireStep.ServerLine(said + " ".repeat(8)), new WireStep.Close());
            faults.add(fault(
                    "speaks no TLS but " + new WireStep.ServerLine(said),
                    replacedFrom(tls, plain),
                    Expectation.fails(SSLException.class, ProtocolViolationException.class)));
        }
        return faults;
    }

    // Where

    private interface Change {
        /** The steps with the fault at this index, or null if there is no such fault there. */
        List<WireStep> at(int index);
    }

    private interface Consequence {
        Expectation at(int index);
    }

    private List<Fault> everywhere(String what, Change change, Consequence consequence) {
        List<Fault> faults = new ArrayList<>();
        for (int i = dialogue.begin(); i < steps.size(); i++) {
            List<WireStep> changed = steps.get(i) instanceof WireStep.Comment ? null : change.at(i);
            if (changed != null) {
                String name = what + " " + (i + 1) + " (" + steps.get(i) + ")";
                faults.add(fault(name, changed, i < done ? consequence.at(i) : dialogue.expected()));
            }
        }
        return faults;
    }

    private List<Fault> atServerSteps(String what, Change change, Consequence consequence) {
        return everywhere(what, i -> isServer(steps.get(i)) ? change.at(i) : null, consequence);
    }

    private List<Fault> atReplyLines(String what, Change change, Consequence consequence) {
        return everywhere(what, i -> steps.get(i) instanceof WireStep.ServerLine ? change.at(i) : null, consequence);
    }

    private static boolean isSending(WireStep step) {
        return step instanceof WireStep.ServerLine || step instanceof WireStep.ServerBytes;
    }

    private static boolean isServer(WireStep step) {
        return isSending(step) || step instanceof WireStep.Tls;
    }

    private List<WireStep> replacedFrom(int index, List<WireStep> tail) {
        return Stream.concat(steps.stream().limit(index), tail.stream()).toList();
    }

    // What must come of it

    @SafeVarargs
    private Expectation fails(int step, Class<? extends Throwable>... with) {
        return orInDoubt(step, Expectation.fails(with));
    }

    /** A reset that comes before the client has noticed that it is connected is a connection that failed. */
    private Expectation lost(int step, boolean reset) {
        boolean heardNothing = steps.stream().limit(step).allMatch(Faults::isServer);
        Expectation lost = fails(step, ConnectionLostException.class);
        return reset && heardNothing ? lost.or(Expectation.fails(ConnectFailedException.class)) : lost;
    }

    /**
     * A fault at a step that leaves the client in doubt must be told as such. Between the server's last word and a request
     * that puts the client in doubt, the client may meet the fault before its request or after it.
     */
    private Expectation orInDoubt(int step, Expectation certain) {
        int answer = step;
        while (answer < steps.size() && !isServer(steps.get(answer))) {
            answer++;
        }
        boolean before = isInDoubt(step);
        boolean after = isInDoubt(answer);
        if (!before && !after) {
            return certain;
        }
        Expectation doubt = grammar.inDoubt().map(Expectation::fails).orElseThrow();
        return before ? doubt : certain.or(doubt);
    }

    private boolean isInDoubt(int step) {
        boolean doubt = false;
        for (WireStep earlier : steps.subList(0, step)) {
            if (earlier instanceof WireStep.Comment(String text)) {
                doubt = text.equals(Dialogue.IN_DOUBT) || (doubt && !Dialogue.isCertainAgain(text));
            }
        }
        return doubt;
    }

    private Expectation runsOut(int step) {
        Grammar.Wait wait = grammar.waitAt(steps.get(step), steps.subList(0, step));
        return orInDoubt(
                step,
                Expectation.fails(
                        DeadlineException.class,
                        "of " + wait.clocks() + " in a step that names \"" + wait.step() + "\"",
                        late -> wait.clocks().contains(late.clock())
                                && late.step().contains(wait.step())));
    }

    private Fault fault(String name, List<WireStep> changed, Expectation expected) {
        WireScript.Builder script = WireScript.builder();
        changed.forEach(script::add);
        return new Fault(dialogue, name, script.build(), defaults(), Fault.PATIENT, expected);
    }

    private static ServerOptions options() {
        return ServerOptions.defaults().withPatience(SERVER_PATIENCE).withTls(context(ServerCertificate.VALID));
    }

    private static SSLContext context(ServerCertificate kind) {
        return CONTEXTS.computeIfAbsent(kind, TestCertificates::serverContext);
    }

    private static ServerOptions defaults() {
        return options().withoutVerification();
    }
}
