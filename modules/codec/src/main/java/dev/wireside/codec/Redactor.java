package dev.wireside.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Finds secrets that come <em>back</em>: a server may echo what it was sent, and its words end up in messages and
 * transcripts. Replaces each secret by {@link Secret#MASK}, in clear and as any Base64 text that contains it.
 *
 * <p>What we send ourselves needs no search: {@link WireText} knows its secrets. Confined to one thread.
 */
public final class Redactor {
    /** A shorter secret is masked only in clear: its Base64 core is a character or two and would hide innocent text. */
    private static final int MIN_LENGTH_FOR_BASE64 = 4;

    private final List<Secret> secrets = new ArrayList<>();

    /** A redactor that knows no secret yet. */
    public Redactor() {}

    /** From now on this secret is masked. Empty secrets are ignored. */
    public void learn(Secret secret) {
        secrets.add(secret);
    }

    /** The text with every known secret masked; the very same object when there is none in it. */
    public String scrub(String text) {
        String scrubbed = text;
        for (Secret secret : secrets) {
            for (String form : shownForms(secret.utf8())) {
                scrubbed = form.isEmpty() ? scrubbed : scrubbed.replace(form, Secret.MASK);
            }
        }
        return scrubbed;
    }

    /** The secret as text, byte for byte, and the part of its Base64 that does not depend on its neighbours. */
    private static List<String> shownForms(byte[] secret) {
        List<String> forms = new ArrayList<>();
        forms.add(new String(secret, StandardCharsets.UTF_8));
        forms.add(new String(secret, StandardCharsets.ISO_8859_1));
        if (secret.length >= MIN_LENGTH_FOR_BASE64) {
            for (int shift = 0; shift < 3; shift++) {
                forms.add(base64Core(secret, shift));
            }
        }
        return forms;
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
}
