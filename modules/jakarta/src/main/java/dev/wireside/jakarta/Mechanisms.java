package dev.wireside.jakarta;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslMechanism;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The mechanisms that the properties name, to be tried in this order. */
public final class Mechanisms {
    /** The name of the mechanism that is LOGIN to SMTP, and USER with PASS to POP3. */
    public static final String LOGIN = "LOGIN";

    /** Strongest first; those for a password, of which the properties may take some away. */
    private static final List<String> FOR_A_PASSWORD =
            List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", LOGIN);

    private static final Map<String, BiFunction<String, Secret, SaslMechanism>> RECIPES = Map.of(
            "SCRAM-SHA-256",
            Sasl::scramSha256,
            "SCRAM-SHA-1",
            Sasl::scramSha1,
            "CRAM-MD5",
            Sasl::cramMd5,
            "PLAIN",
            Sasl::plain,
            LOGIN,
            Sasl::login,
            "XOAUTH2",
            Sasl::xoauth2,
            "OAUTHBEARER",
            Sasl::oauthBearer);

    private Mechanisms() {}

    /**
     * {@code auth.mechanisms}, without the names that are unknown here; or, without it, all for a password but those that
     * {@code auth.login.disable} and {@code auth.plain.disable} take away. Empty if the properties say nothing: then the
     * strongest on offer is the one.
     *
     * @throws MessagingException if nothing is left
     */
    public static List<String> of(ServiceProperties properties) throws MessagingException {
        Optional<String> named = properties.text("auth.mechanisms");
        if (named.isPresent()) {
            List<String> known = List.of(named.get().toUpperCase(Locale.ROOT).split("[\\s,]+")).stream()
                    .filter(RECIPES::containsKey)
                    .toList();
            if (known.isEmpty()) {
                throw properties.refusal(
                        "auth.mechanisms", "names none of " + FOR_A_PASSWORD + ", XOAUTH2, OAUTHBEARER");
            }
            return known;
        }
        List<String> left = new ArrayList<>(FOR_A_PASSWORD);
        if (properties.isTrue("auth.plain.disable")) {
            left.remove("PLAIN");
        }
        if (properties.isTrue("auth.login.disable")) {
            left.remove(LOGIN);
        }
        return left.size() == FOR_A_PASSWORD.size() ? List.of() : List.copyOf(left);
    }

    /** How the mechanism of this name is made. */
    public static BiFunction<String, Secret, SaslMechanism> recipe(String name) {
        BiFunction<String, Secret, SaslMechanism> recipe = RECIPES.get(name);
        if (recipe == null) {
            throw new IllegalArgumentException("no such mechanism: " + name);
        }
        return recipe;
    }
}
