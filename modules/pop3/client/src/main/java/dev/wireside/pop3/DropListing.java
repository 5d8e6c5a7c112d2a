package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;

/**
 * What STAT answers (RFC 1939 section 5): {@code +OK messages SP octets}. Messages that are marked as deleted are not
 * counted.
 *
 * @param messages how many there are
 * @param octets their size together, in bytes, as the server counts; not to be relied on
 */
public record DropListing(int messages, long octets) {
    private static final String RULE = "a drop listing is a number of messages and their size in octets";

    static DropListing read(LineFields line) throws GrammarException {
        int messages = (int) line.number(0, Integer.MAX_VALUE, RULE);
        return new DropListing(messages, line.number(0, Long.MAX_VALUE, RULE));
    }
}
