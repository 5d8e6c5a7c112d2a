package dev.wireside.pop3.jakarta;

import dev.wireside.codec.Secret;
import dev.wireside.jakarta.Mechanisms;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the maildrop, as often as it is asked, with the exceptions that Jakarta Mail has for what can go wrong.
 *
 * @param credentials empty if the options know how to log in without
 */
record Opening(Endpoint server, StoreSettings settings, Optional<Credentials> credentials) {
    private static final Set<String> LOGIN = Set.of("AUTH", "USER", "PASS", "APOP");

    /** @throws AuthenticationFailedException if the user or the password cannot be sent */
    static Opening of(Endpoint server, StoreSettings settings, String user, @Nullable String password)
            throws AuthenticationFailedException {
        try {
            return new Opening(
                    server, settings, Optional.ofNullable(password).map(it -> Credentials.of(user, Secret.of(it))));
        } catch (IllegalArgumentException unsendable) {
            throw unsendable(unsendable);
        }
    }

    Pop3Client open() throws MessagingException {
        try {
            return credentials.isEmpty() ? Pop3Client.open(server, settings.options()) : login(credentials.get());
        } catch (Pop3RefusedException no) {
            if (isAboutLogin(no)) {
                throw new AuthenticationFailedException(no.getMessage(), no);
            }
            throw new MessagingException("no session with " + server + ": " + no.getMessage(), no);
        } catch (IOException broken) {
            throw new MessagingException("no session with " + server + ": " + broken.getMessage(), broken);
        } catch (IllegalArgumentException unsendable) {
            throw unsendable(unsendable);
        }
    }

    private Pop3Client login(Credentials known) throws IOException {
        Pop3Options options = settings.options();
        Pop3RefusedException last = null;
        for (String mechanism : settings.mechanisms()) {
            // In POP3 the name stands for USER and PASS: what is used where the server offers nothing better.
            boolean anyhow = mechanism.equals(Mechanisms.LOGIN);
            try {
                return Pop3Client.open(
                        server, known, anyhow ? options : options.withSasl(Mechanisms.recipe(mechanism)));
            } catch (Pop3RefusedException no) {
                // A server that does not offer this one is asked for the next, on a connection of its own.
                if (no.status().isPresent() || !isAboutLogin(no)) {
                    throw no;
                }
                last = no;
            }
        }
        if (last != null) {
            throw last;
        }
        return Pop3Client.open(server, known, options);
    }

    private static boolean isAboutLogin(Pop3RefusedException no) {
        return LOGIN.stream().anyMatch(no.command()::startsWith);
    }

    private static AuthenticationFailedException unsendable(IllegalArgumentException why) {
        return new AuthenticationFailedException("no login: " + why.getMessage(), why);
    }
}
