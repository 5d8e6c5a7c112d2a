package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.net.LineParser;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a multi-line response, up to the lone dot, with the dot-stuffing taken off (RFC 1939 section 3). For
 * listings; messages are not lines to us, they are streamed.
 */
final class MultiLine<T> implements LineParser<T> {
    /** What becomes of the lines. */
    interface Collector<T> {
        /** Takes one line, without its CRLF and its stuffing. */
        void line(byte[] buffer, int from, int to) throws GrammarException;

        /** What the lines make, once all were taken. */
        T whole();
    }

    private final Collector<T> collector;
    private final int maxLines;
    private final String limitName;
    private int lines;

    /**
     * @param maxLines the most lines before the dot; what a hostile server can make us hold (rule S13)
     * @param limitName where a user finds that limit
     */
    MultiLine(Collector<T> collector, int maxLines, String limitName) {
        this.collector = collector;
        this.maxLines = maxLines;
        this.limitName = limitName;
    }

    @Override
    public @Nullable T parse(byte[] buffer, int from, int to) throws GrammarException {
        boolean dotted = to > from && buffer[from] == '.';
        if (dotted && to - from == 1) {
            return collector.whole();
        }
        if (lines++ == maxLines) {
            throw new GrammarException("the response has at most " + maxLines + " lines", limitName, "");
        }
        collector.line(buffer, dotted ? from + 1 : from, to);
        return null;
    }
}
