package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    private static final SmtpCapabilities NONE = new SmtpCapabilities(Map.of(), false);

    /** Seconds have nine digits in DELIVERBY (RFC 2852 section 2) and FUTURERELEASE (RFC 4865 section 3). */
    private static final int MAX_SECONDS_DIGITS = 9;

    /** Keyword in capitals to its parameters, in the server's order. */
    private final Map<String, List<String>> keywords;

    private final boolean underTls;
    private final OptionalLong sizeLimit;

    private SmtpCapabilities(Map<String, List<String>> keywords, boolean underTls) {
        this.keywords = keywords;
        this.underTls = underTls;
        sizeLimit = parsedSizeLimit();
    }

    /** What a server announces that knows only HELO. */
    static SmtpCapabilities none() {
        return NONE;
    }

    /** What a server announces in clear: {@link #of(Reply, boolean)}. */
    static SmtpCapabilities of(Reply reply) {
        return of(reply, false);
    }

    /**
     * Reads the reply to EHLO. Its first line is the greeting; a line that is not an ehlo-line says nothing that a client
     * could use and is passed over. A keyword that comes twice has the parameters of both lines.
     *
     * @param underTls whether it came from a server whose certificate was verified
     */
    static SmtpCapabilities of(Reply reply, boolean underTls) {
        Map<String, List<String>> keywords = new LinkedHashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            List<String> words = words(line);
            if (!words.isEmpty() && isKeyword(words.getFirst())) {
                keywords.computeIfAbsent(words.getFirst().toUpperCase(Locale.ROOT), k -> new ArrayList<>())
                        .addAll(words.subList(1, words.size()));
            }
        }
        keywords.replaceAll((keyword, parameters) -> List.copyOf(parameters));
        return new SmtpCapabilities(Collections.unmodifiableMap(keywords), underTls);
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
        return sizeLimit;
    }

    private OptionalLong parsedSizeLimit() {
        String size = parameter(SmtpExtension.SIZE, 0).orElse("");
        if (!isNumber(size)) {
            return OptionalLong.empty();
        }
        try {
            long limit = Long.parseLong(size);
            return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
        } catch (NumberFormatException beyondEveryMessage) {
            // RFC 1870 section 4 allows twenty digits.
            return OptionalLong.empty();
        }
    }

    /** The shortest time for {@link DeliverBy.Mode#RETURN} (RFC 2852 section 2); empty if the server names none. */
    public Optional<Duration> deliverByMinimum() {
        String value = parameter(SmtpExtension.DELIVERBY, 0).orElse("");
        int comma = value.indexOf(',');
        return seconds(comma < 0 ? value : value.substring(0, comma));
    }

    /** The longest time that the server holds a message for (RFC 4865 section 3); empty if it names none. */
    public Optional<Duration> futureReleaseMaxInterval() {
        return parameter(SmtpExtension.FUTURERELEASE, 0).flatMap(SmtpCapabilities::seconds);
    }

    /** The last moment until which the server holds a message (RFC 4865 section 3); empty if it names none. */
    public Optional<Instant> futureReleaseMaxDate() {
        try {
            return parameter(SmtpExtension.FUTURERELEASE, 1).map(Instant::parse);
        } catch (DateTimeException notRfc3339) {
            return Optional.empty();
        }
    }

    /** What the server does with priorities (RFC 6710 section 3), such as {@code MIXER}; empty if it does not say. */
    public Optional<String> priorityProfile() {
        return parameter(SmtpExtension.MT_PRIORITY, 0);
    }

    /** The SASL mechanisms on offer (RFC 4954 section 3), as the server writes them; empty without AUTH. */
    public List<String> authMechanisms() {
        return parameters(SmtpExtension.AUTH.keyword());
    }

    /** Every keyword in capitals with its parameters, in the server's order. */
    public Map<String, List<String>> keywords() {
        return keywords;
    }

    /** Whether this was announced under TLS by a server whose certificate was verified; Wireside has no other TLS. */
    boolean underTls() {
        return underTls;
    }

    /** How many octets a MAIL line may have: RFC 5321 section 4.5.3.1.4, and what each extension on offer adds. */
    int maxMailLine() {
        int max = MailCommand.MAX_LINE;
        for (SmtpExtension extension : SmtpExtension.values()) {
            max += has(extension) ? extension.mailAllowance() : 0;
        }
        return max;
    }

    private Optional<String> parameter(SmtpExtension extension, int index) {
        List<String> parameters = parameters(extension.keyword());
        return index < parameters.size() ? Optional.of(parameters.get(index)) : Optional.empty();
    }

    private static Optional<Duration> seconds(String digits) {
        return isNumber(digits) && digits.length() <= MAX_SECONDS_DIGITS
                ? Optional.of(Duration.ofSeconds(Long.parseLong(digits)))
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
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
