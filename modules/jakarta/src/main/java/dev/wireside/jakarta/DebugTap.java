package dev.wireside.jakarta;

import dev.wireside.net.Transcript;
import dev.wireside.net.TranscriptEvent;
import dev.wireside.net.WireTap;
import jakarta.mail.Session;
import java.io.PrintStream;
import java.util.Optional;

/** Writes the dialogue to where a session wants its debug output, a line an event, secrets masked. */
public final class DebugTap implements WireTap {
    private final PrintStream out;
    private final String prefix;

    private DebugTap(PrintStream out, String prefix) {
        this.out = out;
        this.prefix = prefix;
    }

    /**
     * For a session whose debugging is on. An options object keeps the tap it has; then one line says so.
     *
     * @param given whether the property {@code wireside.options} is set
     */
    public static Optional<WireTap> of(Session session, String protocol, boolean given) {
        if (!session.getDebug()) {
            return Optional.empty();
        }
        DebugTap tap = new DebugTap(session.getDebugOut(), "DEBUG " + protocol + ": ");
        if (given) {
            tap.say("the dialogue is heard by the tap of mail." + protocol + ".wireside.options, if it has one");
            return Optional.empty();
        }
        return Optional.of(tap);
    }

    @Override
    public void heard(TranscriptEvent event) {
        say(Transcript.line(event));
    }

    private void say(String line) {
        out.println(prefix + line);
    }

    @Override
    public String evidence() {
        return "see the debug output of the session";
    }
}
