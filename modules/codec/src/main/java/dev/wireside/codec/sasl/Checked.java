package dev.wireside.codec.sasl;

import dev.wireside.codec.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The caller's user names and secrets, checked once when a mechanism is made, so that no exchange can fail over them.
 */
final class Checked {
    /** A control character inside a name would end a field early: NUL in RFC 4616, U+0001 in RFC 7628. */
    private static final String NAME_RULE = " must not be empty, nor hold control characters or lone surrogates";

    private Checked() {}

    /** A name that goes on the wire as UTF-8. */
    static String name(String what, String name) {
        if (name.isEmpty() || !isClean(name)) {
            throw new IllegalArgumentException(what + NAME_RULE);
        }
        return name;
    }

    /** The identity to act as; empty leaves it to the server (RFC 4422 section 3.4.1). */
    static String authorizationId(String authzid) {
        return authzid.isEmpty() ? authzid : name("an authorization identity", authzid);
    }

    /** {@code passwd = 1*SAFE}, anything but NUL (RFC 4616 section 2). */
    static Secret password(Secret password) {
        byte[] utf8 = password.utf8();
        boolean usable = utf8.length > 0;
        for (byte b : utf8) {
            usable &= b != 0;
        }
        Arrays.fill(utf8, (byte) 0);
        if (!usable) {
            throw new IllegalArgumentException("a password must not be empty, nor contain NUL");
        }
        return password;
    }

    /** Visible ASCII: wider than the {@code b64token} of RFC 6750 section 2.1, yet unable to end its field. */
    static Secret token(Secret token) {
        byte[] utf8 = token.utf8();
        boolean usable = utf8.length > 0;
        for (byte b : utf8) {
            usable &= b > ' ' && b < 0x7f;
        }
        Arrays.fill(utf8, (byte) 0);
        if (!usable) {
            throw new IllegalArgumentException("a bearer token consists of visible ASCII characters");
        }
        return token;
    }

    private static boolean isClean(String name) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.chars().noneMatch(Character::isISOControl);
    }
}
