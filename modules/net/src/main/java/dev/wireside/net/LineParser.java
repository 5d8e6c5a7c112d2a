package dev.wireside.net;

import dev.wireside.codec.GrammarException;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines where they lie in the connection's buffer; {@code ReplyParser::push} is one.
 *
 * @param <T> what the lines make
 */
@FunctionalInterface
public interface LineParser<T> {
    /**
     * Takes one line, without its CRLF. The array is valid only during the call.
     *
     * @return the value that this line completes, or null while more lines are owed
     * @throws GrammarException if the line cannot stand here
     */
    @Nullable
    T parse(byte[] buffer, int from, int to) throws GrammarException;
}
