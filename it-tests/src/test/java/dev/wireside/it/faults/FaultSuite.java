package dev.wireside.it.faults;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.testkit.Ending;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * The cases of a protocol's dialogues, as tests: one for each kind of fault in each dialogue, and one for each kind that
 * takes its time in all of them together. It runs all cases of its kind, several at a time, and fails with every one that
 * did not come to what it had to.
 */
public final class FaultSuite {
    /** Prime, so that in the course of a dialogue the ends of its lines are met from all sides. */
    private static final int RESET_STRIDE = 7;

    private final Grammar grammar;
    private final List<Dialogue> table;

    private FaultSuite(Grammar grammar, List<Dialogue> table) {
        this.grammar = grammar;
        this.table = List.copyOf(table);
    }

    /** All tests of this table. */
    public static Stream<DynamicNode> of(Grammar grammar, List<Dialogue> table) {
        FaultSuite suite = new FaultSuite(grammar, table);
        Stream<DynamicNode> each = suite.table.stream()
                .map(dialogue -> DynamicContainer.dynamicContainer(dialogue.toString(), suite.quick(dialogue)));
        return Stream.concat(each, Stream.of(DynamicContainer.dynamicContainer("all of these", suite.slow())));
    }

    private Stream<DynamicTest> quick(Dialogue dialogue) {
        Faults faults = new Faults(dialogue, grammar);
        AtomicBoolean well = new AtomicBoolean();
        List<Fault> none = faults.deliveries();
        DynamicTest first = DynamicTest.dynamicTest(named("goes well in pieces of any size", none), () -> {
            Cases.run(none);
            well.set(true);
        });
        Stream<DynamicTest> others = Stream.of(
                        test("cut at every byte", faults.cuts(Ending.FIN, 1), well),
                        test("reset behind a byte", faults.cuts(Ending.RST, RESET_STRIDE), well),
                        test("reset at every step", faults.endings(new WireStep.Reset()), well),
                        test("closed in order at every step", faults.endings(new WireStep.Close()), well),
                        test("half-closed at every step", faults.endings(new WireStep.HalfClose()), well),
                        test("garbage for each reply", faults.garbage(), well),
                        test("endless line for each reply", faults.endlessLines(), well),
                        test("endless reply for each", faults.endlessReplies(), well),
                        test("plaintext behind the go-ahead for TLS", faults.injections(), well),
                        test("every wrong certificate", faults.certificates(), well),
                        test("no TLS where it was agreed on", faults.handshakes(), well))
                .flatMap(tests -> tests);
        return Stream.concat(Stream.of(first), others);
    }

    /** Waiting costs nothing but time, so all dialogues wait together. */
    private Stream<DynamicTest> slow() {
        return Stream.of(
                together("silent at every step", Faults::stalls), together("trickling replies", Faults::trickles));
    }

    private DynamicTest together(String kind, Function<Faults, List<Fault>> faults) {
        List<Fault> all = table.stream()
                .flatMap(dialogue -> faults.apply(new Faults(dialogue, grammar)).stream())
                .toList();
        return DynamicTest.dynamicTest(named(kind, all), () -> Cases.run(all));
    }

    /** When already the dialogue itself goes wrong, its faults have nothing more to say. */
    private static Stream<DynamicTest> test(String kind, List<Fault> faults, AtomicBoolean well) {
        Executable run = () -> {
            Assumptions.assumeTrue(well.get(), "the dialogue goes well without a fault");
            Cases.run(faults);
        };
        return faults.isEmpty() ? Stream.empty() : Stream.of(DynamicTest.dynamicTest(named(kind, faults), run));
    }

    private static String named(String kind, List<Fault> faults) {
        return kind + " (" + faults.size() + " cases)";
    }
}
