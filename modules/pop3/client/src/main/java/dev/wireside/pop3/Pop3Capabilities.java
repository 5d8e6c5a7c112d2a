package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.net.LineParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a server announces with CAPA (RFC 2449 section 5). It may announce other things in clear, under TLS and after the
 * login; each object holds one such answer.
 *
 * <p>An argument that does not follow its grammar does not end the session: the typed view of it is empty, and
 * {@link #arguments} has it as it came. Immutable, safe for any thread.
 */
public final class Pop3Capabilities {
    /** Servers announce about 15, one a line; ten times that is a server that never stops (rule S13). */
    static final int MAX_LINES = 150;

    private static final Pop3Capabilities UNKNOWN = new Pop3Capabilities(false, Map.of());

    /**
     * How long messages stay on the server (RFC 2449 section 6.7).
     *
     * @param days empty means for ever; 0 means that the server may delete what was fetched when the session ends with
     *     QUIT, even if it was not marked
     * @param perUser whether it differs by user, so that only the answer after the login counts
     */
    public record Expiry(OptionalInt days, boolean perUser) {}

    /**
     * How long to wait between two logins (RFC 2449 section 6.5).
     *
     * @param minimum whole seconds
     * @param perUser whether it differs by user, so that only the answer after the login counts
     */
    public record LoginDelay(Duration minimum, boolean perUser) {}

    private final boolean known;
    private final Map<String, String> all;

    private Pop3Capabilities(boolean known, Map<String, String> all) {
        this.known = known;
        this.all = all;
    }

    /** For a server that does not know CAPA: nobody knows what it can do. */
    static Pop3Capabilities unknown() {
        return UNKNOWN;
    }

    /** Reads the lines of one answer. */
    static LineParser<Pop3Capabilities> parser() {
        return new MultiLine<>(new Lines(), MAX_LINES, "Pop3Capabilities.MAX_LINES");
    }

    private static final class Lines implements MultiLine.Collector<Pop3Capabilities> {
        private final Map<String, String> all = new LinkedHashMap<>();

        /** {@code capa-tag *(SP param)}; tags are the same in any case. The first of two equal ones counts. */
        @Override
        public void line(byte[] buffer, int from, int to) throws GrammarException {
            String line = new String(buffer, from, to - from, StandardCharsets.UTF_8).strip();
            int space = line.indexOf(' ');
            String tag = space < 0 ? line : line.substring(0, space);
            if (tag.isEmpty()) {
                throw new GrammarException("a capability has a name", "RFC 2449 section 5", "");
            }
            all.putIfAbsent(
                    tag.toUpperCase(Locale.ROOT),
                    space < 0 ? "" : line.substring(space + 1).strip());
        }

        @Override
        public Pop3Capabilities whole() {
            return new Pop3Capabilities(true, Map.copyOf(all));
        }
    }

    /** Whether the server answered CAPA at all. If not, everything here is absent, and may work nevertheless. */
    public boolean isKnown() {
        return known;
    }

    /** Whether this is announced, in any case: {@code has("TOP")}. */
    public boolean has(String tag) {
        return all.containsKey(tag.toUpperCase(Locale.ROOT));
    }

    /** What stands behind the tag, as it came; empty if it is not announced or stands alone. */
    public String arguments(String tag) {
        return all.getOrDefault(tag.toUpperCase(Locale.ROOT), "");
    }

    /** TOP: headers and the first lines of a message can be fetched. */
    public boolean top() {
        return has("TOP");
    }

    /** UIDL: messages have names that last. */
    public boolean uidl() {
        return has("UIDL");
    }

    /** USER: the login with USER and PASS is on offer. */
    public boolean user() {
        return has("USER");
    }

    /** STLS: TLS can be turned on (RFC 2595 section 4). */
    public boolean stls() {
        return has("STLS");
    }

    /** PIPELINING: commands may be sent before the answers to earlier ones have come (RFC 2449 section 6.6). */
    public boolean pipelining() {
        return has("PIPELINING");
    }

    /** RESP-CODES: text in brackets at the beginning of a status is a code (RFC 2449 section 6.4). */
    public boolean respCodes() {
        return has("RESP-CODES");
    }

    /** AUTH-RESP-CODE: a login that fails because of the credentials says {@code [AUTH]} (RFC 3206 section 5). */
    public boolean authRespCode() {
        return has("AUTH-RESP-CODE");
    }

    /** UTF8: the session can be switched to UTF-8 (RFC 6856 section 2). */
    public boolean utf8() {
        return has("UTF8");
    }

    /** UTF8 USER: and user names and passwords may be UTF-8 (RFC 6856 section 2.2). */
    public boolean utf8User() {
        return hasWord("UTF8", "USER");
    }

    /** LANG: the language of the texts can be chosen (RFC 6856 section 3). */
    public boolean lang() {
        return has("LANG");
    }

    /** SASL: the mechanisms for AUTH (RFC 5034 section 3), as the server wrote them. */
    public List<String> saslMechanisms() {
        return words("SASL");
    }

    /** IMPLEMENTATION: what the server says it is; not to be relied on (RFC 2449 section 6.9). */
    public Optional<String> implementation() {
        return has("IMPLEMENTATION") ? Optional.of(arguments("IMPLEMENTATION")) : Optional.empty();
    }

    /** EXPIRE. */
    public Optional<Expiry> expire() {
        List<String> words = words("EXPIRE");
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (words.get(0).equalsIgnoreCase("NEVER")) {
            return Optional.of(new Expiry(OptionalInt.empty(), hasWord("EXPIRE", "USER")));
        }
        OptionalInt days = number(words.get(0));
        return days.isPresent() ? Optional.of(new Expiry(days, hasWord("EXPIRE", "USER"))) : Optional.empty();
    }

    /** LOGIN-DELAY. */
    public Optional<LoginDelay> loginDelay() {
        List<String> words = words("LOGIN-DELAY");
        OptionalInt seconds = words.isEmpty() ? OptionalInt.empty() : number(words.get(0));
        return seconds.isPresent()
                ? Optional.of(new LoginDelay(Duration.ofSeconds(seconds.getAsInt()), hasWord("LOGIN-DELAY", "USER")))
                : Optional.empty();
    }

    private boolean hasWord(String tag, String word) {
        return words(tag).stream().anyMatch(word::equalsIgnoreCase);
    }

    private List<String> words(String tag) {
        return Stream.of(arguments(tag).split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static OptionalInt number(String digits) {
        try {
            LineFields fields = LineFields.of(digits);
            return OptionalInt.of((int) fields.number(0, Integer.MAX_VALUE, "a number"));
        } catch (GrammarException noNumber) {
            return OptionalInt.empty();
        }
    }

    /** For people: the tags and their arguments, escaped and cut where it gets too long; or that they are unknown. */
    @Override
    public String toString() {
        return known ? Shown.of(all.toString()) : "unknown: the server has no CAPA";
    }
}
