package dev.wireside.smtp.dkim;

import dev.wireside.codec.GrammarException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the header off a message with CRLF line ends, and splits it into fields:
 *
 * <pre>
 *   message    = *field [CRLF *body]                                       RFC 5322 section 3.5
 *   field      = field-name ":" value CRLF                                 section 2.2
 *   field-name = 1*ftext          ftext = %d33-57 / %d59-126               section 3.6.8
 * </pre>
 *
 * A value goes on in every line that begins with a space or tab. The obsolete space before the colon is refused, because not
 * every reader takes what stands before it for the name.
 *
 * <p>A push machine: feed it blocks of any size. Confined to one thread, one message per instance.
 */
final class HeaderSplitter {
    /** Far more than a message has that people send, and what it costs to keep one; other mail software stops at less. */
    static final int MAX_BYTES = 256 * 1024;

    /** Each field of a header costs an object; a message that went through a hundred relays has a few hundred. */
    static final int MAX_FIELDS = 1000;

    private static final int FIRST_ROOM = 2048;

    private byte[] header = new byte[FIRST_ROOM];
    private int length;
    private int lineLength;
    private boolean isComplete;

    /**
     * Takes the next bytes of the message, up to the empty line behind the header.
     *
     * @return where the body begins among them, or {@code to}
     * @throws GrammarException if the header is longer than {@link #MAX_BYTES}
     */
    int update(byte[] bytes, int from, int to) throws GrammarException {
        int at = from;
        while (at < to && !isComplete) {
            if (bytes[at] != '\n') {
                lineLength++;
            } else {
                isComplete = lineLength == 1 && lastBefore(bytes, from, at) == '\r';
                lineLength = 0;
            }
            at++;
        }
        append(bytes, from, at);
        return at;
    }

    private byte lastBefore(byte[] bytes, int from, int at) {
        return at > from ? bytes[at - 1] : header[length - 1];
    }

    private void append(byte[] bytes, int from, int to) throws GrammarException {
        int added = to - from;
        if (added > MAX_BYTES - length) {
            throw new GrammarException(
                    "the header of a message has at most " + MAX_BYTES + " bytes", "limit MAX_BYTES", "");
        }
        if (length + added > header.length) {
            header = Arrays.copyOf(header, Math.max(2 * header.length, length + added));
        }
        System.arraycopy(bytes, from, header, length, added);
        length += added;
    }

    /**
     * The fields, from the top; to be called once the body has begun, or the message is over without one.
     *
     * @throws GrammarException if one is not a field, or if there are more than {@link #MAX_FIELDS}. It says where, but shows
     *     nothing: a message that lacks its empty line would put its text into somebody's log.
     */
    List<HeaderField> fields() throws GrammarException {
        int end = isComplete ? length - 2 : length;
        List<HeaderField> fields = new ArrayList<>();
        int from = 0;
        while (from < end) {
            if (fields.size() == MAX_FIELDS) {
                throw new GrammarException(
                        "the header of a message has at most " + MAX_FIELDS + " fields", "limit MAX_FIELDS", "");
            }
            int to = endOfField(from, end);
            fields.add(field(from, to));
            from = to;
        }
        return fields;
    }

    private int endOfField(int from, int end) {
        int at = from;
        while (at < end) {
            boolean isLineOver = header[at++] == '\n';
            if (isLineOver && (at == end || !isBlank(header[at]))) {
                break;
            }
        }
        return at;
    }

    private HeaderField field(int from, int to) throws GrammarException {
        int colon = from;
        while (colon < to && isFtext(header[colon])) {
            colon++;
        }
        if (colon == from || colon == to || header[colon] != ':') {
            throw new GrammarException(
                    "line " + lineNumber(from) + " of the message begins with the name of a header field and a colon,"
                            + " or an empty line stands before it",
                    "RFC 5322 section 2.2",
                    "");
        }
        return new HeaderField(Arrays.copyOfRange(header, from, to), colon - from);
    }

    private int lineNumber(int position) {
        int number = 1;
        for (int i = 0; i < position; i++) {
            number += header[i] == '\n' ? 1 : 0;
        }
        return number;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Whether a byte may stand in the name of a field. */
    static boolean isFtext(int b) {
        return b > ' ' && b < 0x7f && b != ':';
    }
}
