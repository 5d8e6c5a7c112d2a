package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.WireText;
import dev.wireside.net.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The login of RFC 1939 section 7: {@code APOP name SP hex(MD5(timestamp password))}, where the timestamp is a word of the
 * greeting.
 *
 * <pre>
 * msg-id        = "&lt;" dot-atom-text "@" (dot-atom-text / "[" *dtext "]") "&gt;"    ; RFC 5322 section 3.6.4
 * dot-atom-text = 1*atext *("." 1*atext)
 * dtext         = %d33-90 / %d94-126
 * </pre>
 *
 * <p>Nothing else is taken for a timestamp: whoever may send any bytes he likes sends two that collide, and learns the
 * password letter by letter from whether the digests are equal (CVE-2007-1558).
 */
final class Apop {
    /** Brackets, the longest local part, an at sign and the longest domain (RFC 5321 section 4.5.3.1). */
    static final int MAX_TIMESTAMP = 1 + 64 + 1 + 255 + 1;

    private static final String SECTION = "RFC 1939 section 7, RFC 5322 section 3.6.4";
    private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~";

    private Apop() {}

    /**
     * The timestamp in the text of a greeting, with its brackets.
     *
     * @throws GrammarException if there is none, more than one, or one that is no message id in US-ASCII
     */
    static String timestamp(String greeting) throws GrammarException {
        int from = greeting.indexOf('<');
        int to = greeting.indexOf('>') + 1;
        if (from < 0 || to <= from) {
            throw broken("the greeting holds a timestamp in angle brackets", greeting);
        }
        String found = greeting.substring(from, to);
        boolean isWord = (from == 0 || greeting.charAt(from - 1) == ' ')
                && (to == greeting.length() || greeting.charAt(to) == ' ')
                && greeting.indexOf('<', from + 1) < 0
                && greeting.indexOf('>', to) < 0;
        if (!isWord || found.length() > MAX_TIMESTAMP || !isMessageId(found)) {
            throw broken("the timestamp is one message id in US-ASCII", greeting);
        }
        return found;
    }

    private static boolean isMessageId(String bracketed) {
        String id = bracketed.substring(1, bracketed.length() - 1);
        int at = id.indexOf('@');
        if (at < 0) {
            return false;
        }
        String right = id.substring(at + 1);
        boolean literal = right.startsWith("[") && right.endsWith("]") && right.length() > 1;
        return isDotAtom(id.substring(0, at))
                && (literal
                        ? right.substring(1, right.length() - 1).chars().allMatch(Apop::isDtext)
                        : isDotAtom(right));
    }

    private static boolean isDotAtom(String text) {
        boolean inAtom = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? !inAtom : !isAtext(c)) {
                return false;
            }
            inAtom = c != '.';
        }
        return inAtom;
    }

    private static boolean isAtext(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || ATEXT_MARKS.indexOf(c) >= 0;
    }

    private static boolean isDtext(int c) {
        return (c >= 33 && c <= 90) || (c >= 94 && c <= 126);
    }

    /** The command, with its digest as a secret: a short password can be guessed from it. */
    static WireText command(Credentials credentials, String timestamp) {
        byte[] password = credentials.secret().utf8();
        MessageDigest md5 = md5();
        md5.update(timestamp.getBytes(StandardCharsets.US_ASCII));
        byte[] digest = md5.digest(password);
        Arrays.fill(password, (byte) 0);
        return WireText.of("APOP " + credentials.user() + " ")
                .plusSecret(HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static GrammarException broken(String rule, String greeting) {
        byte[] bytes = greeting.getBytes(StandardCharsets.UTF_8);
        return new GrammarException(rule, SECTION, GrammarException.excerpt(bytes, 0, bytes.length));
    }
}
