package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What LIST and UIDL answer: a line for each message, which begins with its number (RFC 1939 sections 5 and 7).
 *
 * <pre>
 * scan-listing      = number SP size [SP more]     ; what follows the size is not for us
 * unique-id-listing = number SP unique-id          ; unique-id = 1*70 printable US-ASCII
 * </pre>
 */
final class NumberedLines<V> implements MultiLine.Collector<Map<Integer, V>> {
    /** RFC 1939 section 7 allows 70 characters; some servers write longer ones. */
    static final int MAX_UID = 255;

    private static final String NUMBER_RULE = "a listing begins with the number of a message, 1 to 2147483647";
    private static final String SIZE_RULE = "a scan listing has a message's size in octets behind its number";

    /** Reads what stands behind the number. */
    private final LineFields.Value<V> value;

    private final Map<Integer, V> byNumber = new LinkedHashMap<>();

    private NumberedLines(LineFields.Value<V> value) {
        this.value = value;
    }

    static MultiLine<Map<Integer, Long>> sizes(int maxMessages) {
        return new MultiLine<>(new NumberedLines<>(NumberedLines::size), maxMessages, Pop3Options.MAX_MESSAGES_LIMIT);
    }

    static MultiLine<Map<Integer, String>> uids(int maxMessages) {
        return new MultiLine<>(new NumberedLines<>(NumberedLines::uid), maxMessages, Pop3Options.MAX_MESSAGES_LIMIT);
    }

    static int number(LineFields line) throws GrammarException {
        return (int) line.number(1, Integer.MAX_VALUE, NUMBER_RULE);
    }

    static long size(LineFields line) throws GrammarException {
        return line.number(0, Long.MAX_VALUE, SIZE_RULE);
    }

    /**
     * Empty where a server has none for this message. An ASCII control character is refused; bytes above ASCII are kept,
     * since servers put UTF-8 there.
     */
    static String uid(LineFields line) throws GrammarException {
        String uid = line.rest();
        boolean printable = uid.chars().allMatch(c -> c >= ' ' && c != 0x7f);
        if (uid.length() > MAX_UID || !printable) {
            throw line.broken("a unique-id has at most " + MAX_UID + " characters, all printable");
        }
        return uid;
    }

    /** The size in {@code +OK number SP size}, which answers LIST with a number. */
    static LineFields.Value<Long> sizeOf(int asked) {
        return line -> size(lineAbout(asked, line));
    }

    /** The name in {@code +OK number SP unique-id}, which answers UIDL with a number. */
    static LineFields.Value<String> uidOf(int asked) {
        return line -> uid(lineAbout(asked, line));
    }

    private static LineFields lineAbout(int asked, LineFields line) throws GrammarException {
        if (number(line) != asked) {
            throw line.broken("the answer is about message " + asked);
        }
        return line;
    }

    @Override
    public void line(byte[] buffer, int from, int to) throws GrammarException {
        LineFields line = new LineFields(buffer, from, to);
        int number = number(line);
        if (byNumber.putIfAbsent(number, value.read(line)) != null) {
            throw line.broken("each message is listed once");
        }
    }

    @Override
    public Map<Integer, V> whole() {
        return byNumber;
    }
}
