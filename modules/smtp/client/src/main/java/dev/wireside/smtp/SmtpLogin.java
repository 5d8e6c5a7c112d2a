package dev.wireside.smtp;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.sasl.ChannelBinding;
import dev.wireside.codec.sasl.SaslChoice;
import dev.wireside.codec.sasl.SaslChooser;
import dev.wireside.codec.sasl.SaslExchange;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Credentials;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The AUTH dialogue (RFC 4954 section 4).
 *
 * <pre>
 * C: AUTH mechanism [initial-response]
 * S: 334 challenge        C: response        as often as the server asks
 * S: 235                                     only now, and only if the mechanism agrees
 * </pre>
 */
final class SmtpLogin {
    /** The longest line of this dialogue with its CRLF (RFC 4954 section 4). */
    private static final int MAX_LINE = 12_288;

    private final SmtpSession session;
    private final SmtpOptions options;

    SmtpLogin(SmtpSession session, SmtpOptions options) {
        this.session = session;
        this.options = options;
    }

    void run() throws IOException {
        SaslMechanism mechanism = mechanism();
        SaslExchange exchange = mechanism.start();
        String name = mechanism.name();
        String step = "the reply to AUTH " + name;

        Optional<byte[]> owed = exchange.initialResponse();
        WireText auth = WireText.of("AUTH " + name);
        if (owed.isPresent() && fits(auth, owed.get())) {
            auth = withInitialResponse(auth, owed.get());
            owed = Optional.empty();
        }
        Reply reply = session.ask(auth, Wait.COMMAND, step);
        for (int round = 1; reply.matches("334"); round++) {
            byte[] response = owed.isPresent() ? owed.get() : answer(name, exchange, reply, round);
            owed = Optional.empty();
            reply = session.ask(response(response), Wait.COMMAND, step);
        }
        if (!session.accepts("AUTH " + name, reply, "235")) {
            throw refused(name, exchange, reply);
        }
        confirm(name, exchange);
    }

    private SaslMechanism mechanism() throws SmtpRefusedException {
        List<String> offered = session.capabilities().authMechanisms();
        SaslMechanism given = options.mechanism();
        Credentials credentials = options.credentials();
        if (given != null) {
            return allowed(given, offered);
        }
        if (credentials == null) {
            throw new IllegalStateException("there is nothing to log in with");
        }
        return switch (chooser(credentials).choose(offered)) {
            case SaslChoice.Chosen chosen -> chosen.mechanism();
            case SaslChoice.None none -> throw SmtpRefusedException.unasked("AUTH", "no login: " + none.reason());
        };
    }

    private SaslChooser chooser(Credentials credentials) {
        SaslChooser chooser = SaslChooser.forPassword(credentials.user(), credentials.secret())
                .withFloor(options.floor());
        if (options.secretsInClear()) {
            chooser = chooser.allowingSecretsOnUnencryptedChannel();
        }
        if (session.connection().tls().isEmpty()) {
            return chooser;
        }
        Optional<ChannelBinding> binding = session.connection().channelBinding();
        return binding.isPresent() ? chooser.onEncryptedChannel(binding.get()) : chooser.onEncryptedChannel();
    }

    /** The rules by which {@link SaslChooser} chooses, for a mechanism that needs no choosing. */
    private SaslMechanism allowed(SaslMechanism given, List<String> offered) throws SmtpRefusedException {
        String name = given.name();
        if (offered.stream().noneMatch(name::equalsIgnoreCase)) {
            throw SmtpRefusedException.unasked(
                    "AUTH " + name, "no login: the server does not offer " + name + ", but " + offered);
        }
        if (given.strength().compareTo(options.floor()) < 0) {
            throw SmtpRefusedException.unasked(
                    "AUTH " + name, "no login: " + name + " is weaker than the floor " + options.floor());
        }
        boolean encrypted = session.connection().tls().isPresent();
        if (given.strength() == SaslStrength.CLEARTEXT && !encrypted && !options.secretsInClear()) {
            throw SmtpRefusedException.unasked(
                    "AUTH " + name, "no login: " + name + " may not be used on an unencrypted channel");
        }
        return given;
    }

    private static boolean fits(WireText auth, byte[] response) {
        int base64 = (response.length + 2) / 3 * 4;
        return auth.length() + 1 + base64 + 2 <= MAX_LINE;
    }

    /** An initial response without bytes is written {@code =}, to differ from none at all. */
    private static WireText withInitialResponse(WireText auth, byte[] response) {
        return response.length == 0 ? auth.plus(" =") : secret(auth.plus(" "), response);
    }

    private static WireText response(byte[] response) {
        return response.length == 0 ? WireText.of("") : secret(WireText.of(""), response);
    }

    private static WireText secret(WireText before, byte[] response) {
        byte[] base64 = Base64.getEncoder().encode(response);
        Arrays.fill(response, (byte) 0);
        WireText line = before.plusSecret(base64);
        Arrays.fill(base64, (byte) 0);
        return line;
    }

    private byte[] answer(String name, SaslExchange exchange, Reply reply, int round) throws IOException {
        try {
            if (round > SaslExchange.MAX_ROUNDS) {
                throw new GrammarException(
                        "a login has at most " + SaslExchange.MAX_ROUNDS + " challenges",
                        "SaslExchange.MAX_ROUNDS",
                        "");
            }
            return exchange.answer(challenge(reply));
        } catch (GrammarException wrong) {
            session.cancelAuth();
            throw session.violated("the login with " + name, wrong);
        }
    }

    /** {@code "334" SP [base64] CRLF} */
    static byte[] challenge(Reply reply) throws GrammarException {
        String text = reply.text();
        if (text.length() > SaslExchange.MAX_CHALLENGE / 3 * 4) {
            throw new GrammarException("a challenge has at most " + MAX_LINE + " octets", "RFC 4954 section 4", "");
        }
        try {
            return Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException notBase64) {
            byte[] shown = text.getBytes(StandardCharsets.UTF_8);
            throw new GrammarException(
                    "a challenge is Base64", "RFC 4954 section 4", GrammarException.excerpt(shown, 0, shown.length));
        }
    }

    /** With what the mechanism itself was told about the reason, such as an OAuth error. */
    private SmtpRefusedException refused(String name, SaslExchange exchange, Reply reply) {
        SmtpRefusedException no = session.refused("AUTH " + name + " " + Secret.MASK, reply);
        Optional<String> detail = exchange.failureDetail().map(session.connection()::scrub);
        return detail.isPresent() ? no.saying("the mechanism was told " + detail.get()) : no;
    }

    private void confirm(String name, SaslExchange exchange) throws IOException {
        try {
            exchange.succeeded(null);
        } catch (GrammarException unproven) {
            throw session.violated("the login with " + name, unproven);
        }
    }
}
