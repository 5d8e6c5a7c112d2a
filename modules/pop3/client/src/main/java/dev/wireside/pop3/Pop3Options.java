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

        // At most one of these two and of apop is there.
        @Nullable
        BiFunction<String, Secret, SaslMechanism> sasl;

        @Nullable
        SaslMechanism mechanism;

        boolean apop;
        boolean initialResponse = true;
        boolean utf8;
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
            apop = from.apop;
            initialResponse = from.initialResponse;
            utf8 = from.utf8;
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
            v.apop = false;
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
            v.apop = false;
        });
    }

    /**
     * Logs in with APOP (RFC 1939 section 7), and with nothing else. It hides the password, but not from who guesses: it
     * is one MD5 away, so APOP counts as {@link SaslStrength#CHALLENGE}, may cross a channel in clear, and is refused
     * under a higher {@link #withSaslFloor floor}. Only for servers that have nothing better: a false server has been
     * shown to learn passwords by it (CVE-2007-1558). Therefore the timestamp in the greeting must be a message id by the
     * letter of RFC 5322 section 3.6.4, in US-ASCII; otherwise {@link Pop3Client#open} refuses, and nothing is sent.
     */
    public Pop3Options withApop() {
        return with(v -> {
            v.sasl = null;
            v.mechanism = null;
            v.apop = true;
        });
    }

    /**
     * Sends AUTH with the mechanism alone, and what it has to say on a line of its own when the server asks for it. Some
     * servers understand nothing else; Exchange Online takes XOAUTH2 only so:
     *
     * <pre>
     *   C: AUTH XOAUTH2
     *   S: +
     *   C: dXNlcj1hZGEB...
     * </pre>
     */
    public Pop3Options withoutInitialResponse() {
        return with(v -> v.initialResponse = false);
    }

    /**
     * Sends UTF8 before the login if the server announces it (RFC 6856 section 2.1), so that messages come with headers
     * in UTF-8 as they are, not in a form for old clients or not at all. Whether the server took it, or has it, is told by
     * {@link Pop3Client#isUtf8}; the session goes on without it.
     */
    public Pop3Options withUtf8() {
        return with(v -> v.utf8 = true);
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

    boolean apop() {
        return values.apop;
    }

    boolean initialResponse() {
        return values.initialResponse;
    }

    boolean utf8() {
        return values.utf8;
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
