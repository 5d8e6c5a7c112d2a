package dev.wireside.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds secrets that come <em>back</em>: a server may echo what it was sent, and its words end up in messages and
 * transcripts. Replaces each secret by {@link Secret#MASK}, in clear and as any Base64 text that contains it.
 *
 * <p>It keeps its own copy of what it learns, so that wiping a {@link Secret} after login does not unmask it in what the
 * server says later. What we send ourselves needs no search: {@link WireText} knows its secrets.
 * Confined to one thread.
 */
public final class Redactor {
    /** A shorter secret is masked only in clear: its Base64 core is a character or two and would hide innocent text. */
    private static final int MIN_LENGTH_FOR_BASE64 = 4;

    /** So much of a secret, cut off by the end of an {@linkplain GrammarException#excerpt excerpt}, is masked as well. */
    private static final int MIN_CUT_LENGTH = 2;

    // Most connections learn nothing, or one password.
    private Set<String> inClear = Set.of();
    private Set<String> base64Cores = Set.of();

    /** A redactor that knows no secret yet. */
    public Redactor() {}

    /**
     * From now on this secret is masked. Empty secrets are ignored.
     *
     * @throws IllegalStateException if the secret was wiped already
     */
    public void learn(Secret secret) {
        byte[] utf8 = secret.utf8();
        learn(utf8);
        Arrays.fill(utf8, (byte) 0);
    }

    /** The same for a secret part of a line, as {@link WireText#secrets} gives it. */
    public void learn(byte[] secret) {
        if (secret.length == 0) {
            return;
        }
        if (inClear.isEmpty()) {
            inClear = new LinkedHashSet<>();
            base64Cores = new LinkedHashSet<>();
        }
        inClear.add(new String(secret, StandardCharsets.UTF_8));
        inClear.add(new String(secret, StandardCharsets.ISO_8859_1));
        inClear.add(GrammarException.escaped(secret, 0, secret.length));
        if (secret.length >= MIN_LENGTH_FOR_BASE64) {
            for (int shift = 0; shift < 3; shift++) {
                String core = base64Core(secret, shift);
                base64Cores.add(core);
                base64Cores.add(core.replace('+', '-').replace('/', '_'));
            }
        }
    }

    /** The text with every known secret masked; the very same object when there is none in it. */
    public String scrub(String text) {
        return inClear.isEmpty() ? text : masked(text, found(text));
    }

    /** The same for an excerpt, whose cut may have left the beginning of a secret at its end. */
    public String scrubExcerpt(String excerpt) {
        BitSet secret = found(excerpt);
        if (excerpt.endsWith(GrammarException.CUT)) {
            int end = excerpt.length() - GrammarException.CUT.length();
            inClear.forEach(form -> markCut(excerpt, end, form, secret));
            base64Cores.forEach(form -> markCut(excerpt, end, form, secret));
        }
        return masked(excerpt, secret);
    }

    /** All places at once, because secrets may contain or overlap each other and masking one would hide the other. */
    private BitSet found(String text) {
        BitSet secret = new BitSet();
        for (String form : inClear) {
            mark(text, form, c -> false, secret);
        }
        for (String core : base64Cores) {
            // The characters around the core hold bits of the secret, too, and in most cases the user's name.
            mark(text, core, Redactor::isBase64, secret);
        }
        return secret;
    }

    private static void mark(String text, String form, IntPredicate alsoAround, BitSet secret) {
        for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
            int from = at;
            int to = at + form.length();
            while (from > 0 && alsoAround.test(text.charAt(from - 1))) {
                from--;
            }
            while (to < text.length() && alsoAround.test(text.charAt(to))) {
                to++;
            }
            secret.set(from, to);
        }
    }

    private static void markCut(String excerpt, int end, String form, BitSet secret) {
        for (int length = Math.min(form.length() - 1, end); length >= MIN_CUT_LENGTH; length--) {
            if (excerpt.startsWith(form.substring(0, length), end - length)) {
                secret.set(end - length, end);
                return;
            }
        }
    }

    private static String masked(String text, BitSet secret) {
        if (secret.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        int at = 0;
        for (int from = secret.nextSetBit(0); from >= 0; from = secret.nextSetBit(at)) {
            shown.append(text, at, from).append(Secret.MASK);
            at = secret.nextClearBit(from);
        }
        return shown.append(text, at, text.length()).toString();
    }

    /**
     * Base64 packs three bytes into four characters, so a secret has three faces, by its place in the triple. The
     * characters that it shares with bytes before or behind are left out.
     */
    private static String base64Core(byte[] secret, int shift) {
        byte[] shifted = new byte[shift + secret.length];
        System.arraycopy(secret, 0, shifted, shift, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (shift * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return encoded.substring(from, to);
    }

    private static boolean isBase64(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_'
                || c == '=';
    }
}
