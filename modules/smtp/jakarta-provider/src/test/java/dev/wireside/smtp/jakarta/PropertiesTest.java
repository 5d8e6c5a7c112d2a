package dev.wireside.smtp.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.net.Credentials;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpOptions;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables in docs/jakarta-provider.md. */
@Timeout(60)
final class PropertiesTest {
    private static final String OWN = "mail.wireside-smtp.";

    /** Those that have a test of their own here, or in {@link ProviderTest} or {@link WiresideTransportTest}. */
    private static final List<String> ELSEWHERE = List.of(
            "class",
            "host",
            "port",
            "connectiontimeout",
            "timeout",
            "writetimeout",
            "starttls.enable",
            "auth",
            "starttls.required",
            "ssl.enable",
            "ssl.protocols",
            "wireside.options",
            "wireside.tls",
            "wireside.secretsonunencryptedchannel",
            "sendpartial",
            "noop.strict",
            "auth.login.disable");

    /** A property, its value, and what the client then sends. */
    static Stream<Arguments> honoured() {
        UnaryOperator<Envelope> named = envelope -> envelope.withEnvelopeId("Q1");
        return Stream.of(
                Arguments.of("localhost", "client.example", "EHLO client.example"),
                Arguments.of("localaddress", "127.0.0.2", "EHLO [127.0.0.2]"),
                Arguments.of("user", "eve", "AUTH PLAIN AGV2ZQBzM2NyM3Q="),
                Arguments.of("from", "bounces@example.org", "MAIL FROM:<bounces@example.org>"),
                Arguments.of("dsn.notify", "success, Delay", "NOTIFY=SUCCESS,DELAY"),
                Arguments.of("dsn.notify", "NEVER", "NOTIFY=NEVER"),
                Arguments.of("dsn.ret", "HDRS", "RET=HDRS"),
                Arguments.of("submitter", "boss@example.org", "AUTH=boss@example.org"),
                Arguments.of("submitter", "<>", "AUTH=<>"),
                Arguments.of("allow8bitmime", "true", "Content-Transfer-Encoding: 8bit"),
                Arguments.of("userset", "true", "RSET"),
                Arguments.of("auth.mechanisms", "DIGEST-MD5 login,plain", "AUTH LOGIN"),
                Arguments.of("auth.plain.disable", "true", "AUTH LOGIN"),
                Arguments.of("wireside.envelope", named, "ENVID=Q1"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("honoured")
    void it_shows_on_the_wire(String name, Object value, String sent) throws Exception {
        assertThat(said(name, value)).contains(sent);
        assertThat(said("localhost", "other.example")).as("without it").doesNotContain(sent);
    }

    static Stream<Arguments> withoutEffect() {
        return Stream.of(
                Arguments.of("executor.writetimeout", new ScheduledThreadPoolExecutor(1)),
                Arguments.of("auth.digest-md5.disable", "true"),
                Arguments.of("auth.ntlm.disable", "false"),
                Arguments.of("auth.xoauth2.disable", "true"),
                Arguments.of("ssl.checkserveridentity", "TRUE"),
                Arguments.of("socketFactory.fallback", "false"),
                Arguments.of("sasl.usecanonicalhostname", "false"),
                Arguments.of("sasl.enable", "true"),
                Arguments.of("quitwait", "false"),
                Arguments.of("quitonsessionreject", "true"),
                Arguments.of("chunksize", 8192),
                Arguments.of("ehlo", "true"),
                Arguments.of("reportsuccess", "false"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("withoutEffect")
    void it_may_be_set_and_changes_nothing(String name, Object value) throws Exception {
        assertThat(said(name, value)).isEqualTo(said("quitwait", "true"));
    }

    static Stream<Arguments> refused() {
        Stream<Arguments> values = Stream.of(
                Arguments.of("auth.xoauth2.disable", "false", "auth.mechanisms=XOAUTH2"),
                Arguments.of("ssl.checkserveridentity", "false", "wireside.tls"),
                Arguments.of("socketFactory.fallback", "true", "wireside.options"),
                Arguments.of("sasl.usecanonicalhostname", "true", "host name"),
                Arguments.of("ssl.trust", "*", "trustingExactly"),
                Arguments.of("ssl.trust", "mail.example.org", "wireside.tls"),
                Arguments.of("ssl.protocols", "TLSv1.1 TLSv1.2", "TLSv1.3"),
                Arguments.of("ehlo", "false", "HELO"),
                Arguments.of("reportsuccess", "true", "TransportListener"),
                Arguments.of("mailextension", "XYZZY", "wireside.envelope"),
                Arguments.of("sasl.mechanisms", "PLAIN", "auth.mechanisms"),
                Arguments.of("sasl.authorizationid", "boss", "withSasl"),
                Arguments.of("auth.mechanisms", "NTLM", "SCRAM-SHA-256"),
                Arguments.of("wireside.options", "a string", "SmtpOptions"),
                Arguments.of("wireside.tls", "a string", "Tls"),
                Arguments.of("starttls.enable", "maybe", "true or false"),
                Arguments.of("timeout", "soon", "number"),
                Arguments.of("localhost", "a b", "EHLO"),
                Arguments.of("some.thing.new", "1", "not supported"));
        Stream<Arguments> names = Stream.of(
                        "ssl.hostnameverifier",
                        "ssl.hostnameverifier.class",
                        "ssl.socketFactory",
                        "ssl.socketFactory.class",
                        "ssl.socketFactory.port",
                        "socketFactory",
                        "socketFactory.class",
                        "socketFactory.port",
                        "proxy.host",
                        "proxy.port",
                        "proxy.user",
                        "proxy.password",
                        "socks.host",
                        "socks.port",
                        "ssl.ciphersuites",
                        "localport",
                        "sasl.realm",
                        "saslrealm",
                        "auth.ntlm.domain",
                        "auth.ntlm.flags",
                        "auth.ntlm.v2",
                        "auth.ntlm.unicode",
                        "auth.ntlm.lmcompat")
                .map(name -> Arguments.of(name, new Object(), "is not supported by wireside-smtp"));
        return Stream.concat(values, names);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("refused")
    void it_is_refused_by_its_name_and_nobody_is_connected_to(String name, Object value, String advice)
            throws Exception {
        try (Server server = Server.unencrypted()) {
            for (String prefix : List.of("mail.smtp.", OWN)) {
                Properties properties = server.properties();
                properties.put(prefix + name, value);
                assertThatThrownBy(() -> Server.transport(properties).connect())
                        .isInstanceOf(MessagingException.class)
                        .isNotInstanceOf(AuthenticationFailedException.class)
                        .hasMessageContaining("the property " + prefix + name + " ")
                        .hasMessageContaining(advice);
            }
            assertThat(server.conversations()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("malformed")
    void what_is_only_needed_for_a_message_is_refused_with_the_message(String name, Object value) throws Exception {
        assertThatThrownBy(() -> said(name, value))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining(name.equals("from") ? "the sender" : OWN + name);
    }

    static Stream<Arguments> malformed() {
        UnaryOperator<Envelope> more = envelope -> envelope.to("eve@example.net");
        return Stream.of(
                Arguments.of("dsn.notify", "ALWAYS"),
                Arguments.of("dsn.notify", ","),
                Arguments.of("dsn.ret", "SOME"),
                Arguments.of("submitter", "no one"),
                Arguments.of("from", "no one"),
                Arguments.of("wireside.envelope", more));
    }

    /** Everything that is sent with this property: one login, one message, one question whether the server is still there. */
    private static String said(String name, Object value) throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.wireside.secretsonunencryptedchannel", "true");
            properties.put(OWN + name, value);
            send(properties, "bob@example.net");
        }
        StringBuilder all = new StringBuilder();
        server.conversations().forEach(one -> all.append(new String(one.bytes(), StandardCharsets.UTF_8)));
        return all.toString().replaceAll("(?m)^Message-ID: .*\r\n", "");
    }

    private static void send(Properties properties, String to) throws Exception {
        try (Transport transport = Server.transport(properties)) {
            transport.connect(null, "s3cr3t");
            transport.sendMessage(Mails.mail(), Mails.to(to));
            assertThat(transport.isConnected()).isTrue();
        }
    }

    @Test
    void a_password_leaves_in_clear_only_if_a_property_says_so() throws Exception {
        Server server = Server.unencrypted();
        try (server) {
            assertThatThrownBy(() -> Server.transport(server.properties()).connect("ada", "s3cr3t"))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("unencrypted");
        }
        assertThat(server.clientBytes()).doesNotContain("AUTH");
    }

    @Test
    void the_only_mechanism_on_offer_is_disabled() throws Exception {
        Server server = Server.unencrypted("!on (?i)EHLO .+\n  S: 250-mail.example.org\n  S: 250 AUTH LOGIN\n");
        try (server) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.wireside.secretsonunencryptedchannel", "true");
            properties.put("mail.smtp.auth.login.disable", true);
            assertThatThrownBy(() -> Server.transport(properties).connect("ada", "s3cr3t"))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
        assertThat(server.conversations())
                .noneMatch(one -> new String(one.bytes(), StandardCharsets.UTF_8).contains("AUTH"));
    }

    @Test
    void tls_from_the_first_byte_by_property_or_by_protocol() throws Exception {
        String script = "!tls\n" + Server.GREETING + Server.EHLO + Server.MAIL;
        Server server = Server.playsInTurn(script, script);
        try (server) {
            Properties byProperty = server.overTls();
            byProperty.setProperty("mail.smtp.ssl.enable", "true");
            byProperty.setProperty("mail.smtp.ssl.protocols", "TLSv1.2");
            send(byProperty, "bob@example.net");
            Properties byProtocol = server.properties("smtps");
            byProtocol.setProperty("mail.smtps.host", "localhost");
            byProtocol.put("mail.smtps.wireside.tls", Server.trust());
            try (Transport transport = Session.getInstance(byProtocol).getTransport("wireside-smtps")) {
                transport.connect();
            }
        }
        assertThat(server.conversations().get(0).tlsProtocol()).contains("TLSv1.2");
        assertThat(server.conversations().get(1).tlsProtocol()).contains("TLSv1.3");
    }

    @Test
    void starttls_that_is_required_outweighs_starttls_that_is_off() throws Exception {
        Server server = Server.withStartTls();
        try (server) {
            Properties properties = server.overTls();
            properties.setProperty("mail.smtp.starttls.enable", "false");
            properties.setProperty("mail.smtp.starttls.required", "true");
            send(properties, "bob@example.net");
        }
        assertThat(server.conversations().getFirst().tlsProtocol()).isPresent();
    }

    @Test
    void an_options_object_is_the_beginning_and_the_properties_change_it() throws Exception {
        Transcript transcript = new Transcript();
        try (Server server = Server.unencrypted()) {
            Properties properties = server.properties();
            SmtpOptions options = SmtpOptions.defaults().withTap(transcript).withClientName("options.example");
            properties.put(OWN + "wireside.options", options.allowingSecretsOnUnencryptedChannel());
            send(properties, "bob@example.net");
            properties.put(OWN + "localaddress", "127.0.0.2");
            assertThatThrownBy(() -> Server.transport(properties).connect())
                    .hasMessageContaining("would replace the connector of wireside.options");
        }
        assertThat(transcript.render()).contains("C: EHLO options.example", "C: RCPT TO:<bob@example.net>");
    }

    @Test
    void a_login_in_the_options_is_used_and_never_replaced_in_silence() throws Exception {
        try (Server server = Server.unencrypted()) {
            Properties properties = server.properties();
            Credentials credentials = Credentials.of("ada", Secret.of("opensesame"));
            SmtpOptions options = SmtpOptions.defaults().withLogin(credentials);
            properties.put(OWN + "wireside.options", options);
            properties.setProperty("mail.smtp.auth", "true");
            assertThatThrownBy(() -> Server.transport(properties).connect("eve", "other"))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("two logins");
            assertThat(server.conversations()).isEmpty();

            assertThatThrownBy(() -> Server.transport(properties).connect())
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("PLAIN LOGIN may not be used on an unencrypted channel");
            assertThat(server.conversations()).hasSize(1);
        }
    }

    @Test
    void where_login_is_demanded_nobody_is_connected_to_without_a_password() throws Exception {
        try (Server server = Server.unencrypted()) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.auth", "true");
            assertThatThrownBy(() -> Server.transport(properties).connect())
                    .isInstanceOf(AuthenticationFailedException.class);
            assertThat(server.conversations()).isEmpty();
        }
    }

    @Test
    void sendpartial_sends_to_the_others() throws Exception {
        Address[] two = Mails.to("unknown@example.net", "bob@example.net");
        Server server = Server.unencrypted();
        try (server) {
            Properties properties = server.properties();
            properties.put("mail.smtp.sendpartial", true);
            try (Transport transport = Server.transport(properties)) {
                transport.connect();
                assertThatThrownBy(() -> transport.sendMessage(Mails.mail(), two))
                        .isInstanceOfSatisfying(
                                SendFailedException.class,
                                no -> assertThat(no.getValidSentAddresses()).containsExactly(two[1]));
            }
        }
        assertThat(server.message()).contains("Subject:");
    }

    @Test
    void a_server_without_noop_is_connected_if_the_property_says_so() throws Exception {
        for (String strict : List.of("true", "false")) {
            try (Server server = Server.unencrypted("!on NOOP\n  S: 502 5.5.1 what?\n")) {
                Properties properties = server.properties();
                properties.setProperty("mail.smtp.noop.strict", strict);
                try (Transport transport = Server.transport(properties)) {
                    transport.connect();
                    assertThat(transport.isConnected()).isEqualTo(strict.equals("false"));
                }
            }
        }
    }

    @Test
    void each_timeout_ends_its_wait() throws Exception {
        String stalled = Server.GREETING + "C~ EHLO .+\n!stall 20s\n";
        try (Server server = Server.playsInTurn("!stall 20s\n", stalled)) {
            Properties properties = server.overTls();
            properties.setProperty("mail.smtp.ssl.enable", "true");
            properties.setProperty("mail.smtp.connectiontimeout", "300");
            assertThatThrownBy(() -> Server.transport(properties).connect())
                    .hasCauseInstanceOf(DeadlineException.class);
            Properties slow = server.properties();
            slow.setProperty("mail.smtp.timeout", "300");
            assertThatThrownBy(() -> Server.transport(slow).connect()).hasCauseInstanceOf(DeadlineException.class);
        }
        try (Server server = Server.unencrypted("!on DATA\n  S: 354 go on\n  !stall 20s\n")) {
            Properties properties = server.properties();
            properties.setProperty("mail.smtp.writetimeout", "300");
            try (Transport transport = Server.transport(properties)) {
                transport.connect();
                String large = "a line of text\n".repeat(2_000_000);
                assertThatThrownBy(() -> transport.sendMessage(
                                Mails.mail(Session.getInstance(properties), large), Mails.to("bob@example.net")))
                        .hasCauseInstanceOf(DeadlineException.class);
            }
        }
    }

    @Test
    void the_tables_of_the_documentation_name_what_is_tested_here() throws Exception {
        TreeSet<String> tested = new TreeSet<>(ELSEWHERE);
        Stream.of(honoured(), withoutEffect(), refused())
                .flatMap(cases -> cases)
                .map(row -> (String) row.get()[0])
                .filter(name -> !name.equals("some.thing.new"))
                .forEach(tested::add);
        TreeSet<String> documented = new TreeSet<>(documented("### Both"));
        documented.addAll(documented("### SMTP and LMTP"));
        assertThat(documented).isEqualTo(tested);
    }

    private static List<String> documented(String heading) throws Exception {
        String page = Files.readString(Path.of("../../../docs/jakarta-provider.md"));
        String section = page.substring(page.indexOf(heading + "\n") + heading.length());
        int next = section.indexOf("\n#");
        return Arrays.stream(
                        section.substring(0, next < 0 ? section.length() : next).split("\n", -1))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}
