package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import java.net.ProtocolException;

/** The peer broke the grammar or one of our limits. The connection is dead: nobody knows where the next reply begins. */
public final class ProtocolViolationException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String section;
    private final String excerpt;

    /**
     * @param step what was going on: {@code "the reply to EHLO"}
     * @param rule what should have held
     * @param section where that is written
     * @param excerpt the evidence, escaped; may be empty
     */
    public ProtocolViolationException(String step, String rule, String section, String excerpt, WireTap tap) {
        super("the peer broke the protocol in " + step + ": " + rule + " (" + section + ")"
                + (excerpt.isEmpty() ? "" : ", but sent \"" + excerpt + "\"") + "; the connection was closed; "
                + tap.evidence());
        this.rule = rule;
        this.section = section;
        this.excerpt = excerpt;
    }

    /** What a codec found, told with the step it happened in. */
    static ProtocolViolationException of(String step, GrammarException broken, String scrubbedExcerpt, WireTap tap) {
        return new ProtocolViolationException(step, broken.rule(), broken.section(), scrubbedExcerpt, tap);
    }

    /** What should have held. */
    public String rule() {
        return rule;
    }

    /** Where that is written: an RFC section, or the name of our limit. */
    public String section() {
        return section;
    }

    /** The offending bytes, escaped and cut to one line. */
    public String excerpt() {
        return excerpt;
    }
}
