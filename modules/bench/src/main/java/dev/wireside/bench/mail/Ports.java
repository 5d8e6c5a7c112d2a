package dev.wireside.bench.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;

/** Where the servers listen, on loopback; passed to the client's JVM as text. */
record Ports(Map<String, Integer> byName) {
    static final String SMTP = "smtp";
    static final String SMTP_WITHOUT_CHUNKING = "smtp-without-chunking";
    static final String POP3 = "pop3";
    static final String TALLY = "tally";

    /** In front of a name: the same over the long line. */
    static final String FAR = "far-";

    private static final Duration ONE_WAY = Duration.ofMillis(10);

    int of(String name) {
        return byName.get(name);
    }

    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue())
                .collect(Collectors.joining(","));
    }

    static Ports parse(String text) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String port : text.split(",", -1)) {
            int equals = port.indexOf('=');
            ports.put(port.substring(0, equals), Integer.valueOf(port.substring(equals + 1)));
        }
        return new Ports(ports);
    }

    /** Starts all servers in this JVM. */
    static Ports start(ThreadFactory threads, int inputBuffer, Map<String, Maildrop> drops) throws IOException {
        Tally tally = new Tally();
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(TALLY, Server.start(threads, tally::tell).port());
        ports.put(SMTP, port(threads, SmtpSink.announcing(tally, inputBuffer, "PIPELINING", "CHUNKING")));
        ports.put(SMTP_WITHOUT_CHUNKING, port(threads, SmtpSink.announcing(tally, inputBuffer, "PIPELINING")));
        ports.put(POP3, port(threads, PopServer.of(tally, inputBuffer, drops)));
        for (String near : List.of(SMTP, SMTP_WITHOUT_CHUNKING, POP3)) {
            ports.put(FAR + near, port(threads, DelayProxy.to(ports.get(near), ONE_WAY)));
        }
        return new Ports(ports);
    }

    private static int port(ThreadFactory threads, Server.Session session) throws IOException {
        return Server.start(threads, session).port();
    }
}
