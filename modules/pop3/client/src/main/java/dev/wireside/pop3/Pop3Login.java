package dev.wireside.pop3;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.SaslChoice;
import dev.wireside.codec.sasl.SaslChooser;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Connection;
import dev.wireside.net.Credentials;
import dev.wireside.net.SaslDialogue;
import dev.wireside.net.SaslDialogue.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From AUTHORIZATION to TRANSACTION: the strongest SASL mechanism that both sides know, else USER and PASS (RFC 1939
 * section 7). AUTH in the words of POP3 (RFC 5034 section 4):
 *
 * <pre>
 *   C: AUTH mechanism [initial-response]
 *   S: + challenge          C: response           as often as the server asks
 *   S: +OK / -ERR
 * </pre>
 */
final class Pop3Login implements SaslDialogue.Framing<PopStatus> {
    /** RFC 2449 section 4: the longest command, with its CRLF; RFC 5034 section 4 holds AUTH to it. */
    private static final int MAX_COMMAND = 255;

    /** A server that did not announce the mechanism is not known to take an initial response (RFC 1734). */
    private static final int NO_INITIAL_RESPONSE = 0;

    private final Connection connection;
    private final Pop3Channel channel;
    private final Pop3Capabilities announced;
    private final Pop3Options options;

    /** @param announced what CAPA said on this very channel, under TLS if there is any */
    Pop3Login(Connection connection, Pop3Channel channel, Pop3Capabilities announced, Pop3Options options) {
        this.connection = connection;
        this.channel = channel;
        this.announced = announced;
        this.options = options;
    }

    /**
     * The mechanism that the options demand; empty if one is to be chosen. Before there is a connection it refuses
     * credentials that cannot be sent.
     */
    static Optional<SaslMechanism> given(Credentials credentials, Pop3Options options) {
        BiFunction<String, Secret, SaslMechanism> recipe = options.sasl();
        if (recipe != null) {
            return Optional.of(recipe.apply(credentials.user(), credentials.secret()));
        }
        if (options.mechanism() != null) {
            return Optional.of(options.mechanism());
        }
        SaslChooser.forPassword(credentials.user(), credentials.secret());
        return Optional.empty();
    }

    /** The mechanism that needs no credentials besides its own. */
    static SaslMechanism given(Pop3Options options) {
        SaslMechanism mechanism = options.mechanism();
        if (mechanism == null) {
            throw new IllegalArgumentException(
                    "without credentials, the options must name a mechanism that carries all it needs:"
                            + " Pop3Options.withSasl(SaslMechanism); else call open(server, credentials, options)");
        }
        return mechanism;
    }

    /** Logs in with the strongest that is on offer; then asks again what the server can do, for it may be more now. */
    Pop3Capabilities with(Credentials credentials) throws IOException {
        return switch (options.loginPolicy().choose(connection, credentials, announced.saslMechanisms())) {
            case SaslChoice.Chosen strongest -> authenticate(strongest.mechanism());
            case SaslChoice.None none -> userPass(credentials, none.reason());
        };
    }

    /** Logs in with this mechanism and no other; a server that does not know CAPA could not announce it. */
    Pop3Capabilities with(SaslMechanism given) throws IOException {
        Optional<String> objection = announced.isKnown()
                ? options.loginPolicy().objection(connection, given, announced.saslMechanisms())
                : options.loginPolicy().objection(connection, given.name(), given.strength());
        if (objection.isPresent()) {
            throw noWayIn(objection.get());
        }
        return authenticate(given);
    }

    private Pop3Capabilities authenticate(SaslMechanism mechanism) throws IOException {
        boolean isAnnounced = announced.saslMechanisms().stream().anyMatch(mechanism.name()::equalsIgnoreCase);
        new SaslDialogue<>(connection, mechanism, this).run(isAnnounced ? MAX_COMMAND : NO_INITIAL_RESPONSE);
        return announced.isKnown() ? channel.capabilities() : announced;
    }

    @Override
    public Answer<PopStatus> ask(WireText line, String command) throws IOException {
        channel.send(line);
        PopStatus status = channel.status(command);
        return status.indicator() == PopStatus.Indicator.CONTINUE
                ? new Answer.Challenge<>(status.text())
                : new Answer.Verdict<>(status, status.isOk());
    }

    @Override
    public Pop3RefusedException refused(String command, PopStatus status, String detail) {
        return channel.refused(command, status, detail);
    }

    /** A server that does not know CAPA cannot announce USER and PASS; RFC 1939 lets us expect them. */
    private Pop3Capabilities userPass(Credentials credentials, String whyNotSasl) throws IOException {
        if (announced.isKnown() && !announced.user()) {
            throw noWayIn(whyNotSasl + "; USER and PASS are not announced either");
        }
        Optional<String> objection =
                options.loginPolicy().objection(connection, "USER and PASS", SaslStrength.CLEARTEXT);
        if (objection.isPresent()) {
            throw noWayIn(whyNotSasl + "; " + objection.get());
        }
        if (!announced.utf8User() && !isAscii(credentials)) {
            throw noWayIn(whyNotSasl + "; USER and PASS carry US-ASCII only, unless the server announces UTF8 USER"
                    + " (RFC 6856 section 2.2), and the user name or the password has other characters");
        }
        return send(credentials);
    }

    private Pop3Capabilities send(Credentials credentials) throws IOException {
        WireText user = WireText.of("USER ").plusUtf8(credentials.user());
        WireText pass = WireText.of("PASS ").plusSecret(credentials.secret());
        if (!announced.pipelining()) {
            channel.expectOk(user);
            channel.expectOk(pass);
            return announced.isKnown() ? channel.capabilities() : announced;
        }
        channel.send(user, pass, Pop3Channel.CAPA);
        PopStatus userStatus = channel.status(user.masked());
        PopStatus passStatus = userStatus.isOk() ? channel.status(pass.masked()) : userStatus;
        channel.requireOk(user.masked(), userStatus);
        channel.requireOk(pass.masked(), passStatus);
        return channel.readCapabilities();
    }

    private static boolean isAscii(Credentials credentials) {
        byte[] password = credentials.secret().utf8();
        boolean ascii = credentials.user().chars().allMatch(c -> c < 0x80);
        for (int i = 0; i < password.length; i++) {
            ascii &= password[i] >= 0;
            password[i] = 0;
        }
        return ascii;
    }

    private Pop3RefusedException noWayIn(String reason) {
        // The capabilities that it names are the server's words.
        String shown = Shown.of(connection.scrub(reason));
        return new Pop3RefusedException(
                "there is no way to log in, and nothing secret was sent: " + shown + "; " + connection.evidence(),
                "AUTH",
                shown);
    }
}
