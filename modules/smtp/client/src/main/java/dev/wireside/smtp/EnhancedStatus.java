package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.io.Serializable;
import java.util.Optional;

/**
 * An enhanced mail system status code: {@code 5.1.1} is "bad destination mailbox address" (RFC 3463, in replies by
 * RFC 2034).
 *
 * <pre>
 * status-code = class "." subject "." detail
 * class       = "2" / "4" / "5"
 * subject     = 1*3digit
 * detail      = 1*3digit
 * </pre>
 *
 * @param kind 2 success, 4 not now, 5 never; the same as the first digit of the reply
 * @param subject 1 address, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 security; 0 other
 * @param detail within the subject
 */
public record EnhancedStatus(int kind, int subject, int detail) implements Serializable {
    private static final int MAX_DIGITS = 3;

    /** @throws IllegalArgumentException if a part is outside the grammar above */
    public EnhancedStatus {
        boolean sound =
                (kind == 2 || kind == 4 || kind == 5) && subject >= 0 && subject <= 999 && detail >= 0 && detail <= 999;
        if (!sound) {
            throw new IllegalArgumentException("no status code: " + kind + "." + subject + "." + detail);
        }
    }

    /**
     * Reads the code in front of a reply's text. Empty if there is none, or if its class contradicts the reply's first digit,
     * which RFC 2034 section 3 forbids: then it is just text.
     */
    public static Optional<EnhancedStatus> of(Reply reply) {
        String text = reply.lines().getLast();
        int firstDot = number(text, 0);
        int secondDot = number(text, firstDot + 1);
        int end = number(text, secondDot + 1);
        boolean complete = firstDot == 1
                && isDot(text, firstDot)
                && secondDot > firstDot + 1
                && isDot(text, secondDot)
                && end > secondDot + 1
                && (end == text.length() || text.charAt(end) == ' ');
        int kind = reply.code().kind();
        if (!complete || text.charAt(0) - '0' != kind || (kind != 2 && kind != 4 && kind != 5)) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedStatus(
                kind,
                Integer.parseInt(text, firstDot + 1, secondDot, 10),
                Integer.parseInt(text, secondDot + 1, end, 10)));
    }

    /** Where the number that starts at {@code from} ends; {@code from} itself if there is none of one to three digits. */
    private static int number(String text, int from) {
        int at = from;
        while (at < text.length() && at - from <= MAX_DIGITS && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - from > 1 && text.charAt(from) == '0';
        return at - from > MAX_DIGITS || leadingZero ? from : at;
    }

    private static boolean isDot(String text, int at) {
        return at < text.length() && text.charAt(at) == '.';
    }

    /** The code as it stands in a reply: {@code 5.1.1}. */
    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
