package dev.wireside.codec.reply;

/**
 * The three digits that open a reply (RFC 959 section 4.2, RFC 5321 section 4.2.1), kept as a number: a server may answer
 * with a code no RFC lists, and the client must then act on the first digit alone.
 *
 * @param value 0 to 999; {@code 042} and {@code 999} are grammatical even though no server should send them
 */
public record ReplyCode(int value) {
    /** @throws IllegalArgumentException if {@code value} has more than three digits or is negative */
    public ReplyCode {
        if (value < 0 || value > 999) {
            throw new IllegalArgumentException("a reply code has three digits: " + value);
        }
    }

    /** The first digit: 1 preliminary, 2 done, 3 continue, 4 not now, 5 never; other digits have no meaning. */
    public int kind() {
        return value / 100;
    }

    /** 4yz: the same command may succeed later. */
    public boolean isTransient() {
        return kind() == 4;
    }

    /** 5yz: the same command will be refused again. */
    public boolean isPermanent() {
        return kind() == 5;
    }

    /**
     * Compares with a mask as the RFC tables write it: {@code "250"} one code, {@code "25x"} any last digit,
     * {@code "2xx"} any success.
     *
     * @throws IllegalArgumentException if the mask is not three characters, each a digit or {@code x}
     */
    public boolean matches(String mask) {
        if (mask.length() != 3) {
            throw new IllegalArgumentException("a reply mask has three places: " + mask);
        }
        return digitMatches(mask, 0, value / 100)
                && digitMatches(mask, 1, value / 10 % 10)
                && digitMatches(mask, 2, value % 10);
    }

    private static boolean digitMatches(String mask, int place, int digit) {
        char wanted = mask.charAt(place);
        if (wanted != 'x' && (wanted < '0' || wanted > '9')) {
            throw new IllegalArgumentException("a reply mask is made of digits and x: " + mask);
        }
        return wanted == 'x' || wanted - '0' == digit;
    }

    /** The three digits. */
    @Override
    public String toString() {
        // Not by String.format: in some locales its digits are others than the wire's.
        return "" + (char) ('0' + value / 100) + (char) ('0' + value / 10 % 10) + (char) ('0' + value % 10);
    }
}
