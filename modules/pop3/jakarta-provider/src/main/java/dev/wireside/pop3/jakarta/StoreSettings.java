package dev.wireside.pop3.jakarta;

import dev.wireside.jakarta.DebugTap;
import dev.wireside.jakarta.Encryption;
import dev.wireside.jakarta.Mechanisms;
import dev.wireside.jakarta.PropertyRules;
import dev.wireside.jakarta.ServiceProperties;
import dev.wireside.net.Connector;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Timeouts;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the properties say about the session, as the client's options.
 *
 * @param options the client's
 * @param mechanisms to be tried in this order; empty for what the options say
 * @param hasOptions whether the application gave an options object, which may know how to log in without a password
 */
record StoreSettings(Pop3Options options, List<String> mechanisms, boolean hasOptions) {
    /** RFC 1939 section 3. */
    private static final int PORT = 110;

    /** RFC 8314 section 7.1. */
    private static final int TLS_PORT = 995;

    private static final PropertyRules RULES = PropertyRules.common()
            .honouring("apop.enable", "auth.xoauth2.two.line.authentication.format")
            .honouring("rsetbeforequit", "disabletop", "forgettopheaders", "cachewriteto", "keepmessagecontent")
            .honouring("filecache.enable", "filecache.dir", "wireside.memorylimit")
            .withoutEffect("finalizecleanclose")
            .only("disablecapa", "false", "a server that does not know CAPA may say so")
            .refusing("messages are of our own class", "message.class");

    /** @throws MessagingException for a property that is not supported, by its name */
    static StoreSettings read(ServiceProperties properties, Session session) throws MessagingException {
        RULES.check(properties);
        Optional<Pop3Options> given = properties.object("wireside.options", Pop3Options.class);
        Pop3Options options = given.orElse(Pop3Options.defaults().withTls(Pop3Tls.STLS));
        options = withEncryption(options, properties);
        options = withTimes(options, properties);
        options = withLocalAddress(options, properties);
        options = withLogin(options, properties);
        options = DebugTap.of(session, properties.protocol(), given.isPresent())
                .map(options::withTap)
                .orElse(options);
        return new StoreSettings(options, mechanisms(properties), given.isPresent());
    }

    private static Pop3Options withEncryption(Pop3Options options, ServiceProperties properties)
            throws MessagingException {
        Pop3Options changed =
                Encryption.settings(properties).map(options::withTlsSettings).orElse(options);
        return Encryption.of(properties)
                .map(said -> switch (said) {
                    case IMPLICIT -> Pop3Tls.IMPLICIT;
                    case UPGRADED -> Pop3Tls.STLS;
                    case NONE -> Pop3Tls.UNENCRYPTED;
                })
                .map(changed::withTls)
                .orElse(changed);
    }

    /** A command is written within the clock of its reply, so that {@code writetimeout} alone changes nothing. */
    private static Pop3Options withTimes(Pop3Options options, ServiceProperties properties) throws MessagingException {
        Optional<Duration> connect = properties.millis("connectiontimeout");
        Optional<Duration> read = properties.millis("timeout");
        properties.millis("writetimeout");
        if (connect.isEmpty() && read.isEmpty()) {
            return options;
        }
        Timeouts timeouts = Timeouts.defaults();
        timeouts = connect.map(timeouts::withConnect).orElse(timeouts);
        if (read.isPresent()) {
            timeouts = timeouts.withReply(read.get()).withIdle(read.get());
        }
        return options.withTimeouts(timeouts);
    }

    private static Pop3Options withLocalAddress(Pop3Options options, ServiceProperties properties)
            throws MessagingException {
        Optional<String> from = properties.text("localaddress");
        if (from.isEmpty()) {
            return options;
        }
        if (properties.has("wireside.options")) {
            throw properties.refusal("localaddress", "would replace the connector of wireside.options: say it there");
        }
        try {
            return options.withConnector(Connector.direct().withLocalAddress(InetAddress.getByName(from.get())));
        } catch (UnknownHostException notHere) {
            throw properties.refusal("localaddress", "is an address of this host");
        }
    }

    private static Pop3Options withLogin(Pop3Options options, ServiceProperties properties) throws MessagingException {
        Pop3Options changed = options;
        if (properties.isTrue("wireside.secretsonunencryptedchannel")) {
            changed = changed.allowingSecretsOnUnencryptedChannel();
        }
        if (properties.isTrue("auth.xoauth2.two.line.authentication.format")) {
            changed = changed.withoutInitialResponse();
        }
        return properties.isTrue("apop.enable") ? changed.withApop() : changed;
    }

    private static List<String> mechanisms(ServiceProperties properties) throws MessagingException {
        List<String> mechanisms = Mechanisms.of(properties);
        if (!mechanisms.isEmpty() && properties.isTrue("apop.enable")) {
            throw properties.refusal(
                    "apop.enable", "means APOP and nothing else, and other properties name mechanisms");
        }
        boolean login = mechanisms.contains(Mechanisms.LOGIN);
        if (login && properties.isTrue("auth.plain.disable") && !properties.has("auth.mechanisms")) {
            throw properties.refusal(
                    "auth.plain.disable", "leaves USER and PASS, which are no better: set auth.login.disable, too");
        }
        return mechanisms;
    }

    /** Where to connect to: what {@code connect} was told, else the properties, else the usual port. */
    static Endpoint endpoint(ServiceProperties properties, String host, int port) throws MessagingException {
        boolean implicit = Encryption.of(properties).equals(Optional.of(Encryption.IMPLICIT));
        int usual = properties.number("port", 1, 0xffff).orElse(implicit ? TLS_PORT : PORT);
        try {
            return Endpoint.of(host, port < 0 ? usual : port);
        } catch (IllegalArgumentException noHost) {
            throw new MessagingException("no server can have this address: " + noHost.getMessage(), noHost);
        }
    }
}
