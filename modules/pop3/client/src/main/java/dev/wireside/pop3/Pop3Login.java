package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.ChannelBinding;
import dev.wireside.codec.sasl.SaslChoice;
import dev.wireside.codec.sasl.SaslChooser;
import dev.wireside.codec.sasl.SaslExchange;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Clock;
import dev.wireside.net.Connection;
import dev.wireside.net.Credentials;
import dev.wireside.net.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From AUTHORIZATION to TRANSACTION: the strongest SASL mechanism that both sides know (RFC 5034), else USER and PASS
 * (RFC 1939 section 7).
 */
final class Pop3Login {
    /** RFC 2449 section 4: the longest command, with its CRLF; RFC 5034 section 4 holds AUTH to it. */
    private static final int MAX_COMMAND = 255;

    /** A cancellation is a courtesy: the connection is closed whether the server takes it or not. */
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(2);

    private final Connection connection;
    private final Pop3Channel channel;
    private final Pop3Capabilities announced;
    private final Pop3Options options;
    private final boolean mayShowSecrets;

    /** @param announced what CAPA said on this very channel, under TLS if there is any */
    Pop3Login(Connection connection, Pop3Channel channel, Pop3Capabilities announced, Pop3Options options) {
        this.connection = connection;
        this.channel = channel;
        this.announced = announced;
        this.options = options;
        this.mayShowSecrets = connection.tls().isPresent() || options.secretsInClear();
    }

    /**
     * The mechanism that the options demand; empty if one is to be chosen. Before there is a connection it refuses
     * credentials that cannot be sent.
     */
    static Optional<SaslMechanism> given(Credentials credentials, Pop3Options options) {
        BiFunction<String, Secret, SaslMechanism> demanded = options.sasl();
        if (demanded != null) {
            return Optional.of(demanded.apply(credentials.user(), credentials.secret()));
        }
        SaslChooser.forPassword(credentials.user(), credentials.secret());
        return Optional.empty();
    }

    /** Logs in with the strongest that is on offer; then asks again what the server can do, for it may be more now. */
    Pop3Capabilities with(Credentials credentials) throws IOException {
        return switch (chooser(credentials).choose(announced.saslMechanisms())) {
            case SaslChoice.Chosen strongest -> authenticate(strongest.mechanism());
            case SaslChoice.None none -> userPass(credentials, none.reason());
        };
    }

    /** Logs in with this mechanism and no other. */
    Pop3Capabilities with(SaslMechanism given) throws IOException {
        if (announced.isKnown() && !isAnnounced(given)) {
            throw noWayIn("the server does not offer " + given.name());
        }
        if (given.strength().compareTo(options.floor()) < 0) {
            throw noWayIn(given.name() + " is weaker than the floor " + options.floor());
        }
        if (given.strength() == SaslStrength.CLEARTEXT && !mayShowSecrets) {
            throw noWayIn(given.name() + " shows the password or token, and the channel is not encrypted");
        }
        return authenticate(given);
    }

    private SaslChooser chooser(Credentials credentials) {
        SaslChooser chooser = SaslChooser.forPassword(credentials.user(), credentials.secret())
                .withFloor(options.floor());
        if (connection.tls().isPresent()) {
            Optional<ChannelBinding> binding = connection.channelBinding();
            return binding.isPresent() ? chooser.onEncryptedChannel(binding.get()) : chooser.onEncryptedChannel();
        }
        return options.secretsInClear() ? chooser.allowingSecretsOnUnencryptedChannel() : chooser;
    }

