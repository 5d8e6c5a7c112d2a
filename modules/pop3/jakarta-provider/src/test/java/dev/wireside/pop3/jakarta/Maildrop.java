package dev.wireside.pop3.jakarta;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Tls;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A scripted POP3 server with three messages, and sessions of Jakarta Mail for it. */
final class Maildrop implements AutoCloseable {
    static final String CAPA = """
        !on CAPA
          S: +OK
          S: USER
          S: SASL PLAIN
          S: TOP
          S: UIDL
          S: PIPELINING
          S: .
        """;

    static final String MAIL = """
        !on (AUTH PLAIN .+|USER .+|PASS .+|DELE .+|RSET|NOOP)
          S: +OK
        !on STAT
          S: +OK 3 450
        !on LIST
          S: +OK
          S: 1 150
          S: 2 150
          S: 3 150
          S: .
        !on UIDL
          S: +OK
          S: 1 first
          S: 2 second
          S: 3 third
          S: .
        !on LIST (\\d+)
          S: +OK 1 150
        !on UIDL 1
          S: +OK 1 first
        !on UIDL 2
          S: +OK 2 second
        !on UIDL 3
          S: +OK 3 third
        !on TOP . 0
          S: +OK
          S: Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
          S: From: Bob <bob@example.net>
          S: Content-Type: text/plain; charset=utf-8
          S: Content-Transfer-Encoding: 8bit
          S:
          S: .
        !on RETR .
          S: +OK
          S: Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
          S: From: Bob <bob@example.net>
          S: Content-Type: text/plain; charset=utf-8
          S: Content-Transfer-Encoding: 8bit
          S:
          S: Grüße
          S: ..
          S: ..zwei
          S: Ende
          S: .
        !on QUIT
          S: +OK bye
          !close
        """;

    static final String RULES = CAPA + MAIL;
    static final String GREETING = "S: +OK ready\n";
    static final String STLS = GREETING + "C: STLS\nS: +OK go ahead\n!tls\n";

    /** Far longer than anything here takes, so that it ends a test that hangs and nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedServer server;

    private Maildrop(ScriptedServer server) {
        this.server = server;
    }

    static Maildrop plays(String script) throws IOException {
        return new Maildrop(ScriptedServer.play(
                WireScript.parse(script),
                ServerOptions.defaults().withPatience(PATIENCE).withoutVerification()));
    }

    /** In clear, with these rules before the usual ones. */
    static Maildrop unencrypted(String... rules) throws IOException {
        return plays(GREETING + String.join("", rules) + RULES);
    }

    static Maildrop withStls() throws IOException {
        return plays(STLS + RULES);
    }

    /** What an application had set for Angus; its protocol is all that it changes. */
    Properties properties() {
        return properties("pop3");
    }

    Properties properties(String protocol) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "host", server.host());
        properties.setProperty(prefix + "port", String.valueOf(server.port()));
        properties.setProperty(prefix + "user", "ada");
        properties.setProperty(prefix + "connectiontimeout", "20000");
        properties.setProperty(prefix + "timeout", "20000");
        properties.setProperty(prefix + "starttls.enable", "false");
        properties.setProperty("mail.wireside-" + protocol + ".wireside.secretsonunencryptedchannel", "true");
        return properties;
    }

    Properties overTls() {
        Properties properties = properties();
        properties.setProperty("mail.pop3.host", "localhost");
        properties.setProperty("mail.pop3.starttls.enable", "");
        properties.put("mail.wireside-pop3.wireside.tls", trust());
        return properties;
    }

    static Tls trust() {
        return Tls.defaults().trusting(TestCertificates.authority());
    }

    static Store store(Properties properties) throws Exception {
        return Session.getInstance(properties).getStore("wireside-pop3");
    }

    ScriptedServer server() {
        return server;
    }

    /** What the clients sent on all connections, line by line. */
    String said() {
        return server.conversations().stream()
                .map(one -> new String(one.bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    Stream<String> commands() {
        return said().lines();
    }

    @Override
    public void close() {
        server.close();
    }
}
