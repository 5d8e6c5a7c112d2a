package dev.wireside.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSession;

/** Writes down what a listener hears, of all connections alike. */
final class Writes implements ServerSideListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void clientBytes(int connection, byte[] bytes, int from, int to) {
        events.add("C " + new String(bytes, from, to - from, ISO_8859_1));
    }

    @Override
    public void serverBytes(int connection, byte[] bytes, int from, int to) {
        events.add("S " + new String(bytes, from, to - from, ISO_8859_1));
    }

    @Override
    public void tlsStarted(int connection, SSLSession session) {
        events.add("TLS");
    }
}