    /** A server that does not know CAPA cannot announce USER and PASS; RFC 1939 lets us expect them. */
    private Pop3Capabilities userPass(Credentials credentials, String whyNotSasl) throws IOException {
        if (announced.isKnown() && !announced.user()) {
            throw noWayIn(whyNotSasl + "; USER and PASS are not announced either");
        }
        if (!mayShowSecrets || options.floor() != SaslStrength.CLEARTEXT) {
            throw noWayIn(whyNotSasl + "; USER and PASS show the password and may not be used on "
                    + (connection.tls().isPresent() ? "an encrypted" : "an unencrypted")
                    + " channel with the floor " + options.floor());
        }
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

    private Pop3RefusedException noWayIn(String reason) {
        return new Pop3RefusedException(
                "there is no way to log in, and nothing secret was sent: " + reason + "; " + connection.evidence(),
                "AUTH",
                reason);
    }

    /**
     * RFC 5034 section 4, where the initial response may be missing because the server is not known to take one.
     *
     * <pre>
     *   C: AUTH mechanism [initial-response]
     *   S: + challenge          C: response           as often as the server asks
     *   S: +OK / -ERR
     * </pre>
     */
    private Pop3Capabilities authenticate(SaslMechanism mechanism) throws IOException {
        SaslExchange exchange = mechanism.start();
        Optional<byte[]> first = exchange.initialResponse();
        WireText bare = WireText.of("AUTH " + mechanism.name());
        WireText full =
                first.map(response -> withInitialResponse(bare, response)).orElse(bare);
        boolean inline = isAnnounced(mechanism) && full.length() + 2 <= MAX_COMMAND;
        PopStatus status = channel.exchange(inline ? full : bare);
        try {
            converse(exchange, bare.masked(), status, inline ? Optional.empty() : first);
        } catch (GrammarException untrustworthy) {
            cancel();
            throw connection.violated(untrustworthy);
        } finally {
            first.ifPresent(Pop3Login::wipe);
        }
        return announced.isKnown() ? channel.capabilities() : announced;
    }

    private void converse(SaslExchange exchange, String command, PopStatus answered, Optional<byte[]> heldBack)
            throws IOException, GrammarException {
        PopStatus status = answered;
        Optional<byte[]> first = heldBack;
        for (int round = 0; status.indicator() == PopStatus.Indicator.CONTINUE; round++) {
            byte[] challenge = challenge(status, round);
            if (first.isPresent() && challenge.length > 0) {
                throw new GrammarException(
                        "the first challenge is empty when the client speaks first", "RFC 5034 section 4", "");
            }
            byte[] response = first.isPresent() ? first.get() : exchange.answer(challenge);
            first = Optional.empty();
            channel.send(response(response));
            wipe(response);
            status = channel.status(command);
        }
        if (status.isError()) {
            throw channel.refused(command, status, exchange.failureDetail().orElse(""));
        }
        exchange.succeeded(null);
    }

    private static byte[] challenge(PopStatus status, int round) throws GrammarException {
        if (round >= SaslExchange.MAX_ROUNDS) {
            throw new GrammarException(
                    "a login has at most " + SaslExchange.MAX_ROUNDS + " challenges", "SaslExchange.MAX_ROUNDS", "");
        }
        try {
            return Base64.getDecoder().decode(status.text().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            byte[] text = status.text().getBytes(StandardCharsets.UTF_8);
            throw new GrammarException(
                    "a challenge is Base64", "RFC 5034 section 4", GrammarException.excerpt(text, 0, text.length));
        }
    }

    private boolean isAnnounced(SaslMechanism mechanism) {
        return announced.saslMechanisms().stream().anyMatch(mechanism.name()::equalsIgnoreCase);
    }

    /** RFC 5034 section 4: an initial response without bytes is a lone equals sign. */
    private static WireText withInitialResponse(WireText auth, byte[] response) {
        return response.length == 0
                ? auth.plus(" =")
                : auth.plus(" ").plusSecret(Base64.getEncoder().encode(response));
    }

    private static WireText response(byte[] response) {
        WireText line = WireText.of("");
        return response.length == 0 ? line : line.plusSecret(Base64.getEncoder().encode(response));
    }

    private static void wipe(byte[] response) {
        Arrays.fill(response, (byte) 0);
    }

    /** RFC 5034 section 4: a lone {@code *} ends the exchange. */
    private void cancel() {
        try (Step step = connection.within(Clock.REPLY, CANCEL_LIMIT, "cancelling AUTH")) {
            connection.output().line(WireText.of("*"));
            connection.output().flush();
        } catch (IOException alreadyGone) {
            // The exception that is on its way says more.
        }
    }
}
