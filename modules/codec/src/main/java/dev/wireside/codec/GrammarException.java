package dev.wireside.codec;

import java.util.Locale;

/**
 * The peer's bytes broke the grammar or a limit of ours. Codecs throw nothing else for what a peer sent; the layer that
 * owns the connection turns it into an exception that also says which connection and which step.
 */
public final class GrammarException extends Exception {
    private static final long serialVersionUID = 1L;

    /** As many bytes of evidence as fit on one line of a terminal; a hostile line must not become a huge message. */
    private static final int EXCERPT_LIMIT = 80;

    /** What an excerpt ends with when there was more. */
    static final String CUT = "...";

    private final String rule;
    private final String section;
    private final String excerpt;

    /**
     * @param rule what should have held, as a sentence fragment: {@code "a reply line starts with three digits"}
     * @param section where that is written: {@code "RFC 5321 section 4.2"}
     * @param excerpt the offending bytes, already escaped by {@link #excerpt}; may be empty
     */
    public GrammarException(String rule, String section, String excerpt) {
        super(rule + " (" + section + ")" + (excerpt.isEmpty() ? "" : ", but got \"" + excerpt + "\""));
        this.rule = rule;
        this.section = section;
        this.excerpt = excerpt;
    }

    /** What should have held. */
    public String rule() {
        return rule;
    }

    /** The section that says so, or the limit's name. */
    public String section() {
        return section;
    }

    /** The offending bytes, escaped and cut to one line; empty when there is nothing to show. */
    public String excerpt() {
        return excerpt;
    }

    /** Renders bytes of a peer for a message: printable ASCII as it is, everything else as an escape, at most a line. */
    public static String excerpt(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + EXCERPT_LIMIT);
        return escaped(bytes, from, end) + (end < to ? CUT : "");
    }

    static String escaped(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            appendEscaped(text, bytes[i]);
        }
        return text.toString();
    }

    private static void appendEscaped(StringBuilder text, byte b) {
        switch (b) {
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\\' -> text.append("\\\\");
            default -> {
                if (b >= ' ' && b < 0x7f) {
                    text.append((char) b);
                } else {
                    text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
                }
            }
        }
    }
}
