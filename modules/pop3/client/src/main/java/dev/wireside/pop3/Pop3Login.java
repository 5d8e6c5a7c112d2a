package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From AUTHORIZATION to TRANSACTION: the strongest SASL mechanism that both sides know, else USER and PASS; or APOP, where
 * it is asked for (RFC 1939 section 7). AUTH in the words of POP3 (RFC 5034 section 4):
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
    private final PopStatus greeting;
    private final Pop3Capabilities announced;
    private final Pop3Options options;

    /**
     * @param channel which has asked for the capabilities where the login will happen: under TLS, if there is any
     * @param greeting the server's first line, which may hold a timestamp for APOP
     */
    Pop3Login(Connection connection, Pop3Channel channel, PopStatus greeting, Pop3Options options) {
        this.connection = connection;
        this.channel = channel;
        this.greeting = greeting;
        this.announced = channel.known();
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
    void with(Credentials credentials) throws IOException {
        if (options.apop()) {
            apop(credentials);
            return;
        }
        switch (options.loginPolicy().choose(connection, credentials, announced.saslMechanisms())) {
            case SaslChoice.Chosen strongest -> authenticate(strongest.mechanism());
            case SaslChoice.None none -> userPass(credentials, none.reason());
        }
    }

    /** Logs in with this mechanism and no other; a server that does not know CAPA could not announce it. */
    void with(SaslMechanism given) throws IOException {
        Optional<String> objection = announced.isKnown()
                ? options.loginPolicy().objection(connection, given, announced.saslMechanisms())
                : options.loginPolicy().objection(connection, given.name(), given.strength());
        if (objection.isPresent()) {
            throw noWayIn(objection.get());
        }
        authenticate(given);
    }

    private void authenticate(SaslMechanism mechanism) throws IOException {
        boolean isAnnounced = announced.saslMechanisms().stream().anyMatch(mechanism.name()::equalsIgnoreCase);
        boolean atOnce = isAnnounced && options.initialResponse();
        new SaslDialogue<>(connection, mechanism, this).run(atOnce ? MAX_COMMAND : NO_INITIAL_RESPONSE);
        if (announced.isKnown()) {
            channel.askCapabilitiesAlong();
        }
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
    private void userPass(Credentials credentials, String whyNotSasl) throws IOException {
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
        logIn(
                WireText.of("USER ").plusUtf8(credentials.user()),
                WireText.of("PASS ").plusSecret(credentials.secret()));
    }

    /** A greeting without a timestamp is legal; then there is no APOP, and no other login was allowed. */
    private void apop(Credentials credentials) throws IOException {
        Optional<String> objection = options.loginPolicy().objection(connection, "APOP", SaslStrength.CHALLENGE);
        if (objection.isPresent()) {
            throw noWayIn(objection.get());
        }
        if (!isAscii(credentials) || credentials.user().indexOf(' ') >= 0) {
            throw noWayIn("APOP carries a user name of one word and a password in US-ASCII, and these are not");
        }
        try {
            logIn(Apop.command(credentials, Apop.timestamp(greeting.text())));
        } catch (GrammarException unfit) {
            throw noWayIn("APOP cannot be used: " + unfit.getMessage());
        }
    }

    /** Sends the commands of a login and then CAPA; all at once if the server takes it. */
    private void logIn(WireText... commands) throws IOException {
        if (!announced.pipelining()) {
            for (WireText command : commands) {
                channel.expectOk(command);
            }
            if (announced.isKnown()) {
                channel.askCapabilities();
            }
            return;
        }
        List<WireText> all = new ArrayList<>(List.of(commands));
        all.add(Pop3Channel.CAPA);
        channel.send(all.toArray(WireText[]::new));
        for (WireText command : commands) {
            channel.requireOk(command.masked(), channel.status(command.masked()));
        }
        channel.readCapabilities();
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
