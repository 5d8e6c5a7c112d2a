package dev.wireside.pop3;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine-readable reason at the beginning of a status line's text: {@code [IN-USE]} (RFC 2449 section 8).
 *
 * <pre>
 * resp-code  = "[" resp-level *("/" resp-level) "]"
 * resp-level = 1*rchar                 ; printable US-ASCII but "/" and "]"
 * </pre>
 *
 * <p>Codes that are not among the constants are kept as they came.
 *
 * @param name what stands between the brackets, in upper case, because case does not count
 */
public record PopResponseCode(String name) {
    /** Another session has the maildrop locked (RFC 2449 section 8.1.2). Transient. */
    public static final PopResponseCode IN_USE = new PopResponseCode("IN-USE");

    /** The last login was too short a time ago (RFC 2449 section 8.1.1). Transient. */
    public static final PopResponseCode LOGIN_DELAY = new PopResponseCode("LOGIN-DELAY");

    /** Something on the server does not work now (RFC 3206 section 4). Transient. */
    public static final PopResponseCode SYS_TEMP = new PopResponseCode("SYS/TEMP");

    /** Something on the server does not work until a person repairs it (RFC 3206 section 4). */
    public static final PopResponseCode SYS_PERM = new PopResponseCode("SYS/PERM");

    /** The credentials are wrong: ask the user, do not try again with the same (RFC 3206 section 5). */
    public static final PopResponseCode AUTH = new PopResponseCode("AUTH");

    /** The message or the maildrop needs a client that has turned UTF8 on (RFC 6856 section 5). */
    public static final PopResponseCode UTF8 = new PopResponseCode("UTF8");

    /** @throws IllegalArgumentException if the name does not follow the grammar above */
    public PopResponseCode {
        if (!isCode(name)) {
            throw new IllegalArgumentException("a response code is printable levels between slashes: " + name);
        }
        name = name.toUpperCase(Locale.ROOT);
    }

    /** Whether this is the given code or a refinement of it, as {@code SYS/TEMP/DISK} is one of {@code SYS/TEMP}. */
    public boolean isA(PopResponseCode general) {
        return name.equals(general.name) || name.startsWith(general.name + "/");
    }

    /** Whether the same request may succeed later without anybody doing anything. */
    public boolean isTransient() {
        return isA(IN_USE) || isA(LOGIN_DELAY) || isA(SYS_TEMP);
    }

    /** The one of the codes above that this is, or refines. */
    Optional<PopResponseCode> registered() {
        return Stream.of(IN_USE, LOGIN_DELAY, SYS_TEMP, SYS_PERM, AUTH, UTF8)
                .filter(this::isA)
                .findFirst();
    }

    /** The code that this text begins with. Text in brackets that is no code is ordinary text. */
    static Optional<PopResponseCode> leading(String text) {
        int end = text.indexOf(']');
        return text.startsWith("[") && end > 0 && isCode(text.substring(1, end))
                ? Optional.of(new PopResponseCode(text.substring(1, end)))
                : Optional.empty();
    }

    private static boolean isCode(String name) {
        boolean inLevel = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' ? !inLevel : (c <= ' ' || c >= 0x7f || c == ']')) {
                return false;
            }
            inLevel = c != '/';
        }
        return inLevel;
    }

    /** With its brackets. */
    @Override
    public String toString() {
        return "[" + name + "]";
    }
}
