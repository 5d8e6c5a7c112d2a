package dev.wireside.smtp.jakarta;

import dev.wireside.codec.Secret;
import dev.wireside.jakarta.Mechanisms;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Connects, with the exceptions that Jakarta Mail has for what can go wrong. */
final class Opening {
    private Opening() {}

    /** Logs in if there is a password, or as the options say; to have both is refused, because one would not be used. */
    static MailSession open(
            TransportSettings settings, Endpoint server, @Nullable String user, @Nullable String password)
            throws MessagingException {
        boolean isLogin = user != null && password != null;
        if (isLogin && settings.options().hasLogin()) {
            throw new AuthenticationFailedException(
                    "there are two logins, the user and password of connect() and the one"
                            + " in wireside.options; leave one of them out. Nothing was sent");
        }
        try {
            return user == null || password == null
                    ? MailSession.open(settings.lmtp(), server, settings.options())
                    : login(settings, server, Credentials.of(user, Secret.of(password)));
        } catch (SmtpRefusedException no) {
            if (isAboutLogin(no)) {
                throw new AuthenticationFailedException(no.getMessage(), no);
            }
            throw new MessagingException("no session with " + server + ": " + no.getMessage(), no);
        } catch (IOException broken) {
            throw new MessagingException("no session with " + server + ": " + broken.getMessage(), broken);
        } catch (IllegalArgumentException unsendable) {
            throw new AuthenticationFailedException("no login: " + unsendable.getMessage(), unsendable);
        }
    }

    private static MailSession login(TransportSettings settings, Endpoint server, Credentials credentials)
            throws IOException {
        SmtpOptions options = settings.options();
        SmtpRefusedException last = null;
        for (String mechanism : settings.mechanisms()) {
            try {
                return MailSession.open(
                        settings.lmtp(), server, options.withLogin(credentials, Mechanisms.recipe(mechanism)));
            } catch (SmtpRefusedException no) {
                // A server that does not offer this one is asked for the next, on a connection of its own.
                if (no.reply().isPresent() || !isAboutLogin(no)) {
                    throw no;
                }
                last = no;
            }
        }
        if (last != null) {
            throw last;
        }
        return MailSession.open(settings.lmtp(), server, options.withLogin(credentials));
    }

    private static boolean isAboutLogin(SmtpRefusedException no) {
        return no.command().startsWith("AUTH");
    }
}
