package dev.wireside.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password or token. It prints as {@value #MASK}, compares in constant time and can be wiped; whoever needs its bytes
 * asks for them by name, so every place that can leak one is found by searching for {@link #utf8()}.
 *
 * <p>Immutable until {@link #wipe()}; safe to share between threads as long as nobody wipes it while it is in use.
 */
public final class Secret {
    /** What stands for a secret wherever it is shown; of fixed width, so the length is not told either. */
    public static final String MASK = "\u2022\u2022\u2022";

    private final byte[] utf8;
    private volatile boolean wiped;

    private Secret(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * A secret from a string.
     *
     * @throws IllegalArgumentException if it cannot be encoded as UTF-8 (a lone surrogate)
     */
    public static Secret of(String text) {
        char[] characters = text.toCharArray();
        try {
            return of(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /**
     * A secret from characters; the caller may clear its array afterwards.
     *
     * @throws IllegalArgumentException if it cannot be encoded as UTF-8 (a lone surrogate)
     */
    public static Secret of(char[] text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        // Large enough at once: a buffer that grows leaves a copy behind that nobody wipes.
        byte[] room = new byte[(int) (text.length * encoder.maxBytesPerChar())];
        try {
            ByteBuffer encoded = ByteBuffer.wrap(room);
            CoderResult result = encoder.encode(CharBuffer.wrap(text), encoded, true);
            if (result.isError()) {
                // The text does not go along: it would carry the secret.
                throw new IllegalArgumentException("the secret contains a lone surrogate and has no UTF-8 form");
            }
            return new Secret(Arrays.copyOf(room, encoded.position()));
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    /**
     * The secret itself, as a fresh array that the caller should clear after use.
     *
     * @throws IllegalStateException after {@link #wipe()}
     */
    public byte[] utf8() {
        if (wiped) {
            throw new IllegalStateException("this secret was wiped");
        }
        return utf8.clone();
    }

    /** Overwrites the bytes; from now on {@link #utf8()} throws. */
    public void wipe() {
        wiped = true;
        Arrays.fill(utf8, (byte) 0);
    }

    /** Compares in a time that depends on the lengths only. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(utf8, that.utf8);
    }

    /** The same for all secrets: a hash of the bytes would tell something about them. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    /** {@value #MASK}. */
    @Override
    public String toString() {
        return MASK;
    }
}
