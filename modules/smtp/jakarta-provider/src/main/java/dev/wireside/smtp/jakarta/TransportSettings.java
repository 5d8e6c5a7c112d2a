package dev.wireside.smtp.jakarta;

import dev.wireside.jakarta.DebugTap;
import dev.wireside.jakarta.Encryption;
import dev.wireside.jakarta.Mechanisms;
import dev.wireside.jakarta.PropertyRules;
import dev.wireside.jakarta.ServiceProperties;
import dev.wireside.net.Connector;
import dev.wireside.net.Endpoint;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTimeouts;
import dev.wireside.smtp.SmtpTls;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say about the session, as the client's options.
 *
 * @param lmtp whether LMTP is spoken
 * @param options without a login
 * @param mechanisms to be tried in this order; empty for the strongest on offer
 * @param needsLogin whether it makes no sense to connect without a user and a password
 */
record TransportSettings(boolean lmtp, SmtpOptions options, List<String> mechanisms, boolean needsLogin) {
    /** RFC 5321 section 4.5.4.2; submission (587, RFC 6409) has to be asked for, as elsewhere in Jakarta Mail. */
    private static final int PORT = 25;

    /** RFC 8314 section 7.3. */
    private static final int TLS_PORT = 465;

    /** Not registered with IANA, where 24 is for private mail systems; RFC 2033 section 5 forbids 25. */
    private static final int LMTP_PORT = 24;

    private static final String LMTP = "wireside-lmtp";

    private static final String BY_ENVELOPE = "parameters of MAIL are set by a UnaryOperator<Envelope>, the property"
            + " wireside.envelope: envelope -> envelope.requiringTls()";

    private static final PropertyRules RULES = PropertyRules.common()
            .honouring("auth", "localhost", "from", "sendpartial", "allow8bitmime", "userset", "noop.strict")
            .honouring("dsn.notify", "dsn.ret", "submitter", "wireside.envelope")
            .withoutEffect("quitwait", "quitonsessionreject", "chunksize", "sasl.enable")
            .only("ehlo", "true", "EHLO comes first, and HELO if the server refuses it")
            .only("reportsuccess", "false", "success is no exception; a TransportListener hears of it")
            .refusing(BY_ENVELOPE, "mailextension");

    /** @throws MessagingException for a property that is not supported, by its name */
    static TransportSettings read(ServiceProperties properties, Session session) throws MessagingException {
        RULES.check(properties);
        Optional<SmtpOptions> given = properties.object("wireside.options", SmtpOptions.class);
        SmtpOptions options = given.orElse(SmtpOptions.defaults());
        options = withEncryption(options, properties);
        options = withTimes(options, properties);
        options = withAddresses(options, properties);
        if (properties.isTrue("wireside.secretsonunencryptedchannel")) {
            options = options.allowingSecretsOnUnencryptedChannel();
        }
        options = DebugTap.of(session, properties.protocol(), given.isPresent())
                .map(options::withTap)
                .orElse(options);
        boolean needsLogin = properties.isTrue("auth") && !options.hasLogin();
        return new TransportSettings(
                properties.protocol().equals(LMTP), options, Mechanisms.of(properties), needsLogin);
    }

    private static SmtpOptions withEncryption(SmtpOptions options, ServiceProperties properties)
            throws MessagingException {
        SmtpOptions changed =
                Encryption.settings(properties).map(options::withTlsSettings).orElse(options);
        return Encryption.of(properties)
                .map(said -> switch (said) {
                    case IMPLICIT -> SmtpTls.IMPLICIT;
                    case UPGRADED -> SmtpTls.STARTTLS;
                    case NONE -> SmtpTls.UNENCRYPTED;
                })
                .map(changed::withTls)
                .orElse(changed);
    }

    private static SmtpOptions withTimes(SmtpOptions options, ServiceProperties properties) throws MessagingException {
        Optional<Duration> connect = properties.millis("connectiontimeout");
        Optional<Duration> read = properties.millis("timeout");
        Optional<Duration> write = properties.millis("writetimeout");
        if (connect.isEmpty() && read.isEmpty() && write.isEmpty()) {
            return options;
        }
        SmtpTimeouts timeouts = SmtpTimeouts.defaults();
        timeouts = read.map(timeouts::cappedAt).orElse(timeouts);
        timeouts = write.map(timeouts::withBlock).orElse(timeouts);
        timeouts = connect.map(timeouts::withConnect).orElse(timeouts);
        return options.withTimeouts(timeouts);
    }

    private static SmtpOptions withAddresses(SmtpOptions options, ServiceProperties properties)
            throws MessagingException {
        Optional<String> from = properties.text("localaddress");
        if (from.isPresent() && properties.has("wireside.options")) {
            throw properties.refusal("localaddress", "would replace the connector of wireside.options: say it there");
        }
        try {
            SmtpOptions changed = options;
            if (from.isPresent()) {
                changed = changed.withConnector(Connector.direct().withLocalAddress(InetAddress.getByName(from.get())));
            }
            Optional<String> name = properties.text("localhost");
            return name.isPresent() ? changed.withClientName(name.get()) : changed;
        } catch (UnknownHostException notHere) {
            throw properties.refusal("localaddress", "is an address of this host");
        } catch (IllegalArgumentException noName) {
            throw properties.refusal("localhost", "is this host's name for EHLO: " + noName.getMessage());
        }
    }

    /** Where to connect to: what {@code connect} was told, else the properties, else the usual place. */
    Endpoint endpoint(ServiceProperties properties, @Nullable String host, int port) throws MessagingException {
        boolean implicit = Encryption.of(properties).equals(Optional.of(Encryption.IMPLICIT));
        int usual = properties.number("port", 1, 0xffff).orElse(implicit ? TLS_PORT : lmtp ? LMTP_PORT : PORT);
        String name = host == null || host.isEmpty() ? properties.text("host").orElse("localhost") : host;
        int chosen = port < 0 ? usual : port;
        if (lmtp && chosen == PORT) {
            throw new MessagingException("LMTP is not spoken on port " + PORT + " (RFC 2033 section 5)");
        }
        try {
            return Endpoint.of(name, chosen);
        } catch (IllegalArgumentException noHost) {
            throw new MessagingException("no server can have this address: " + noHost.getMessage(), noHost);
        }
    }
}
