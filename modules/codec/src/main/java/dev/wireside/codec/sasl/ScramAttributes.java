package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One message of a SCRAM server, split (RFC 5802 section 7):
 *
 * <pre>
 *   attr-val = ALPHA "=" value          message = attr-val *("," attr-val)
 *   value    = 1*value-char             ; any UTF-8 but NUL and ","
 * </pre>
 *
 * <p>Extensions that we do not know are skipped, as section 5.1 demands, unless they are marked mandatory with {@code
 * m=}. The same attribute twice is refused: two readers could then each see another one. That also bounds their number
 * to 52.
 */
final class ScramAttributes {
    static final String SECTION = "RFC 5802 section 7";

    private final String message;
    private final StringBuilder names = new StringBuilder();
    private final Map<Character, String> values = new HashMap<>();

    private ScramAttributes(String message) {
        this.message = message;
    }

    static ScramAttributes parse(String message) throws GrammarException {
        var attributes = new ScramAttributes(message);
        int start = 0;
        while (start <= message.length()) {
            int comma = message.indexOf(',', start);
            int end = comma < 0 ? message.length() : comma;
            attributes.add(start, end);
            start = end + 1;
        }
        return attributes;
    }

    private void add(int start, int end) throws GrammarException {
        // At least three characters: a name, the sign and one of value.
        if (end - start < 3 || !isAlpha(message.charAt(start)) || message.charAt(start + 1) != '=') {
            throw broken("an attribute is a letter, \"=\" and a value");
        }
        char name = message.charAt(start);
        if (name == 'm') {
            throw broken("the client knows no mandatory extension");
        }
        String value = message.substring(start + 2, end);
        if (value.indexOf('\0') >= 0) {
            throw broken("a value does not contain NUL");
        }
        if (values.putIfAbsent(name, value) != null) {
            throw broken("an attribute appears once");
        }
        names.append(name);
    }

    /** True if the message starts with exactly these attributes; their order is fixed. */
    boolean startWith(String expected) {
        return names.toString().startsWith(expected);
    }

    /** The value of an attribute that {@link #startWith} has found. */
    String value(char name) throws GrammarException {
        String value = values.get(name);
        if (value == null) {
            throw broken("the attribute " + name + " is present");
        }
        return value;
    }

    GrammarException broken(String rule) {
        return new GrammarException(rule, SECTION, PeerText.excerpt(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
