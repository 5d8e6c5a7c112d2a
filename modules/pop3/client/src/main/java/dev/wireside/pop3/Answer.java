package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import java.util.Optional;

/**
 * A status, and what came with it if it was positive: a value in the line itself, or the lines behind it.
 *
 * @param value empty after {@code -ERR}, with which nothing comes
 */
record Answer<T>(PopStatus status, Optional<T> value) {
    /** Reads a status line with a value in it, such as {@code +OK 2 320}, from its bytes: its text may not tell them all. */
    static <T> Answer<T> parse(byte[] buffer, int from, int to, LineFields.Value<T> value) throws GrammarException {
        PopStatus status = PopStatus.parse(buffer, from, to);
        if (!status.isOk()) {
            return new Answer<>(status, Optional.empty());
        }
        int behind = from + PopStatus.Indicator.OK.length();
        return new Answer<>(status, Optional.of(value.read(new LineFields(buffer, behind, to))));
    }
}
