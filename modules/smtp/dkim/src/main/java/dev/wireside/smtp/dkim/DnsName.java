package dev.wireside.smtp.dkim;

/**
 * The names in a signature: {@code sub-domain = Let-dig [Ldh-str]} (RFC 5321 section 4.1.2, which RFC 6376 section 3.5
 * refers to). They end up in a header and in a DNS query, so nothing else gets in.
 */
final class DnsName {
    /** RFC 1035 section 2.3.4. */
    private static final int MAX_LABEL = 63;

    /** RFC 1035 section 2.3.4, less the length bytes at both ends. */
    private static final int MAX_NAME = 253;

    private DnsName() {}

    /** {@code d=}: at least two labels. */
    static String domain(String name) {
        if (!isName(name) || name.indexOf('.') < 0) {
            throw new IllegalArgumentException(
                    "a signing domain looks like example.org, in US-ASCII (java.net.IDN.toASCII)");
        }
        return name;
    }

    /** {@code s=}: at least one label. */
    static String selector(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a selector is letters, digits and hyphens, with dots between: mail2026");
        }
        return name;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            if (!isLabel(name, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isLabel(String name, int from, int to) {
        if (to == from || to - from > MAX_LABEL || name.charAt(from) == '-' || name.charAt(to - 1) == '-') {
            return false;
        }
        return name.substring(from, to).chars().allMatch(DnsName::isLetterDigitHyphen);
    }

    private static boolean isLetterDigitHyphen(int c) {
        return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
