package dev.wireside.it.faults;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.net.WireClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the fault suite has to know of a protocol: how its replies look, and what its client says when they do not come. */
public interface Grammar {
    /** Lines that are no reply in this protocol, not even a refusal; sent in place of a reply's line. */
    List<String> garbage();

    /** A line that promises another one, in place of this one: sent over and over. Empty if this reply has one line only. */
    Optional<String> endless(String line);

    /** A line that a man in the middle would glue behind the go-ahead for TLS. */
    String injected();

    /** What the client waits for when the server falls silent before its next step. */
    Wait waitAt(WireStep next, List<WireStep> played);

    /** What the protocol's client throws when it cannot know whether its request was carried out; empty if it always can. */
    default Optional<Class<? extends Throwable>> inDoubt() {
        return Optional.empty();
    }

    /**
     * One wait of a client.
     *
     * @param clocks one of which bounds it
     * @param step what the exception's step must contain
     */
    record Wait(Set<WireClock> clocks, String step) {}
}
