package dev.wireside.smtp.jakarta;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Tls;
import dev.wireside.testkit.Conversation;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** A scripted SMTP server, and sessions of Jakarta Mail for it. */
final class Server implements AutoCloseable {
    static final String GREETING = "S: 220 mail.example.org ESMTP\n";

    static final String STARTTLS = GREETING + """
        C~ EHLO .+
        S: 250-mail.example.org
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go ahead
        !tls
        """;

    static final String EHLO = """
        !on (?i)EHLO .+
          S: 250-mail.example.org
          S: 250-8BITMIME
          S: 250-SMTPUTF8
          S: 250-DSN
          S: 250 AUTH PLAIN LOGIN
        """;

    static final String MAIL = """
        !on (?i)AUTH PLAIN .+
          S: 235 2.7.0 welcome
        !on (?i)AUTH LOGIN
          S: 334 VXNlcm5hbWU6
          C~ .+
          S: 334 UGFzc3dvcmQ6
          C~ .+
          S: 235 2.7.0 welcome
        !on (?i)RCPT TO:<(unknown|nobody).*
          S: 550 5.1.1 no such user
        !on (?i)RCPT TO:<(later|greylisted).*
          S: 450 4.2.1 not now
        !on (?i)RCPT TO:<full.*
          S: 552 5.2.2 too many recipients
        !on (?i)(MAIL|RCPT|RSET|NOOP)\\b.*
          S: 250 2.1.0 ok
        !on (?i)DATA
          S: 354 go on
          !until .
          S: 250 2.0.0 queued
        !on (?i)QUIT
          S: 221 bye
          !close
        """;

    /** Far longer than anything here takes, so that it ends a test that hangs and nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedServer server;

    private Server(ScriptedServer server) {
        this.server = server;
    }

    static Server plays(String script) throws IOException {
        return new Server(ScriptedServer.play(WireScript.parse(script), options()));
    }

    /** One script for each connection. */
    static Server playsInTurn(String... scripts) throws IOException {
        return new Server(ScriptedServer.playInTurn(
                List.of(scripts).stream().map(WireScript::parse).toList(), options()));
    }

    private static ServerOptions options() {
        return ServerOptions.defaults().withPatience(PATIENCE).withoutVerification();
    }

    /** In clear, with these rules before the usual ones. */
    static Server unencrypted(String... rules) throws IOException {
        return plays(GREETING + String.join("", rules) + EHLO + MAIL);
    }

    static Server withStartTls() throws IOException {
        return plays(STARTTLS + EHLO + MAIL);
    }

    /** What an application had set for Angus; its protocol is all that it changes. */
    Properties properties() {
        return properties("smtp");
    }

    /** Inherited by {@code wireside-} and this protocol. */
    Properties properties(String protocol) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "host", server.host());
        properties.setProperty(prefix + "port", String.valueOf(server.port()));
        properties.setProperty(prefix + "starttls.enable", "false");
        properties.setProperty(prefix + "connectiontimeout", "20000");
        properties.setProperty(prefix + "timeout", "20000");
        properties.setProperty("mail.user", "ada");
        properties.setProperty("mail.from", "ada@example.org");
        return properties;
    }

    /** With STARTTLS, and trust in the server's authority. */
    Properties overTls() {
        Properties properties = properties();
        properties.setProperty("mail.smtp.starttls.enable", "");
        properties.setProperty("mail.smtp.host", "localhost");
        properties.put("mail.wireside-smtp.wireside.tls", trust());
        return properties;
    }

    static Tls trust() {
        return Tls.defaults().trusting(TestCertificates.authority());
    }

    static Transport transport(Properties properties) throws Exception {
        return Session.getInstance(properties).getTransport("wireside-smtp");
    }

    int port() {
        return server.port();
    }

    URLName url(String protocol) {
        return new URLName(protocol, server.host(), server.port(), null, null, null);
    }

    List<Conversation> conversations() {
        return server.conversations();
    }

    /** What the client sent on the first connection; after {@link #close} all of it. */
    String clientBytes() {
        return new String(conversations().getFirst().bytes(), StandardCharsets.UTF_8);
    }

    String message() {
        return new String(conversations().getFirst().bodies().getFirst().message(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
