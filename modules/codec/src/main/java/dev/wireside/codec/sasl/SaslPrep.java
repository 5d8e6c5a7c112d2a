package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * SASLprep (RFC 4013), a profile of stringprep (RFC 3454): two ways to type the same password become the same bytes.
 * Strings are prepared as queries, in which code points that Unicode 3.2 did not know are allowed (RFC 5802 section
 * 5.1).
 *
 * <p>Normalization and directionality come from the platform, whose Unicode is newer than the 3.2 of the RFC. Results
 * differ only for code points assigned since, and for the five whose normalization was corrected (Unicode Corrigendum
 * #4).
 */
final class SaslPrep {
    // Pairs of first and last code point, in the order and with the numbers of the appendices of RFC 3454.

    /** B.1, commonly mapped to nothing. */
    private static final int[] NOTHING = {
        0x00AD, 0x00AD, 0x034F, 0x034F, 0x1806, 0x1806, 0x180B, 0x180D, 0x200B, 0x200D, 0x2060, 0x2060, 0xFE00, 0xFE0F,
        0xFEFF, 0xFEFF
    };

    /** C.1.2, spaces other than the ASCII one. */
    private static final int[] SPACES = {
        0x00A0, 0x00A0, 0x1680, 0x1680, 0x2000, 0x200B, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000
    };

    /** C.1.2 to C.9 except the noncharacters of C.4 that end every plane; RFC 4013 section 2.3. */
    private static final int[] PROHIBITED = {
        0x0000, 0x001F, 0x007F, 0x00A0, 0x0340, 0x0341, 0x06DD, 0x06DD, 0x070F, 0x070F, 0x1680, 0x1680, 0x180E, 0x180E,
        0x2000, 0x200F, 0x2028, 0x202F, 0x205F, 0x2063, 0x206A, 0x206F, 0x2FF0, 0x2FFB, 0x3000, 0x3000, 0xD800, 0xF8FF,
        0xFDD0, 0xFDEF, 0xFEFF, 0xFEFF, 0xFFF9, 0xFFFD, 0x1D173, 0x1D17A, 0xE0001, 0xE0001, 0xE0020, 0xE007F, 0xF0000,
        0x10FFFF
    };

    private SaslPrep() {}

    /**
     * The prepared form of a string.
     *
     * @throws IllegalArgumentException if it holds a prohibited character, mixes directions, or prepares to nothing;
     *     the message shows neither the text nor the character, which may be a password's
     */
    static String prepare(String text) {
        String prepared = Normalizer.normalize(mapped(text), Normalizer.Form.NFKC);
        if (prepared.codePoints().anyMatch(SaslPrep::isProhibited)) {
            throw new IllegalArgumentException("a character that SASLprep prohibits (RFC 4013 section 2.3)");
        }
        if (!isBidirectionallySound(prepared)) {
            throw new IllegalArgumentException("left-to-right inside right-to-left text (RFC 4013 section 2.4)");
        }
        if (prepared.isEmpty()) {
            throw new IllegalArgumentException("nothing is left after SASLprep (RFC 5802 section 5.1)");
        }
        return prepared;
    }

    /** The same for a secret's bytes. Printable ASCII is its own prepared form, and so never becomes a string. */
    static byte[] prepare(byte[] utf8) {
        if (isPrintableAscii(utf8)) {
            return utf8.clone();
        }
        return prepare(new String(utf8, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** Throws as {@link #prepare(String)} does, long before a server could be told half of a login. */
    static void check(Secret password) {
        byte[] utf8 = password.utf8();
        byte[] prepared = prepare(utf8);
        Arrays.fill(utf8, (byte) 0);
        Arrays.fill(prepared, (byte) 0);
    }

    private static boolean isPrintableAscii(byte[] utf8) {
        boolean printable = utf8.length > 0;
        for (byte b : utf8) {
            printable &= b >= ' ' && b < 0x7f;
        }
        return printable;
    }

    /** RFC 4013 section 2.1. U+200B stands in both tables; the space comes first there. */
    private static String mapped(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> isIn(SPACES, c) ? ' ' : c)
                .filter(c -> !isIn(NOTHING, c))
                .forEach(mapped::appendCodePoint);
        return mapped.toString();
    }

    private static boolean isProhibited(int c) {
        return (c & 0xFFFE) == 0xFFFE || isIn(PROHIBITED, c);
    }

    /** RFC 3454 section 6: right-to-left text holds no left-to-right character, and both ends are right-to-left. */
    private static boolean isBidirectionallySound(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return true;
        }
        return isRightToLeft(text.codePointAt(0))
                && isRightToLeft(text.codePointBefore(text.length()))
                && text.codePoints()
                        .noneMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean isIn(int[] ranges, int c) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (c >= ranges[i] && c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
