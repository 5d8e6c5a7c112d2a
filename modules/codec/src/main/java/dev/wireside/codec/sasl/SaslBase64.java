package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Challenges and responses as the mail protocols write them: one line of Base64 (RFC 4954 section 4, RFC 5034 section 4). */
public final class SaslBase64 {
    private SaslBase64() {}

    /**
     * The bytes of a challenge; none for an empty line.
     *
     * @throws GrammarException if it is not Base64, or longer than {@link SaslExchange#MAX_CHALLENGE}
     */
    public static byte[] challenge(String line) throws GrammarException {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        if (text.length / 4 * 3 > SaslExchange.MAX_CHALLENGE) {
            throw new GrammarException(
                    "a challenge has at most " + SaslExchange.MAX_CHALLENGE + " bytes",
                    "SaslExchange.MAX_CHALLENGE",
                    "");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new GrammarException(
                    "a challenge is Base64", "RFC 4422 section 3.7", GrammarException.excerpt(text, 0, text.length));
        }
    }

    /** The bytes on the line for a response; none for an empty one. */
    public static byte[] response(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    /** How many bytes {@link #response} makes of so many. */
    public static int responseLength(int bytes) {
        return (bytes + 2) / 3 * 4;
    }
}
