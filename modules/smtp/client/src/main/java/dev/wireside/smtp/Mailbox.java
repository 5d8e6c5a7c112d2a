package dev.wireside.smtp;

import dev.wireside.net.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * An address of the envelope: what stands between {@code <} and {@code >} in MAIL and RCPT, and nothing around it.
 *
 * <pre>
 * Mailbox        = Local-part "@" ( Domain / address-literal )      RFC 5321 section 4.1.2
 * Local-part     = Dot-string / Quoted-string                       with UTF-8 by RFC 6531 section 3.3
 * Domain         = sub-domain *("." sub-domain)
 * sub-domain     = Let-dig [Ldh-str]                                or a U-label
 * </pre>
 *
 * <p>Every value is checked when it is made, so none can end a command, start another or add a parameter (rule S4). Two
 * things that the grammar allows are refused: {@code <} and {@code >} in a quoted local part, because servers exist that
 * look for the first {@code >}; and source routes, which are obsolete.
 *
 * @param localPart as it goes out, with its quotes if it has any
 * @param domain a domain name, an address literal in brackets, or empty for {@code postmaster} alone (section 4.1.1.3)
 */
public record Mailbox(String localPart, String domain) {
    /** RFC 5321 section 4.5.3.1.1, in octets. */
    private static final int MAX_LOCAL_PART = 64;

    /** RFC 5321 section 4.5.3.1.2, in octets. */
    private static final int MAX_DOMAIN = 255;

    /** RFC 5321 section 4.5.3.1.3: a path has 256 octets with its angle brackets (RFC 3696 erratum 1690). */
    private static final int MAX_MAILBOX = 254;

    /** RFC 1035 section 2.3.4. */
    private static final int MAX_LABEL = 63;

    /** Read as dots when a name becomes A-labels (RFC 3490 section 3.1), but no part of the grammar above. */
    private static final String IDNA_2003_DOTS = "\u3002\uff0e\uff61";

    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    /** @throws IllegalArgumentException if it is not a mailbox as described above; the message says what is wrong */
    public Mailbox {
        if (utf8Length(localPart) > MAX_LOCAL_PART) {
            throw bad("a local part has at most " + MAX_LOCAL_PART + " octets", localPart);
        }
        if (!isDotString(localPart) && !isQuotedString(localPart)) {
            throw bad("a local part is atoms and dots, or a quoted string without < and >", localPart);
        }
        if (domain.isEmpty() ? !localPart.equalsIgnoreCase("postmaster") : !isLiteral(domain)) {
            checkDomain(domain);
        }
        if (utf8Length(localPart) + 1 + utf8Length(domain) > MAX_MAILBOX) {
            throw bad("a mailbox has at most " + MAX_MAILBOX + " octets", localPart + "@" + domain);
        }
    }

