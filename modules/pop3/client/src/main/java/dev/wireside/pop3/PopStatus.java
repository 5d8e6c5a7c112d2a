package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.line.LineText;
import java.util.Optional;

/**
 * The status line that every response begins with (RFC 1939 section 3, RFC 5034 section 6).
 *
 * <pre>
 * single-line  =  status [SP text] CRLF     status = "+OK" / "-ERR"
 * continue-req =  "+" SP [base64] CRLF      only while AUTH goes on
 * </pre>
 *
 * @param indicator the first word
 * @param text what stands behind it, as the server wrote it, with a response code if there is one; may be empty
 */
public record PopStatus(Indicator indicator, String text) {
    private static final PopStatus BRIEF_OK = new PopStatus(Indicator.OK, "");

    /** The first word of a status line. */
    public enum Indicator {
        /** {@code +OK}: done. */
        OK("+OK"),
        /** {@code -ERR}: refused; the session goes on. */
        ERR("-ERR"),
        /** {@code +}: the server waits for the next line of a login (RFC 5034 section 4). */
        CONTINUE("+");

        private final String word;

        Indicator(String word) {
            this.word = word;
        }

        int length() {
            return word.length();
        }

        private static Optional<Indicator> of(byte[] buffer, int from, int to) {
            for (Indicator indicator : values()) {
                if (indicator.isWord(buffer, from, to)) {
                    return Optional.of(indicator);
                }
            }
            return Optional.empty();
        }

        /** RFC 1939 section 3: servers send the indicators in upper case. */
        private boolean isWord(byte[] buffer, int from, int to) {
            boolean equal = to - from == word.length();
            for (int i = 0; equal && i < word.length(); i++) {
                equal = buffer[from + i] == word.charAt(i);
            }
            return equal;
        }
    }

    /** Whether this is {@code +OK}. */
    public boolean isOk() {
        return indicator == Indicator.OK;
    }

    /** Whether this is {@code -ERR}. */
    public boolean isError() {
        return indicator == Indicator.ERR;
    }

    /** The response code that the text begins with (RFC 2449 section 8). */
    public Optional<PopResponseCode> code() {
        return indicator == Indicator.CONTINUE ? Optional.empty() : PopResponseCode.leading(text);
    }

    /** For those who do not look at the text of {@code +OK}: it is left out, and nothing is made of it. */
    static PopStatus parseBrief(byte[] buffer, int from, int to) throws GrammarException {
        int end = from + Indicator.OK.length();
        boolean isOk = to >= end && Indicator.OK.isWord(buffer, from, end) && (to == end || buffer[end] == ' ');
        return isOk ? BRIEF_OK : parse(buffer, from, to);
    }

    /** Reads one line without its CRLF. */
    static PopStatus parse(byte[] buffer, int from, int to) throws GrammarException {
        int end = from;
        while (end < to && buffer[end] != ' ') {
            end++;
        }
        Optional<Indicator> indicator = Indicator.of(buffer, from, end);
        if (indicator.isEmpty()) {
            throw new GrammarException(
                    "a response begins with +OK or -ERR, and with + during AUTH",
                    "RFC 1939 section 3",
                    GrammarException.excerpt(buffer, from, to));
        }
        // RFC 6856 allows UTF-8; old servers write in whatever encoding they were made.
        return new PopStatus(indicator.get(), LineText.of(buffer, Math.min(end + 1, to), to));
    }

    /** The line as it came, for those who escape it. */
    String line() {
        return text.isEmpty() ? indicator.word : indicator.word + " " + text;
    }

    /**
     * For a message: {@code -ERR [IN-USE] another session has this maildrop}; invisible characters escaped, and cut where it
     * gets too long.
     */
    @Override
    public String toString() {
        return Shown.of(line());
    }
}
