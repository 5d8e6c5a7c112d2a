package dev.wireside.it.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A secret that must never be seen, and all the ways in which it could be: in clear, and inside of Base64 wherever its
 * first byte stands in a group of three.
 */
public final class Canary {
    private final Set<String> forms = new LinkedHashSet<>();

    /** Watches for this secret, of at least six bytes: less is found by chance. */
    public Canary(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 6) {
            throw new IllegalArgumentException("a canary has at least 6 bytes");
        }
        forms.add(secret);
        // A recorder that takes UTF-8 for Latin-1 hides nothing.
        forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
        for (int alignment = 0; alignment < 3; alignment++) {
            forms.add(base64(bytes, alignment, Base64.getEncoder()));
            forms.add(base64(bytes, alignment, Base64.getUrlEncoder()));
        }
    }

    /** Those characters that depend on the secret's bytes alone and not on what stands before and behind it. */
    private static String base64(byte[] bytes, int alignment, Base64.Encoder encoder) {
        byte[] shifted = new byte[alignment + bytes.length];
        System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        int first = (alignment * 8 + 5) / 6;
        int last = shifted.length * 8 / 6;
        return encoded.substring(first, last);
    }

    /** The form in which the secret is seen in this text, with some of what stands around it; empty if it is not there. */
    public Optional<String> seenIn(String text) {
        return forms.stream()
                .filter(text::contains)
                .map(form -> "\"" + form + "\" in: " + around(text, text.indexOf(form), form.length()))
                .findFirst();
    }

    private static String around(String text, int at, int length) {
        return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + length + 60));
    }

    /** The same for everything that an exception says: message, text, causes and suppressed ones, and its public values. */
    public Optional<String> seenIn(Throwable failure) {
        return seenIn(everythingSaidBy(failure));
    }

    /** Everything that can be read out of an exception without reflection on its fields. */
    public static String everythingSaidBy(Throwable failure) {
        List<String> said = new ArrayList<>();
        collect(failure, said, Collections.newSetFromMap(new IdentityHashMap<>()));
        return String.join("\n", said);
    }

    private static void collect(Throwable failure, List<String> said, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        said.add(failure.toString());
        said.add(String.valueOf(failure.getMessage()));
        said.add(String.valueOf(failure.getLocalizedMessage()));
        for (var method : failure.getClass().getMethods()) {
            boolean ours = method.getDeclaringClass().getName().startsWith("dev.wireside.");
            if (ours && method.getParameterCount() == 0) {
                try {
                    said.add(method.getName() + "=" + method.invoke(failure));
                } catch (ReflectiveOperationException impossible) {
                    throw new LinkageError("cannot ask an exception for its " + method.getName(), impossible);
                }
            }
        }
        collect(failure.getCause(), said, seen);
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, said, seen);
        }
    }
}
