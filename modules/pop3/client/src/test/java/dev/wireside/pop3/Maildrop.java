package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.BodySink;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.ServerSideListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Servers with a maildrop of any size, opened and listed, and then what a test has them say. */
final class Maildrop {
    /** Three messages, fetched in one window. */
    static final WireScript THREE = pipelining(3, script -> {
        asks(script, "RETR", 1, 3);
        IntStream.rangeClosed(1, 3).forEach(number -> message(script, number));
        noopAndQuit(script);
    });

    private Maildrop() {}

    /** Opened by three waits and listed by one: the server announces PIPELINING. */
    static WireScript pipelining(int messages, Consumer<WireScript.Builder> then) {
        WireScript.Builder script = WireScript.builder()
                .server("+OK ready")
                .client("CAPA")
                .server("+OK")
                .server("USER")
                .server("PIPELINING")
                .server("UIDL")
                .server(".")
                .client("USER ada")
                .client("PASS •••")
                .client("CAPA")
                .server("+OK")
                .server("+OK")
                .server("+OK")
                .server("PIPELINING")
                .server("UIDL")
                .server(".")
                .client("LIST")
                .client("UIDL");
        list(script, messages, "1000");
        list(script, messages, "uid");
        then.accept(script);
        return script.build();
    }

    /** The same of a server that announces nothing. */
    static WireScript oneByOne(int messages, Consumer<WireScript.Builder> then) {
        WireScript.Builder script = WireScript.builder()
                .server("+OK ready")
                .client("CAPA")
                .server("-ERR what?")
                .client("USER ada")
                .server("+OK")
                .client("PASS •••")
                .server("+OK")
                .client("LIST");
        list(script, messages, "1000");
        script.client("UIDL");
        list(script, messages, "uid");
        then.accept(script);
        return script.build();
    }

    private static void list(WireScript.Builder script, int messages, String what) {
        script.server("+OK");
        IntStream.rangeClosed(1, messages).forEach(number -> script.server(number + " " + what));
        script.server(".");
    }

    /** What the client sends for several messages. */
    static void asks(WireScript.Builder script, String verb, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> script.client(verb + " " + number));
    }

    /** A message that says its number. */
    static void message(WireScript.Builder script, int number) {
        script.server("+OK 1000 octets")
                .server("Subject: " + number)
                .server("")
                .server("..stuffed")
                .server(".");
    }

    /** What {@link #message} says when it arrives. */
    static String text(int number) {
        return "Subject: " + number + "\r\n\r\n.stuffed\r\n";
    }

    /** What {@link #message} says, in memory. */
    static BodySink<String> sink(Listing message) {
        return BodySink.text(1000);
    }

    /** The client is usable to the end. */
    static void noopAndQuit(WireScript.Builder script) {
        script.client("NOOP").server("+OK").client("QUIT").server("+OK");
    }

    static ScriptedServer play(Delivery delivery, WireScript script) throws IOException {
        return ScriptedServer.play(script, ServerOptions.defaults().withDelivery(delivery));
    }

    /** A server whose client is expected to break off in the middle. */
    static ScriptedServer playUnchecked(Delivery delivery, WireScript script) throws IOException {
        return ScriptedServer.play(
                script, ServerOptions.defaults().withDelivery(delivery).withoutVerification());
    }

    /** Each read of the server as one string; over loopback, what left in one write comes in one read. */
    static final class Flights implements ServerSideListener {
        private final List<String> flights = new CopyOnWriteArrayList<>();

        @Override
        public void clientBytes(int connection, byte[] bytes, int from, int to) {
            flights.add(new String(bytes, from, to - from, UTF_8));
        }

        /** How many lines each flight with this verb had. */
        List<Long> sizes(String verb) {
            return flights.stream()
                    .filter(flight -> flight.startsWith(verb))
                    .map(flight -> flight.lines().count())
                    .toList();
        }

        List<String> all() {
            return List.copyOf(flights);
        }
    }
}
