package dev.wireside.codec.sasl;

import dev.wireside.codec.GrammarException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What all exchanges do with bytes that came from the server. */
final class PeerText {
    /**
     * Real error documents take up to about 200 characters; longer ones are cut, not refused, since they only explain.
     */
    static final int MAX_DETAIL = 1024;

    private PeerText() {}

    /** The text of a challenge: strict UTF-8, so that it turns back into the very same bytes. */
    static String of(byte[] challenge, String section) throws GrammarException {
        checkLength(challenge);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(challenge))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new GrammarException("a challenge is UTF-8", section, excerpt(challenge));
        }
    }

    static void checkLength(byte[] challenge) throws GrammarException {
        if (challenge.length > SaslExchange.MAX_CHALLENGE) {
            throw new GrammarException(
                    "a challenge has at most " + SaslExchange.MAX_CHALLENGE + " octets",
                    "RFC 4954 section 4",
                    excerpt(challenge));
        }
    }

    /** For mechanisms whose challenges never hold anything but text of the server's own making. */
    static String excerpt(byte[] challenge) {
        return GrammarException.excerpt(challenge, 0, challenge.length);
    }

    /** The server's explanation, made fit for a terminal: one line of printable ASCII, anything else as {@code ?}. */
    static String detail(byte[] explanation) {
        int length = Math.min(explanation.length, MAX_DETAIL);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            byte b = explanation[i];
            text.append(b >= ' ' && b < 0x7f ? (char) b : '?');
        }
        return text.toString();
    }

    /** Padded, canonical Base64: {@link Base64} alone would also take it without its padding. */
    static byte @Nullable [] base64(String text) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(decoded).equals(text) ? decoded : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** A challenge after the mechanism's last step. It may echo what we sent, so it is not shown. */
    static GrammarException oneTooMany(String mechanism, String section) {
        return new GrammarException("the server has no further challenge in " + mechanism, section, "");
    }

    /** The checks of a success in mechanisms where the server has nothing to prove. */
    static void checkSuccess(String mechanism, String section, boolean complete, byte @Nullable [] finalData)
            throws GrammarException {
        if (!complete) {
            throw new GrammarException("success comes only after the last step of " + mechanism, section, "");
        }
        if (finalData != null && finalData.length > 0) {
            throw new GrammarException("success carries no data in " + mechanism, section, "");
        }
    }
}
