package dev.wireside.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One outgoing line, without its CRLF, made of plain and secret parts.
 *
 * <p>This is the one gate through which text reaches a command line (rule S4): the <em>final bytes</em> are checked, not
 * the characters, so nothing that an encoder truncates or expands can smuggle a second line. CR, LF, NUL and every other
 * C0 control are refused when the line is made, before anything is sent.
 *
 * <p>Secret parts are marked where they are born: {@link #toString()} and {@link #masked()} show {@link Secret#MASK} in
 * their place. Immutable; safe to share between threads.
 */
public final class WireText {
    private static final int[] NO_SECRETS = {};

    private final byte[] bytes;
    /** Pairs of from (inclusive) and to (exclusive) in {@link #bytes}, ascending and never overlapping. */
    private final int[] secretRanges;

    private WireText(byte[] bytes, int[] secretRanges) {
        this.bytes = bytes;
        this.secretRanges = secretRanges;
    }

    /**
     * A line of US-ASCII.
     *
     * @throws IllegalArgumentException if the text has a control character or anything outside US-ASCII
     */
    public static WireText of(String ascii) {
        return new WireText(encode(ascii, StandardCharsets.US_ASCII), NO_SECRETS);
    }

    /**
     * A line of UTF-8, for protocols that have negotiated it (RFC 6531, RFC 6856, RFC 2640).
     *
     * @throws IllegalArgumentException if the text has a control character or a lone surrogate
     */
    public static WireText utf8(CharSequence text) {
        return new WireText(encode(text, StandardCharsets.UTF_8), NO_SECRETS);
    }

    /**
     * This line with more US-ASCII behind it.
     *
     * @throws IllegalArgumentException if the text has a control character or anything outside US-ASCII
     */
    public WireText plus(String ascii) {
        return append(encode(ascii, StandardCharsets.US_ASCII), secretRanges);
    }

    /**
     * This line with more UTF-8 behind it.
     *
     * @throws IllegalArgumentException if the text has a control character or a lone surrogate
     */
    public WireText plusUtf8(String text) {
        return append(encode(text, StandardCharsets.UTF_8), secretRanges);
    }

    /**
     * This line with a secret behind it, in UTF-8, masked wherever the line is shown.
     *
     * @throws IllegalArgumentException if the secret holds a control character; the message does not show it
     */
    public WireText plusSecret(Secret secret) {
        byte[] utf8 = secret.utf8();
        try {
            return plusSecret(utf8);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    /**
     * This line with already encoded secret bytes behind it, such as a SASL response in Base64. The array is taken over
     * as it is now; later changes to it do not show.
     *
     * @throws IllegalArgumentException if the secret holds a control character; the message does not show it
     */
    public WireText plusSecret(byte[] secret) {
        for (byte b : secret) {
            if (isControl(b)) {
                throw new IllegalArgumentException(
                        "the secret holds a control character, which would end or split the line");
            }
        }
        int[] ranges = Arrays.copyOf(secretRanges, secretRanges.length + 2);
        ranges[ranges.length - 2] = bytes.length;
        ranges[ranges.length - 1] = bytes.length + secret.length;
        return append(secret, ranges);
    }

    /** The number of bytes on the wire, without CRLF. */
    public int length() {
        return bytes.length;
    }

    /** Puts the real bytes, secrets included and without CRLF, into {@code target}. */
    public void copyTo(ByteBuffer target) {
        target.put(bytes);
    }

    /** Whether some part of this line is secret. */
    public boolean hasSecret() {
        return secretRanges.length > 0;
    }

    /** The secret parts, as fresh arrays: what must not be seen again in anything that is shown. */
    public List<byte[]> secrets() {
        List<byte[]> secrets = new ArrayList<>(secretRanges.length / 2);
        for (int i = 0; i < secretRanges.length; i += 2) {
            secrets.add(Arrays.copyOfRange(bytes, secretRanges[i], secretRanges[i + 1]));
        }
        return secrets;
    }

    /** The line as it may be shown: each secret part replaced by {@link Secret#MASK}. */
    public String masked() {
        if (!hasSecret()) {
            return withSecretsInClear();
        }
        StringBuilder shown = new StringBuilder();
        int at = 0;
        for (int i = 0; i < secretRanges.length; i += 2) {
            shown.append(new String(bytes, at, secretRanges[i] - at, StandardCharsets.UTF_8))
                    .append(Secret.MASK);
            at = secretRanges[i + 1];
        }
        return shown.append(new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8))
                .toString();
    }

    /** The line with its secrets in clear. For the wire and for a recording that was loudly asked for; never for a message. */
    public String withSecretsInClear() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The same as {@link #masked()}. */
    @Override
    public String toString() {
        return masked();
    }

    private WireText append(byte[] more, int[] ranges) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, joined, bytes.length, more.length);
        return new WireText(joined, ranges);
    }

    private static byte[] encode(CharSequence text, Charset charset) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return checked(strictly(text, charset));
            }
            bytes[i] = (byte) c;
        }
        return bytes;
    }

    private static byte[] checked(byte[] encoded) {
        for (int i = 0; i < encoded.length; i++) {
            if (isControl(encoded[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the control character 0x%02x at byte %d would end or split the line: \"%s\"",
                        encoded[i],
                        i,
                        GrammarException.excerpt(encoded, 0, encoded.length)));
            }
        }
        return encoded;
    }

    /** {@code String.getBytes} would put '?' in place of what it cannot encode; here that is an error. */
    private static byte[] strictly(CharSequence text, Charset charset) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException unencodable) {
            byte[] shown = text.toString().getBytes(StandardCharsets.UTF_8);
            throw new IllegalArgumentException(
                    "not " + charset + ": \"" + GrammarException.excerpt(shown, 0, shown.length) + "\"", unencodable);
        }
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }
}
