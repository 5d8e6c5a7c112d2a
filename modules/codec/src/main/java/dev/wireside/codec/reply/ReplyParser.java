package dev.wireside.codec.reply;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.line.LineText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts replies together from lines: push one line, get a {@link Reply} when it was the last.
 *
 * <pre>
 * SMTP, RFC 5321 section 4.2                       FTP, RFC 959 section 4.2
 * Reply-line = *( code "-" [ text ] CRLF )         first  = code "-" text CRLF
 *              code [ SP text ] CRLF               middle = any line that does not begin with code SP
 *                                                  last   = code SP text CRLF
 * </pre>
 *
 * <p>Both are strict: in SMTP all lines carry the same code; a line that does not fit is a {@link GrammarException}, never
 * skipped. One leniency: a lone code without a space is a whole reply in both dialects, as RFC 5321 section 4.2 advises.
 *
 * <p>Confined to one thread. After an exception the parser must not be used again.
 */
public final class ReplyParser {
    /** How the lines between the first and the last look. */
    public enum Dialect {
        /** Middle lines are free text (RFC 959 section 4.2). */
        FTP,
        /** Every line carries the code (RFC 5321 section 4.2). */
        SMTP
    }

    /**
     * The most lines of one reply. An EHLO reply has a line per extension, about 20; FTP's HELP and FEAT about 100. Ten
     * times that is a server that never stops (rule S13).
     */
    public static final int MAX_LINES = 1000;

    /** The most text of one reply, in bytes: far over any HELP text, and still small when 5,000 connections hold one. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int CODE_LENGTH = 3;

    private final Dialect dialect;
    private final List<String> lines = new ArrayList<>();
    private final RecentReplies recent = new RecentReplies();
    private @Nullable ReplyCode code;
    private int bytes;

    /** A parser for one connection; it serves one reply after the other. */
    public ReplyParser(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Takes one line, without its CRLF.
     *
     * @return the reply that this line ends, or null while more lines are owed
     * @throws GrammarException if the line cannot stand here, or the reply exceeds {@link #MAX_LINES} or
     *     {@link #MAX_BYTES}
     */
    public @Nullable Reply push(byte[] buffer, int from, int to) throws GrammarException {
        ReplyCode first = code;
        Reply known = first == null ? recent.find(buffer, from, to) : null;
        if (known != null) {
            return known;
        }
        countAgainstLimits(to - from);
        if (first != null && dialect == Dialect.FTP && !endsReply(buffer, from, to, first)) {
            lines.add(LineText.of(buffer, from, to));
            return null;
        }
        ReplyCode here = parseCode(buffer, from, to);
        if (first != null && !first.equals(here)) {
            throw broken("all lines of a reply carry the same code", buffer, from, to);
        }
        boolean more = isContinued(buffer, from, to);
        String text = LineText.of(buffer, Math.min(from + CODE_LENGTH + 1, to), to);
        if (!more) {
            Reply reply = finish(here, text);
            if (first == null) {
                recent.keep(buffer, from, to, reply);
            }
            return reply;
        }
        lines.add(text);
        code = here;
        return null;
    }

    private Reply finish(ReplyCode last, String text) {
        bytes = 0;
        if (lines.isEmpty()) {
            return new Reply(last, List.of(text));
        }
        lines.add(text);
        Reply reply = new Reply(last, lines);
        lines.clear();
        code = null;
        return reply;
    }

    private void countAgainstLimits(int length) throws GrammarException {
        bytes += length;
        if (lines.size() >= MAX_LINES) {
            throw new GrammarException("a reply has at most " + MAX_LINES + " lines", "ReplyParser.MAX_LINES", "");
        }
        if (bytes > MAX_BYTES) {
            throw new GrammarException("a reply has at most " + MAX_BYTES + " bytes", "ReplyParser.MAX_BYTES", "");
        }
    }

    /** RFC 959: the last line begins with the very same code, immediately followed by a space. */
    private static boolean endsReply(byte[] buffer, int from, int to, ReplyCode first) {
        return startsWithThreeDigits(buffer, from, to)
                && digits(buffer, from) == first.value()
                && (to == from + CODE_LENGTH || buffer[from + CODE_LENGTH] == ' ');
    }

    private ReplyCode parseCode(byte[] buffer, int from, int to) throws GrammarException {
        if (!startsWithThreeDigits(buffer, from, to)) {
            throw broken("a reply line starts with three digits", buffer, from, to);
        }
        return new ReplyCode(digits(buffer, from));
    }

    private boolean isContinued(byte[] buffer, int from, int to) throws GrammarException {
        if (to == from + CODE_LENGTH) {
            return false;
        }
        return switch (buffer[from + CODE_LENGTH]) {
            case ' ' -> false;
            case '-' -> true;
            default -> throw broken("a space or a hyphen follows the code", buffer, from, to);
        };
    }

    private static boolean startsWithThreeDigits(byte[] buffer, int from, int to) {
        return to - from >= CODE_LENGTH
                && isDigit(buffer[from])
                && isDigit(buffer[from + 1])
                && isDigit(buffer[from + 2]);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int digits(byte[] buffer, int from) {
        return (buffer[from] - '0') * 100 + (buffer[from + 1] - '0') * 10 + (buffer[from + 2] - '0');
    }

    private GrammarException broken(String rule, byte[] buffer, int from, int to) {
        String section = dialect == Dialect.FTP ? "RFC 959 section 4.2" : "RFC 5321 section 4.2";
        return new GrammarException(rule, section, GrammarException.excerpt(buffer, from, to));
    }
}
