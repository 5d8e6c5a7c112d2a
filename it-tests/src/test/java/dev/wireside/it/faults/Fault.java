package dev.wireside.it.faults;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.testkit.ServerOptions;
import java.time.Duration;

/**
 * One way in which a dialogue goes wrong, and what has to come of it.
 *
 * @param dialogue what should have been
 * @param name for the message of a failure: "cut at byte 17"
 * @param script what the server plays instead
 * @param options how it plays it
 * @param patience of the client's clocks
 * @param expected what has to come of it
 */
record Fault(
        Dialogue dialogue,
        String name,
        WireScript script,
        ServerOptions options,
        Duration patience,
        Expectation expected) {
    /** Nothing runs into this one. */
    static final Duration PATIENT = Duration.ofSeconds(15);

    /** For a server that is silent for ever: as short as a busy machine allows. */
    static final Duration IMPATIENT = Duration.ofMillis(800);

    /** For the same server, after an impatient client was perhaps only late. */
    static final Duration UNHURRIED = Duration.ofSeconds(6);

    Fault withOptions(ServerOptions other) {
        return new Fault(dialogue, name, script, other, patience, expected);
    }

    Fault withPatience(Duration other) {
        return new Fault(dialogue, name, script, options, other, expected);
    }
}