    /**
     * Reads a mailbox such as {@code ada@example.org}, {@code "ada lovelace"@example.org} or {@code ada@[192.0.2.1]}.
     *
     * @throws IllegalArgumentException if it is none; a display name or angle brackets do not belong to it
     */
    public static Mailbox of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0 && text.equalsIgnoreCase("postmaster")) {
            return new Mailbox(text, "");
        }
        if (at < 0) {
            throw bad("a mailbox has an @", text);
        }
        if (at == text.length() - 1) {
            throw bad("a domain follows the @", text);
        }
        return new Mailbox(text.substring(0, at), text.substring(at + 1));
    }

    /** Whether it can only be sent to a server that knows SMTPUTF8 (RFC 6531): its local part is not US-ASCII. */
    public boolean needsSmtpUtf8() {
        return !isAscii(localPart);
    }

    /** The domain in US-ASCII: A-labels (RFC 3490) for a name that is not. */
    public String asciiDomain() {
        return toAscii(domain);
    }

    /** The same form that a host gets: a name that IDNA 2003 and 2008 map to different ones is refused there. */
    private static String toAscii(String domain) {
        return isAscii(domain) ? domain : Endpoint.of(domain, 0).asciiHost();
    }

    /** As it goes out; without SMTPUTF8 the domain's A-labels take the place of its U-labels (RFC 6531 section 3.2). */
    String wireForm(boolean smtpUtf8) {
        return join(smtpUtf8 ? domain : asciiDomain());
    }

    /** Puts the same behind what is there already. */
    void appendTo(StringBuilder line, boolean smtpUtf8) {
        line.append(localPart);
        if (!domain.isEmpty()) {
            line.append('@').append(smtpUtf8 ? domain : asciiDomain());
        }
    }

    private String join(String withDomain) {
        return withDomain.isEmpty() ? localPart : localPart + "@" + withDomain;
    }

    /** The mailbox as it was given. */
    @Override
    public String toString() {
        return join(domain);
    }

    private static void checkDomain(String domain) {
        String ascii = domain;
        if (!isAscii(domain)) {
            if (!isWellFormed(domain) || !allMatch(domain, Mailbox::mayStandInDomain) || domain.endsWith(".")) {
                throw bad("a domain is letters, digits, hyphens and dots", domain);
            }
            try {
                ascii = toAscii(domain);
            } catch (IllegalArgumentException notIdna) {
                throw bad("a domain has one form in DNS; if in doubt, write its A-labels (xn--...)", domain);
            }
        }
        checkAsciiDomain(ascii, domain);
    }

    private static boolean mayStandInDomain(int c) {
        return c >= 0x80 ? isVisible(c) && IDNA_2003_DOTS.indexOf(c) < 0 : isLetterDigitHyphen(c) || c == '.';
    }

    static void checkAsciiDomain(String ascii, String shown) {
        if (ascii.length() > MAX_DOMAIN || utf8Length(shown) > MAX_DOMAIN) {
            throw bad("a domain has at most " + MAX_DOMAIN + " octets", shown);
        }
        int from = 0;
        for (int i = 0; i <= ascii.length(); i++) {
            if (i == ascii.length() || ascii.charAt(i) == '.') {
                if (!isLabel(ascii, from, i)) {
                    throw bad(
                            "a domain is labels of 1 to 63 letters, digits and inner hyphens, with dots between",
                            shown);
                }
                from = i + 1;
            }
        }
    }

    private static boolean isLabel(String domain, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isLetterDigitHyphen(domain.charAt(i))) {
                return false;
            }
        }
        boolean sized = to > from && to - from <= MAX_LABEL;
        return sized && domain.charAt(from) != '-' && domain.charAt(to - 1) != '-';
    }

    /** {@code address-literal = "[" ( IPv4 / "IPv6:" IPv6 / General ) "]"}; which of them is the server's business. */
    static boolean isLiteral(String domain) {
        return domain.length() > 2
                && domain.startsWith("[")
                && domain.endsWith("]")
                && allMatch(
                        domain.substring(1, domain.length() - 1), c -> c > ' ' && c < 0x7f && "[]\\<>@".indexOf(c) < 0);
    }

    private static boolean isDotString(String text) {
        return !text.isEmpty()
                && !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..")
                && isWellFormed(text)
                && allMatch(text, c -> c == '.' || isAtext(c));
    }

    /** {@code Quoted-string = DQUOTE *(qtextSMTP / "\" %d32-126) DQUOTE} */
    static boolean isQuotedString(String text) {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(0) != '"' || text.charAt(last) != '"' || !isWellFormed(text)) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == last || text.charAt(i) >= 0x7f) {
                    return false;
                }
                c = text.charAt(i) == '"' || text.charAt(i) == '\\' ? ' ' : text.charAt(i);
            }
            if (c == '"' || c == '<' || c == '>' || (c != ' ' && !isVisible(c))) {
                return false;
            }
        }
        return true;
    }

    static boolean isAtext(int c) {
        return c >= 0x80 ? isVisible(c) : isLetterOrDigit(c) || ATEXT_SPECIALS.indexOf(c) >= 0;
    }

    /** No control (C0, DEL, C1), no space of any script; a surrogate counts, its pairing is checked elsewhere. */
    private static boolean isVisible(int c) {
        return c > ' ' && !Character.isISOControl(c) && !Character.isSpaceChar(c);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isLetterDigitHyphen(int c) {
        return isLetterOrDigit(c) || c == '-';
    }

    /** Text between spaces and without controls, such as an address of whatever kind. */
    static boolean isPrintable(String text) {
        return isWellFormed(text) && allMatch(text, c -> c == ' ' || isVisible(c));
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** A loop and not a stream: this is asked several times for every message. */
    private static boolean allMatch(String text, IntPredicate wanted) {
        for (int i = 0; i < text.length(); i++) {
            if (!wanted.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isWellFormed(String text) {
        return isAscii(text) || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    static int utf8Length(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What is not printable is escaped: the message may end up in a terminal. */
    static IllegalArgumentException bad(String rule, String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(MAX_MAILBOX)
                .forEach(c -> shown.append(
                        c > 0x1f && c < 0x7f ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c)));
        return new IllegalArgumentException(rule + ": \"" + shown + "\"");
    }
}
