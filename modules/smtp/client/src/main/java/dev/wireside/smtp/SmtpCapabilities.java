package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a server announced in its reply to the last EHLO (RFC 5321 section 4.1.1.1). After STARTTLS that is the reply to the
 * EHLO under TLS, and nothing of what was said before it. Immutable.
 *
 * <pre>
 * ehlo-line    = ehlo-keyword *( SP ehlo-param )
 * ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
 * </pre>
 */
public final class SmtpCapabilities {
    private static final SmtpCapabilities NONE = new SmtpCapabilities(Map.of());

    /** Keyword in capitals to its parameters, in the server's order. */
    private final Map<String, List<String>> keywords;

    private SmtpCapabilities(Map<String, List<String>> keywords) {
        this.keywords = keywords;
    }

    /** What a server announces that knows only HELO. */
    static SmtpCapabilities none() {
        return NONE;
    }

    /**
     * Reads the reply to EHLO. Its first line is the greeting; a line that is not an ehlo-line says nothing that a client
     * could use and is passed over. A keyword that comes twice has the parameters of both lines.
     */
    static SmtpCapabilities of(Reply reply) {
        Map<String, List<String>> keywords = new LinkedHashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            List<String> words = words(line);
            if (!words.isEmpty() && isKeyword(words.getFirst())) {
                keywords.computeIfAbsent(words.getFirst().toUpperCase(Locale.ROOT), k -> new ArrayList<>())
                        .addAll(words.subList(1, words.size()));
            }
        }
        keywords.replaceAll((keyword, parameters) -> List.copyOf(parameters));
        return new SmtpCapabilities(Collections.unmodifiableMap(keywords));
    }

    /** Whether the server announced this extension. */
    public boolean has(SmtpExtension extension) {
        return keywords.containsKey(extension.keyword());
    }

    /** Whether the server announced this keyword, in any case: for extensions that have no name here. */
    public boolean has(String keyword) {
        return keywords.containsKey(keyword.toUpperCase(Locale.ROOT));
    }

    /** The most bytes of a message that the server takes (RFC 1870 section 4); empty if it names no limit. */
    public OptionalLong sizeLimit() {
        List<String> parameters = parameters(SmtpExtension.SIZE.keyword());
        if (parameters.isEmpty() || !parameters.getFirst().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            long limit = Long.parseLong(parameters.getFirst());
            return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
        } catch (NumberFormatException beyondEveryMessage) {
            // RFC 1870 section 4 allows twenty digits.
            return OptionalLong.empty();
        }
    }

    /** The SASL mechanisms on offer (RFC 4954 section 3), as the server writes them; empty without AUTH. */
    public List<String> authMechanisms() {
        return parameters(SmtpExtension.AUTH.keyword());
    }

    /** Every keyword in capitals with its parameters, in the server's order. */
    public Map<String, List<String>> keywords() {
        return keywords;
    }

    private List<String> parameters(String keyword) {
        return keywords.getOrDefault(keyword, List.of());
    }

    /**
     * Words between spaces. {@code AUTH=PLAIN} is read as {@code AUTH PLAIN}: Exchange before 2003 and Sendmail's
     * compatibility mode write it so, from a draft before RFC 2554.
     */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= line.length(); i++) {
            boolean ends = i == line.length() || line.charAt(i) == ' ' || line.charAt(i) == '\t';
            boolean oldAuth = !ends
                    && line.charAt(i) == '='
                    && words.isEmpty()
                    && line.substring(from, i).equalsIgnoreCase("AUTH");
            if (ends || oldAuth) {
                if (i > from) {
                    words.add(line.substring(from, i));
                }
                from = i + 1;
            }
        }
        return words;
    }

    private static boolean isKeyword(String word) {
        return word.charAt(0) != '-' && word.chars().allMatch(SmtpCapabilities::mayStandInKeyword);
    }

    private static boolean mayStandInKeyword(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    @Override
    public String toString() {
        return keywords.toString();
    }
}
