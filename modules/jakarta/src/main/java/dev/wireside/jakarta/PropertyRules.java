package dev.wireside.jakarta;

import jakarta.mail.MessagingException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What becomes of each property: it is honoured, or it may be set because nothing depends on it, or it is refused by its name.
 * None is passed over in silence. Immutable: every method returns a new one.
 */
public final class PropertyRules {
    private static final String ANY = "";
    private static final String NOTHING = "\0";

    private static final String BY_OPTIONS =
            "put what the client shall do into an options object, the property wireside.options";
    private static final String TRUST =
            "whom to trust is said with a dev.wireside.net.Tls object, the property wireside.tls:"
                    + " Tls.defaults().trusting(authority), or trustingExactly(certificate) for a self-signed one";
    private static final String NO_FACTORY =
            "sockets are made by a dev.wireside.net.Connector in the property wireside.options, TLS is set up by the"
                    + " property ssl.enable=true, and " + TRUST;
    private static final String BY_CONNECTOR =
            "a proxy is a dev.wireside.net.Connector in the property wireside.options";

    /** @param allowed the one value that changes nothing; or {@link #ANY}, or {@link #NOTHING} */
    private record Rule(String allowed, String advice) {}

    private static final PropertyRules BOTH = new PropertyRules(Map.of())
            .honouring("host", "port", "user", "class", "localaddress", "connectiontimeout", "timeout", "writetimeout")
            .honouring("starttls.enable", "starttls.required", "ssl.enable", "ssl.protocols")
            .honouring("auth.mechanisms", "auth.login.disable", "auth.plain.disable")
            .honouring("wireside.options", "wireside.tls", "wireside.secretsonunencryptedchannel")
            .withoutEffect("executor.writetimeout", "auth.digest-md5.disable", "auth.ntlm.disable")
            .only("auth.xoauth2.disable", "true", "a token is used when auth.mechanisms=XOAUTH2 says that it is one")
            .only("ssl.checkserveridentity", "true", "the host name is always checked; " + TRUST)
            .only("socketFactory.fallback", "false", NO_FACTORY)
            .only("sasl.usecanonicalhostname", "false", "no mechanism here asks for a host name")
            .refusing(TRUST, "ssl.trust", "ssl.hostnameverifier", "ssl.hostnameverifier.class")
            .refusing(NO_FACTORY, "ssl.socketFactory", "ssl.socketFactory.class", "ssl.socketFactory.port")
            .refusing(NO_FACTORY, "socketFactory", "socketFactory.class", "socketFactory.port")
            .refusing(
                    BY_CONNECTOR,
                    "proxy.host",
                    "proxy.port",
                    "proxy.user",
                    "proxy.password",
                    "socks.host",
                    "socks.port")
            .refusing("the suites of the JDK are used: jdk.tls.client.cipherSuites", "ssl.ciphersuites")
            .refusing("the system chooses the port; " + BY_OPTIONS, "localport")
            .refusing(
                    "an identity to act as is given with the options' withSasl(Sasl.plain(authzid, user, password))",
                    "sasl.authorizationid")
            .refusing("say auth.mechanisms instead", "sasl.mechanisms")
            .refusing(
                    "NTLM and DIGEST-MD5 are not spoken here",
                    "sasl.realm",
                    "saslrealm",
                    "auth.ntlm.domain",
                    "auth.ntlm.flags",
                    "auth.ntlm.v2",
                    "auth.ntlm.unicode",
                    "auth.ntlm.lmcompat");

    private final Map<String, Rule> rules;

    private PropertyRules(Map<String, Rule> rules) {
        this.rules = Map.copyOf(rules);
    }

    /** The rules for what both protocols have. */
    public static PropertyRules common() {
        return BOTH;
    }

    /** These mean here what they mean elsewhere; whoever reads them checks their values. */
    public PropertyRules honouring(String... names) {
        return with(new Rule(ANY, ""), names);
    }

    /** These may have any value, because what they are about does not exist here or is always done. */
    public PropertyRules withoutEffect(String... names) {
        return with(new Rule(ANY, ""), names);
    }

    /** This may have one value, which is what happens here anyhow. */
    public PropertyRules only(String name, String value, String advice) {
        return with(new Rule(value, advice), name);
    }

    /** These are refused. */
    public PropertyRules refusing(String advice, String... names) {
        return with(new Rule(NOTHING, advice), names);
    }

    private PropertyRules with(Rule rule, String... names) {
        Map<String, Rule> more = new HashMap<>(rules);
        for (String name : names) {
            more.put(name, rule);
        }
        return new PropertyRules(more);
    }

    /**
     * Looks at every property that is set.
     *
     * @throws MessagingException for the first that is refused; it names the property and what to do instead
     */
    public void check(ServiceProperties properties) throws MessagingException {
        for (String name : properties.names()) {
            Rule rule = rules.get(name);
            if (rule == null) {
                throw properties.refusal(name, "is not supported by " + properties.protocol() + "; " + BY_OPTIONS);
            }
            boolean allowed = rule.allowed.equals(ANY)
                    || properties.text(name).orElse("").toLowerCase(Locale.ROOT).equals(rule.allowed);
            if (!allowed) {
                throw properties.refusal(
                        name, "is not supported by " + properties.protocol() + " with this value: " + rule.advice);
            }
        }
    }
}
