package dev.wireside.smtp;

import dev.wireside.codec.Secret;
import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.net.Connector;
import dev.wireside.net.Credentials;
import dev.wireside.net.LoginPolicy;
import dev.wireside.net.Tls;
import dev.wireside.net.WireTap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a session is opened. By default: STARTTLS required, the JDK's authorities trusted, no login, directly over TCP, nobody
 * listening, the timeouts of RFC 5321, this end's address as name, bare line ends normalised, BDAT where
 * it is offered.
 *
 * <p>Immutable: every {@code with} returns a new one. Safe for any thread.
 */
public final class SmtpOptions {
    private static final SmtpOptions DEFAULTS = new SmtpOptions(new Values());

    /** Written only between the copying and the construction of the options that own it. */
    private static final class Values {
        SmtpTls tls = SmtpTls.STARTTLS;
        Tls tlsSettings = Tls.defaults();

        @Nullable
        Credentials credentials;

        @Nullable
        SaslMechanism mechanism;

        LoginPolicy loginPolicy = LoginPolicy.defaults();
        Connector connector = Connector.direct();
        WireTap tap = WireTap.none();
        SmtpTimeouts timeouts = SmtpTimeouts.defaults();
        String clientName = "";
        BareNewlines bareNewlines = BareNewlines.NORMALISE;
        ChunkingUse chunking = ChunkingUse.WHEN_OFFERED;

        Values() {}

        Values(Values from) {
            tls = from.tls;
            tlsSettings = from.tlsSettings;
            credentials = from.credentials;
            mechanism = from.mechanism;
            loginPolicy = from.loginPolicy;
            connector = from.connector;
            tap = from.tap;
            timeouts = from.timeouts;
            clientName = from.clientName;
            bareNewlines = from.bareNewlines;
            chunking = from.chunking;
        }
    }

    private final Values values;

    private SmtpOptions(Values values) {
        this.values = values;
    }

    private SmtpOptions with(Consumer<Values> change) {
        Values copy = new Values(values);
        change.accept(copy);
        return new SmtpOptions(copy);
    }

    /** What the class says. */
    public static SmtpOptions defaults() {
        return DEFAULTS;
    }

    /** When TLS starts, or loudly that it does not. */
    public SmtpOptions withTls(SmtpTls when) {
        return with(v -> v.tls = when);
    }

    /** Whom TLS trusts, its versions, the client's key. */
    public SmtpOptions withTlsSettings(Tls settings) {
        return with(v -> v.tlsSettings = settings);
    }

    /**
     * Logs in with AUTH (RFC 4954) and the strongest mechanism that the server offers for a password. A password in clear
     * text goes over TLS only.
     */
    public SmtpOptions withLogin(Credentials credentials) {
        return with(v -> {
            v.credentials = credentials;
            v.mechanism = null;
        });
    }

    /**
     * Logs in with AUTH and this mechanism, which the server must offer: {@code withLogin(credentials, Sasl::xoauth2)}.
     *
     * @throws IllegalArgumentException if the mechanism cannot carry the credentials
     */
    public SmtpOptions withLogin(Credentials credentials, BiFunction<String, Secret, SaslMechanism> mechanism) {
        SaslMechanism made = mechanism.apply(credentials.user(), credentials.secret());
        return with(v -> {
            v.credentials = credentials;
            v.mechanism = made;
        });
    }

    /**
     * Logs in with AUTH and this mechanism, which the server must offer; for EXTERNAL and for mechanisms from elsewhere. For
     * one with a secret, {@link #withLogin(Credentials, BiFunction)} is better: it knows what to mask should the server echo
     * it.
     */
    public SmtpOptions withSasl(SaslMechanism mechanism) {
        return with(v -> {
            v.credentials = null;
            v.mechanism = mechanism;
        });
    }

    /** Whether a login was asked for, by whichever of the methods above. */
    public boolean hasLogin() {
        return values.credentials != null || values.mechanism != null;
    }

    /** Logs in with no mechanism weaker than this, whether it was chosen or given. */
    public SmtpOptions withSaslFloor(SaslStrength floor) {
        return with(v -> v.loginPolicy = v.loginPolicy.withFloor(floor));
    }

    /** Lets passwords and tokens out under {@link SmtpTls#UNENCRYPTED}, where everybody between can read and reuse them. */
    public SmtpOptions allowingSecretsOnUnencryptedChannel() {
        return with(v -> v.loginPolicy = v.loginPolicy.allowingSecretsOnUnencryptedChannel());
    }

    /** How the server is reached: directly, or through a proxy. */
    public SmtpOptions withConnector(Connector connector) {
        return with(v -> v.connector = connector);
    }

    /** Who hears the dialogue; usually a {@link dev.wireside.net.Transcript}. */
    public SmtpOptions withTap(WireTap tap) {
        return with(v -> v.tap = tap);
    }

    /** How long to wait for what. */
    public SmtpOptions withTimeouts(SmtpTimeouts timeouts) {
        return with(v -> v.timeouts = timeouts);
    }

    /**
     * What EHLO says (RFC 5321 section 4.1.1.1): this host's full domain name, or an address literal in brackets. By default
     * the literal of this end's address, such as {@code [192.0.2.7]}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public SmtpOptions withClientName(String name) {
        if (!Mailbox.isLiteral(name)) {
            Mailbox.checkAsciiDomain(name, name);
        }
        return with(v -> v.clientName = name);
    }

    /**
     * What becomes of a CR or LF alone in a message; {@link BareNewlines#REFUSE} ends the message with a
     * {@link dev.wireside.net.BareNewlineException}, and nothing is delivered. By DATA that costs the connection, by BDAT it
     * does not.
     */
    public SmtpOptions withBareNewlines(BareNewlines policy) {
        return with(v -> v.bareNewlines = policy);
    }

    /** When messages go by BDAT instead of DATA (RFC 3030); by default whenever the server offers it. */
    public SmtpOptions withChunking(ChunkingUse use) {
        return with(v -> v.chunking = use);
    }

    SmtpTls tls() {
        return values.tls;
    }

    Tls tlsSettings() {
        return values.tlsSettings;
    }

    @Nullable
    Credentials credentials() {
        return values.credentials;
    }

    @Nullable
    SaslMechanism mechanism() {
        return values.mechanism;
    }

    LoginPolicy loginPolicy() {
        return values.loginPolicy;
    }

    Connector connector() {
        return values.connector;
    }

    WireTap tap() {
        return values.tap;
    }

    SmtpTimeouts timeouts() {
        return values.timeouts;
    }

    /** Empty for the default, which is not known before there is a connection. */
    String clientName() {
        return values.clientName;
    }

    BareNewlines bareNewlines() {
        return values.bareNewlines;
    }

    ChunkingUse chunking() {
        return values.chunking;
    }

    @Override
    public String toString() {
        return "SmtpOptions[tls=" + values.tls + ", login=" + values.credentials + ", mechanism=" + values.mechanism
                + "]";
    }
}
