package dev.wireside.it.docs;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.testkit.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Servers for the hosts that examples connect to: what listens on the usual port of a protocol is replaced by a scripted
 * server of that protocol that lets everybody in.
 */
final class ExampleServers implements AutoCloseable {
    private static final Pattern ENDPOINT =
            Pattern.compile("Endpoint\\.of\\(\"[a-z0-9.-]+\\.example\\.[a-z]+\", (\\d+)\\)");

    /** The same in the properties of Jakarta Mail. */
    private static final Pattern HOST = Pattern.compile("(\"mail\\.[a-z0-9]+\\.host\", )\"[a-z0-9.-]+\"");

    private static final Pattern PORT = Pattern.compile("(\"mail\\.[a-z0-9]+\\.port\", )\"(\\d+)\"");

    private static final String SMTP = """
        !on (EHLO|HELO) .+
          S: 250-mail.example.org
          S: 250-PIPELINING
          S: 250-SIZE 10240000
          S: 250-8BITMIME
          S: 250-SMTPUTF8
          S: 250-DSN
          S: 250-REQUIRETLS
          S: 250-DELIVERBY 60
          S: 250-MT-PRIORITY MIXER
          S: 250-FUTURERELEASE 604800 2099-01-01T00:00:00Z
          S: 250 AUTH PLAIN
        !on AUTH PLAIN .+
          S: 235 2.7.0 logged in
        !on (MAIL|RCPT|RSET|NOOP|VRFY|EXPN)\\b.*
          S: 250 2.1.0 ok
        !on DATA
          S: 354 end with a lone dot
          !until .
          S: 250 2.0.0 queued
        !on QUIT
          S: 221 bye
          !close
        """;

    private static final String POP3 = """
        !on CAPA
          S: +OK
          S: SASL PLAIN
          S: TOP
          S: UIDL
          S: PIPELINING
          S: .
        !on LIST
          S: +OK
          S: 1 30
          S: 2 30
          S: .
        !on UIDL
          S: +OK
          S: 1 a
          S: 2 b
          S: .
        !on (RETR|TOP) .+
          S: +OK
          S: Subject: hi
          S:
          S: text
          S: .
        !on STAT
          S: +OK 2 60
        !on (AUTH PLAIN .+|DELE .+|RSET|NOOP)
          S: +OK
        !on QUIT
          S: +OK bye
          !close
        """;

    private final List<ScriptedServer> servers = new ArrayList<>();

    /** The code with the endpoints of example hosts replaced by servers that were started for them. */
    String redirected(String code) throws IOException {
        String endpoints =
                replaced(code, ENDPOINT, found -> "Endpoint.of(\"localhost\", " + started(found.group(1)) + ")");
        String hosts = replaced(endpoints, HOST, found -> found.group(1) + "\"localhost\"");
        return replaced(hosts, PORT, found -> found.group(1) + "\"" + started(found.group(2)) + "\"");
    }

    private interface Replacement {
        String of(MatchResult found) throws IOException;
    }

    private static String replaced(String code, Pattern pattern, Replacement replacement) throws IOException {
        StringBuilder changed = new StringBuilder();
        int from = 0;
        for (MatchResult found : pattern.matcher(code).results().toList()) {
            changed.append(code, from, found.start()).append(replacement.of(found));
            from = found.end();
        }
        return changed.append(code, from, code.length()).toString();
    }

    /** The port of a server that plays what is usual on this one. */
    private int started(String usualPort) throws IOException {
        ScriptedServer server = ScriptedServer.play(WireScript.parse(script(Integer.parseInt(usualPort))));
        servers.add(server);
        return server.port();
    }

    private static String script(int port) {
        return switch (port) {
            case 25, 587 -> """
                S: 220 mail.example.org ESMTP
                C~ EHLO .+
                S: 250-mail.example.org
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go ahead
                !tls
                """ + SMTP;
            case 465 -> "!tls\nS: 220 mail.example.org ESMTP\n" + SMTP;
            case 110 -> "S: +OK ready\nC: STLS\nS: +OK go ahead\n!tls\n" + POP3;
            case 995 -> "!tls\nS: +OK ready\n" + POP3;
            default -> throw new IllegalArgumentException("no example may be run against port " + port);
        };
    }

    /** Throws when an example has left the script of its server. */
    @Override
    public void close() {
        servers.forEach(ScriptedServer::close);
    }
}
