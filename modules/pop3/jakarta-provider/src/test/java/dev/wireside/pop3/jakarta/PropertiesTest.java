package dev.wireside.pop3.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.net.DeadlineException;
import dev.wireside.net.Transcript;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables in docs/jakarta-provider.md. */
@Timeout(60)
final class PropertiesTest {
    private static final String OWN = "mail.wireside-pop3.";

    /** Those that have a test of their own here, or in {@link WiresideStoreTest}. */
    private static final List<String> ELSEWHERE = List.of(
            "class",
            "host",
            "port",
            "connectiontimeout",
            "timeout",
            "writetimeout",
            "starttls.enable",
            "starttls.required",
            "ssl.enable",
            "ssl.protocols",
            "wireside.options",
            "wireside.tls",
            "localaddress",
            "wireside.secretsonunencryptedchannel",
            "filecache.dir",
            "filecache.enable",
            "wireside.memorylimit",
            "auth.plain.disable",
            "auth.login.disable");

    @TempDir
    Path files;

    /** A property, its value, and what is then said, or no longer said. */
    static Stream<Arguments> honoured() {
        return Stream.of(
                Arguments.of("user", "eve", "AUTH PLAIN AGV2ZQBzM2NyM3Q=", "AUTH PLAIN AGFkYQ"),
                Arguments.of("auth.mechanisms", "NTLM cram-md5 xoauth2", "AUTH XOAUTH2 ", "AUTH PLAIN"),
                Arguments.of("apop.enable", "true", "APOP ada ", "AUTH"),
                Arguments.of("auth.xoauth2.two.line.authentication.format", "true", "AUTH PLAIN\r\n", "AUTH PLAIN AG"),
                Arguments.of("rsetbeforequit", "true", "RSET\r\nDELE 1\r\n", "RETR 1\r\nDELE 1"),
                Arguments.of("disabletop", "true", "RETR 1\r\nDELE", "TOP"),
                Arguments.of("cachewriteto", "true", "TOP 1 0\r\nRETR 1\r\nDELE", "RETR 1\r\nRETR 1"),
                Arguments.of("keepmessagecontent", "true", "RETR 1", "RETR 1\r\nRETR 1\r\nRETR 1"),
                Arguments.of("forgettopheaders", "true", "TOP 1 0", "TOP 1 0\r\nTOP 1 0"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("honoured")
    void it_shows_on_the_wire(String name, Object value, String said, String unsaid) throws Exception {
        assertThat(said(name, value)).contains(said).doesNotContain(unsaid);
    }

    static Stream<Arguments> withoutEffect() {
        return Stream.of(
                Arguments.of("executor.writetimeout", new ScheduledThreadPoolExecutor(1)),
                Arguments.of("writetimeout", 1000),
                Arguments.of("auth.digest-md5.disable", "true"),
                Arguments.of("auth.ntlm.disable", "false"),
                Arguments.of("auth.xoauth2.disable", "true"),
                Arguments.of("ssl.checkserveridentity", "true"),
                Arguments.of("socketFactory.fallback", "false"),
                Arguments.of("sasl.usecanonicalhostname", "false"),
                Arguments.of("finalizecleanclose", "true"),
                Arguments.of("disablecapa", "false"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("withoutEffect")
    void it_may_be_set_and_changes_nothing(String name, Object value) throws Exception {
        assertThat(said(name, value)).isEqualTo(said("finalizecleanclose", "false"));
    }

    static Stream<Arguments> refused() {
        Stream<Arguments> values = Stream.of(
                Arguments.of("auth.xoauth2.disable", "false", "auth.mechanisms=XOAUTH2"),
                Arguments.of("ssl.checkserveridentity", "false", "wireside.tls"),
                Arguments.of("socketFactory.fallback", "true", "wireside.options"),
                Arguments.of("sasl.usecanonicalhostname", "true", "host name"),
                Arguments.of("ssl.trust", "*", "trustingExactly"),
                Arguments.of("ssl.protocols", "SSLv3", "TLSv1.3"),
                Arguments.of("disablecapa", "true", "CAPA"),
                Arguments.of("message.class", "org.example.Message", "our own class"),
                Arguments.of("sasl.mechanisms", "PLAIN", "auth.mechanisms"),
                Arguments.of("sasl.authorizationid", "boss", "withSasl"),
                Arguments.of("auth.plain.disable", "true", "auth.login.disable"),
                Arguments.of("wireside.options", "a string", "Pop3Options"),
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
                .map(name -> Arguments.of(name, new Object(), "is not supported by wireside-pop3"));
        return Stream.concat(values, names);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("refused")
    void it_is_refused_by_its_name_and_nobody_is_connected_to(String name, Object value, String advice)
            throws Exception {
        try (Maildrop maildrop = Maildrop.unencrypted()) {
            Properties properties = maildrop.properties();
            properties.put(OWN + name, value);
            assertThatThrownBy(() -> Maildrop.store(properties).connect("ada", "s3cr3t"))
                    .isInstanceOf(MessagingException.class)
                    .isNotInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("the property " + OWN + name + " ")
                    .hasMessageContaining(advice);
            assertThat(maildrop.server().conversations()).isEmpty();
        }
    }

    /** Everything that is said when the first message is looked at, written twice, read, and deleted. */
    private static String said(String name, Object value) throws Exception {
        Maildrop maildrop = Maildrop.plays("S: +OK ready <1896.697170952@pop.example.org>\n"
                + Maildrop.CAPA.replace("SASL PLAIN", "SASL PLAIN XOAUTH2") + """
                !on (APOP|AUTH XOAUTH2) .+
                  S: +OK
                !on AUTH PLAIN
                  S: +
                  C~ .+
                  S: +OK
                """ + Maildrop.MAIL);
        try (maildrop) {
            Properties properties = maildrop.properties();
            properties.put(OWN + name, value);
            try (Store store = Maildrop.store(properties)) {
                store.connect(null, "s3cr3t");
                Folder inbox = store.getFolder("INBOX");
                inbox.open(Folder.READ_WRITE);
                Message message = inbox.getMessage(1);
                assertThat(message.getSubject()).isEqualTo("Grüße");
                message.writeTo(OutputStream.nullOutputStream());
                message.getContent();
                message.writeTo(OutputStream.nullOutputStream());
                message.setFlag(Flags.Flag.DELETED, true);
                inbox.close(true);
            }
        }
        return maildrop.said();
    }

    @Test
    void every_content_is_in_a_file_if_the_property_says_so() throws Exception {
        for (String name : List.of("filecache.enable=true", "wireside.memorylimit=10")) {
            try (Maildrop maildrop = Maildrop.unencrypted()) {
                Properties properties = maildrop.properties();
                properties.setProperty(OWN + name.split("=", -1)[0], name.split("=", -1)[1]);
                properties.setProperty(OWN + "filecache.dir", files.toString());
                try (Store store = Maildrop.store(properties)) {
                    store.connect(null, "s3cr3t");
                    Folder inbox = store.getFolder("INBOX");
                    inbox.open(Folder.READ_ONLY);
                    inbox.getMessage(1).getContent();
                    assertThat(files.toFile().list()).hasSize(1);
                    inbox.close(false);
                    assertThat(files.toFile().list()).isEmpty();
                }
            }
        }
    }

    @Test
    void nothing_that_shows_the_password_is_left() throws Exception {
        Maildrop maildrop = Maildrop.withStls();
        try (maildrop) {
            Properties properties = maildrop.overTls();
            properties.put(OWN + "auth.plain.disable", true);
            properties.put(OWN + "auth.login.disable", true);
            properties.setProperty(OWN + "auth.mechanisms", "");
            assertThatThrownBy(() -> Maildrop.store(properties).connect("ada", "s3cr3t"))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
        assertThat(maildrop.said()).doesNotContain("AUTH", "PASS");
    }

    @Test
    void a_password_leaves_in_clear_only_if_a_property_says_so() throws Exception {
        Maildrop maildrop = Maildrop.unencrypted();
        try (maildrop) {
            Properties properties = maildrop.properties();
            properties.setProperty(OWN + "wireside.secretsonunencryptedchannel", "false");
            assertThatThrownBy(() -> Maildrop.store(properties).connect("ada", "s3cr3t"))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
        assertThat(maildrop.said()).doesNotContain("AUTH", "PASS");
    }

    @Test
    void tls_from_the_first_byte_by_property_or_by_protocol() throws Exception {
        Maildrop maildrop = Maildrop.plays("!tls\n" + Maildrop.GREETING + Maildrop.RULES);
        try (maildrop) {
            Properties byProperty = maildrop.overTls();
            byProperty.setProperty("mail.pop3.ssl.enable", "true");
            byProperty.setProperty("mail.pop3.ssl.protocols", "TLSv1.2");
            try (Store store = Maildrop.store(byProperty)) {
                store.connect("ada", "s3cr3t");
            }
            Properties byProtocol = maildrop.properties("pop3s");
            byProtocol.setProperty("mail.pop3s.host", "localhost");
            byProtocol.put("mail.pop3s.wireside.tls", Maildrop.trust());
            try (Store store = Session.getInstance(byProtocol).getStore("wireside-pop3s")) {
                store.connect("ada", "s3cr3t");
            }
        }
        assertThat(maildrop.server().conversations().get(0).tlsProtocol()).contains("TLSv1.2");
        assertThat(maildrop.server().conversations().get(1).tlsProtocol()).contains("TLSv1.3");
    }

    @Test
    void stls_that_is_required_outweighs_stls_that_is_off() throws Exception {
        Maildrop maildrop = Maildrop.withStls();
        try (maildrop) {
            Properties properties = maildrop.overTls();
            properties.setProperty(OWN + "starttls.enable", "false");
            properties.setProperty(OWN + "starttls.required", "true");
            try (Store store = Maildrop.store(properties)) {
                store.connect("ada", "s3cr3t");
            }
        }
        assertThat(maildrop.server().conversations().getFirst().tlsProtocol()).isPresent();
    }

    @Test
    void an_options_object_is_the_beginning_and_the_properties_change_it() throws Exception {
        Transcript transcript = new Transcript();
        try (Maildrop maildrop = Maildrop.unencrypted()) {
            Properties properties = maildrop.properties();
            properties.put(
                    OWN + "wireside.options",
                    Pop3Options.defaults().withTls(Pop3Tls.IMPLICIT).withTap(transcript));
            try (Store store = Maildrop.store(properties)) {
                store.connect("ada", "s3cr3t");
                assertThat(store.isConnected()).isTrue();
            }
            properties.put(OWN + "localaddress", "127.0.0.2");
            assertThatThrownBy(() -> Maildrop.store(properties).connect("ada", "s3cr3t"))
                    .hasMessageContaining("would replace the connector of wireside.options");
        }
        assertThat(transcript.render()).contains("C: NOOP");
    }

    @Test
    void it_connects_from_the_local_address() throws Exception {
        try (Maildrop maildrop = Maildrop.unencrypted()) {
            Properties properties = maildrop.properties();
            properties.setProperty(OWN + "localaddress", "no address at all");
            assertThatThrownBy(() -> Maildrop.store(properties).connect("ada", "s3cr3t"))
                    .hasMessageContaining("localaddress");
            properties.setProperty(OWN + "localaddress", "127.0.0.2");
            try (Store store = Maildrop.store(properties)) {
                store.connect("ada", "s3cr3t");
                assertThat(store.isConnected()).isTrue();
            }
        }
    }

    @Test
    void each_timeout_ends_its_wait() throws Exception {
        try (Maildrop maildrop = Maildrop.plays("!stall 20s\n")) {
            Properties properties = maildrop.overTls();
            properties.setProperty("mail.pop3.ssl.enable", "true");
            properties.setProperty("mail.pop3.connectiontimeout", "300");
            assertThatThrownBy(() -> Maildrop.store(properties).connect("ada", "s3cr3t"))
                    .hasCauseInstanceOf(DeadlineException.class);
            Properties slow = maildrop.properties();
            slow.setProperty("mail.pop3.timeout", "300");
            assertThatThrownBy(() -> Maildrop.store(slow).connect("ada", "s3cr3t"))
                    .hasCauseInstanceOf(DeadlineException.class);
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
        documented.addAll(documented("### POP3"));
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
