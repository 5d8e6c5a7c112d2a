package dev.wireside.it.faults;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.codec.wire.WireStep;
import dev.wireside.testkit.Conversation;
import java.util.function.BiConsumer;

/**
 * One conversation that goes well, from connecting to closing.
 *
 * <p>Its script is linear. Replies are {@code S:} lines, and only they are replaced by garbage; what a client must take
 * as it comes, such as the text of a message or an unknown capability, is written {@code !raw}. The comment {@value #DONE}
 * stands where the server has said all that the outcome depends on: a fault before it must not end in the outcome, and a
 * fault behind it must not change it. The comment {@value #IN_DOUBT} stands where the client has asked for the one thing of
 * which it can know only from the answer whether it was done. What stands before the comment {@value #BEGIN} goes well:
 * another dialogue has the same beginning, and its faults.
 *
 * <p>Immutable: each {@code with} returns a changed copy.
 */
public final class Dialogue {
    /** In a script: faults come from here on. */
    public static final String BEGIN = "begin";

    /** In a script: from here on nothing changes the outcome. */
    public static final String DONE = "done";

    /** In a script: from here to {@value #CERTAIN} or {@value #DONE} a failure leaves the client in doubt. */
    public static final String IN_DOUBT = "in doubt";

    /** In a script: the client has its answer, and goes on. */
    public static final String CERTAIN = "certain";

    private final String name;
    private final WireScript script;
    private final Operation<?> operation;
    private final Expectation expected;
    private final BiConsumer<Outcome, Conversation> always;

    private Dialogue(
            String name,
            WireScript script,
            Operation<?> operation,
            Expectation expected,
            BiConsumer<Outcome, Conversation> always) {
        this.name = name;
        this.script = script;
        this.operation = operation;
        this.expected = expected;
        this.always = always;
    }

    /** A dialogue whose operation returns this. */
    public static <T> Dialogue returning(T result, String name, String script, Operation<? extends T> operation) {
        return coming(Expectation.returns(result), name, script, operation);
    }

    /** A dialogue whose operation comes to that: for example, is refused. */
    public static Dialogue coming(Expectation to, String name, String script, Operation<?> operation) {
        return new Dialogue(name, WireScript.parse(script), operation, to, (outcome, heard) -> {});
    }

    /** Also checks this in every case, whatever happened: what the server has heard, seen with what came of it. */
    public Dialogue withAlways(BiConsumer<Outcome, Conversation> check) {
        return new Dialogue(name, script, operation, expected, check);
    }

    String name() {
        return name;
    }

    WireScript script() {
        return script;
    }

    Operation<?> operation() {
        return operation;
    }

    Expectation expected() {
        return expected;
    }

    static boolean isCertainAgain(String comment) {
        return comment.equals(CERTAIN) || comment.equals(DONE);
    }

    void checkAlways(Outcome outcome, Conversation heard) {
        always.accept(outcome, heard);
    }

    boolean hasTls() {
        return script.steps().stream().anyMatch(WireStep.Tls.class::isInstance);
    }

    /** Where in the steps of the script this comment stands, or their number if it does not. */
    int indexOf(String comment) {
        int index = script.steps().indexOf(new WireStep.Comment(comment));
        return index < 0 ? script.steps().size() : index;
    }

    /** Before which step nothing goes wrong. */
    int begin() {
        return Math.max(0, script.steps().indexOf(new WireStep.Comment(BEGIN)));
    }

    /** How many bytes the server sends before this step, inside TLS before encryption. */
    long bytesBefore(int step) {
        return script.steps().stream().limit(step).mapToLong(Dialogue::bytes).sum();
    }

    private static long bytes(WireStep step) {
        return switch (step) {
            case WireStep.ServerLine line -> line.bytes().length;
            case WireStep.ServerBytes raw -> raw.bytes().length;
            case WireStep.ServerBody ignored ->
                throw new IllegalArgumentException("a fault suite cuts at every byte: write the body as !raw");
            case WireStep.Repeat repeat ->
                repeat.times()
                        * repeat.steps().stream().mapToLong(Dialogue::bytes).sum();
            default -> 0;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
