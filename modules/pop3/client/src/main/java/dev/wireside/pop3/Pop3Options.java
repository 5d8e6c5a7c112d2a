package dev.wireside.pop3;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Connector;
import dev.wireside.net.LoginPolicy;
import dev.wireside.net.Timeouts;
import dev.wireside.net.Tls;
import dev.wireside.net.WireTap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Pop3Client} connects, logs in, and what it lets a server do.
 *
 * <p>Immutable: every {@code with} returns a new one. Safe for any thread.
 */
public final class Pop3Options {
    /** What a message about too many listed messages points to. */
    static final String MAX_MESSAGES_LIMIT = "Pop3Options.withMaxMessages";

    /** Providers accept mails of up to about 150 MB; a message seven times as large is an attack or a broken server. */
    private static final long DEFAULT_MAX_MESSAGE_SIZE = 1L << 30;

    /** Large maildrops have some ten thousand messages; a listing of so many takes about 15 MB of memory. */
    private static final int DEFAULT_MAX_MESSAGES = 100_000;

    private static final Pop3Options DEFAULTS = new Pop3Options(new Values());

    /** Written only between the copying and the construction of the options that own it. */
    private static final class Values {
        Pop3Tls tls = Pop3Tls.IMPLICIT;
        Tls tlsSettings = Tls.defaults();
        Timeouts timeouts = Timeouts.defaults();
        Connector connector = Connector.direct();
        WireTap tap = WireTap.none();
        LoginPolicy loginPolicy = LoginPolicy.defaults();

        // At most one of the two is there.
        @Nullable
        BiFunction<String, Secret, SaslMechanism> sasl;

        @Nullable
        SaslMechanism mechanism;

        long maxMessageSize = DEFAULT_MAX_MESSAGE_SIZE;
        int maxMessages = DEFAULT_MAX_MESSAGES;

        Values() {}

        Values(Values from) {
            tls = from.tls;
            tlsSettings = from.tlsSettings;
            timeouts = from.timeouts;
            connector = from.connector;
            tap = from.tap;
            loginPolicy = from.loginPolicy;
            sasl = from.sasl;
            mechanism = from.mechanism;
            maxMessageSize = from.maxMessageSize;
            maxMessages = from.maxMessages;
        }
    }

    private final Values values;

    private Pop3Options(Values values) {
        this.values = values;
    }

    private Pop3Options with(Consumer<Values> change) {
        Values copy = new Values(values);
        change.accept(copy);
        return new Pop3Options(copy);
    }

    /**
     * Implicit TLS with the JDK's trusted authorities, the timeouts of {@link Timeouts#defaults}, a direct connection,
     * nobody listening, the strongest login that the server offers, messages of at most 1 GiB, at most 100,000 of them.
     */
    public static Pop3Options defaults() {
        return DEFAULTS;
    }

    /** When TLS starts, or loudly that it does not. */
    public Pop3Options withTls(Pop3Tls when) {
        return with(v -> v.tls = when);
    }

    /** Whom TLS trusts, its versions, the client's key. */
    public Pop3Options withTlsSettings(Tls settings) {
        return with(v -> v.tlsSettings = settings);
    }

    /** How long to wait for what. */
    public Pop3Options withTimeouts(Timeouts timeouts) {
        return with(v -> v.timeouts = timeouts);
    }

    /** How the server is reached: directly, or through a proxy, or with socket options. */
    public Pop3Options withConnector(Connector connector) {
        return with(v -> v.connector = connector);
    }

    /** Who hears the dialogue, secrets masked; usually a {@link dev.wireside.net.Transcript}. */
    public Pop3Options withTap(WireTap tap) {
        return with(v -> v.tap = tap);
    }

    /**
     * Logs in with no mechanism weaker than this, whether it was chosen or given. USER and PASS count as
     * {@link SaslStrength#CLEARTEXT}, like AUTH PLAIN.
     */
    public Pop3Options withSaslFloor(SaslStrength floor) {
        return with(v -> v.loginPolicy = v.loginPolicy.withFloor(floor));
    }

    /**
     * Logs in with AUTH and a mechanism made of the credentials that {@link Pop3Client#open} gets, instead of choosing one:
     * {@code withSasl(Sasl::xoauth2)}. A server that answers CAPA must offer it.
     */
    public Pop3Options withSasl(BiFunction<String, Secret, SaslMechanism> mechanism) {
        return with(v -> {
            v.sasl = mechanism;
            v.mechanism = null;
        });
    }

    /**
     * Logs in with AUTH and this mechanism; for EXTERNAL and for mechanisms from elsewhere. It carries all it needs, so
     * {@link Pop3Client#open(dev.wireside.net.Endpoint, Pop3Options)} does without credentials; given all the same, they are
     * not sent, and their secret is only masked, should the server echo it. For a mechanism with a secret,
     * {@link #withSasl(BiFunction)} is better: it cannot mask the wrong one.
     */
    public Pop3Options withSasl(SaslMechanism mechanism) {
        return with(v -> {
            v.sasl = null;
            v.mechanism = mechanism;
        });
    }

    /**
     * Lets PASS, AUTH PLAIN, AUTH LOGIN and tokens out under {@link Pop3Tls#UNENCRYPTED}, where everybody between can read
     * and reuse them.
     */
    public Pop3Options allowingSecretsOnUnencryptedChannel() {
        return with(v -> v.loginPolicy = v.loginPolicy.allowingSecretsOnUnencryptedChannel());
    }

    /**
     * The most bytes of one message; a longer one ends in a {@link dev.wireside.net.ProtocolViolationException}. Sizes
     * that the server announces are not believed, and nothing is allocated for them (rule S13).
     *
     * @throws IllegalArgumentException if not positive
     */
    public Pop3Options withMaxMessageSize(long bytes) {
        long checked = positive(bytes);
        return with(v -> v.maxMessageSize = checked);
    }

    /**
     * The most messages that a listing may have; a longer one ends in a
     * {@link dev.wireside.net.ProtocolViolationException}.
     *
     * @throws IllegalArgumentException if not positive
     */
    public Pop3Options withMaxMessages(int messages) {
        int checked = (int) positive(messages);
        return with(v -> v.maxMessages = checked);
    }

    Pop3Tls tls() {
        return values.tls;
    }

    Tls tlsSettings() {
        return values.tlsSettings;
    }

    Timeouts timeouts() {
        return values.timeouts;
    }

    Connector connector() {
        return values.connector;
    }

    WireTap tap() {
        return values.tap;
    }

    LoginPolicy loginPolicy() {
        return values.loginPolicy;
    }

    @Nullable
    BiFunction<String, Secret, SaslMechanism> sasl() {
        return values.sasl;
    }

    @Nullable
    SaslMechanism mechanism() {
        return values.mechanism;
    }

    long maxMessageSize() {
        return values.maxMessageSize;
    }

    int maxMessages() {
        return values.maxMessages;
    }

    private static long positive(long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("must be positive: " + value);
        }
        return value;
    }

    @Override
    public String toString() {
        return "Pop3Options[tls=" + values.tls + ", login=" + values.loginPolicy + "]";
    }
}
