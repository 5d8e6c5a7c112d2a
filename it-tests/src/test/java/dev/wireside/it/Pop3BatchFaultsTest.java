package dev.wireside.it;

import static dev.wireside.it.Pop3Scenes.IN;
import static dev.wireside.it.Pop3Scenes.IN_PIPELINING;
import static dev.wireside.it.Pop3Scenes.LONGEST;
import static dev.wireside.it.Pop3Scenes.OUT;
import static dev.wireside.it.Pop3Scenes.clear;
import static dev.wireside.it.Pop3Scenes.quitOnlyBehind;
import static dev.wireside.it.Pop3Scenes.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.it.faults.Operation;
import dev.wireside.net.BodySink;
import dev.wireside.net.WireClock;
import dev.wireside.pop3.CommitUnknownException;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that can go wrong with many messages at once, with commands ahead of the answers and one by one. Whatever
 * happens, each sink that has returned has exactly what the server has, and nothing is deleted without commit.
 */
final class Pop3BatchFaultsTest {
    /** What the server has. It refuses the third. */
    private static final Map<Integer, String> MESSAGES =
            Map.of(1, "S: 1\r\n\r\n.a\r\n.\r\nb\r\n", 2, "", 4, ".\r\n", 5, "\r\n..\r\n", 6, "6\r\n");

    private static final int COUNT = 6;
    private static final int REFUSED = 3;

    private static final String LISTED = "C: UIDL\nS: +OK\n" + each(n -> "S: " + n + " id" + n + "\n") + """
        S: .
        # begin
        """;

    private static final String SECURED = """
        S: +OK ready
        C: STLS
        S: +OK
        !tls
        """ + IN_PIPELINING.replace("S: +OK ready\n", "");

    private static final String FETCHED = "1 done, 2 done, 3 refused, 4 done, 5 done, 6 done";

    /** retrieveAll or topAll. */
    private interface Fetch {
        List<MessageOutcome<String>> all(
                Pop3Client client, List<Listing> messages, Function<Listing, BodySink<String>> sinks)
                throws IOException;
    }

    private static final Fetch RETR = Pop3Client::retrieveAll;
    private static final Fetch TOP = (client, messages, sinks) -> client.topAll(messages, 1, sinks);

    // What the server says

    private static String each(Function<Integer, String> line) {
        return IntStream.rangeClosed(1, COUNT).mapToObj(line::apply).collect(Collectors.joining());
    }

    /** All commands and then all answers, or one after the other. */
    private static String asked(boolean ahead, Function<Integer, String> command, Function<Integer, String> answer) {
        return ahead ? each(command) + each(answer) : each(n -> command.apply(n) + answer.apply(n));
    }

    private static String messages(boolean ahead, String verb, String arguments) {
        return asked(ahead, n -> "C: " + verb + " " + n + arguments + "\n", Pop3BatchFaultsTest::message);
    }

    private static String message(int number) {
        if (number == REFUSED) {
            return "S: -ERR no\n";
        }
        String stuffed = MESSAGES.get(number).replaceAll("(?m)^\\.", "..").replace("\r\n", "\\r\\n");
        return "S: +OK\n" + (stuffed.isEmpty() ? "" : "!raw " + stuffed + "\n") + "S: .\n";
    }

    private static String marks(boolean ahead) {
        return asked(ahead, n -> "C: DELE " + n + "\n", n -> n == REFUSED ? "S: -ERR no\n" : "S: +OK\n");
    }

    // What the client does

    private static Operation<Object> fetches(Pop3Options options, Fetch fetch) {
        return session(options, (client, scene) -> {
            Map<Integer, String> kept = new TreeMap<>();
            try {
                List<MessageOutcome<String>> outcomes =
                        fetch.all(client, client.uidl(), message -> sink(message, scene.folder(), kept));
                assertThat(outcomes)
                        .filteredOn(MessageOutcome.Done.class::isInstance)
                        .allSatisfy(done -> assertThat(done.value())
                                .isEqualTo(MESSAGES.get(done.listing().number())));
                return shown(outcomes);
            } finally {
                mustBeWhole(kept, scene.folder());
            }
        });
    }

    /** Some go into files, some stay in memory. */
    private static BodySink<String> sink(Listing message, Path folder, Map<Integer, String> kept) {
        int number = message.number();
        BodySink<Path> file = BodySink.toFile(folder.resolve(number + ".eml"));
        return number % 2 == 0
                ? body -> {
                    String text = BodySink.text((int) LONGEST).readFrom(body);
                    kept.put(number, text);
                    return text;
                }
                : body -> Files.readString(file.readFrom(body));
    }

    /** Removes the files, so that what the suite finds is left over from one that did not become whole. */
    private static void mustBeWhole(Map<Integer, String> kept, Path folder) throws IOException {
        for (int number = 1; number <= COUNT; number++) {
            Path file = folder.resolve(number + ".eml");
            if (Files.exists(file)) {
                kept.put(number, Files.readString(file));
                Files.delete(file);
            }
        }
        kept.forEach((number, text) -> assertThat(text)
                .as("message %s, whose sink had it whole", number)
                .isEqualTo(MESSAGES.get(number)));
    }

    private static String shown(List<? extends MessageOutcome<?>> outcomes) {
        return outcomes.stream()
                .map(one -> one.listing().number() + (one instanceof MessageOutcome.Done ? " done" : " refused"))
                .collect(Collectors.joining(", "));
    }

    @TestFactory
    Stream<DynamicNode> many_messages_survive_every_fault() {
        return FaultSuite.of(
                new Pop3Scenes.Pop3(),
                Stream.concat(fetching().stream(), deleting().stream()).toList());
    }

    private static List<Dialogue> fetching() {
        return List.of(
                Dialogue.returning(
                        FETCHED,
                        "retrieveAll, ahead of the answers",
                        IN_PIPELINING + LISTED + messages(true, "RETR", "") + OUT,
                        fetches(clear(), RETR)),
                Dialogue.returning(
                        FETCHED,
                        "retrieveAll, one by one",
                        IN + LISTED + messages(false, "RETR", "") + OUT,
                        fetches(clear(), RETR)),
                Dialogue.returning(
                        FETCHED,
                        "retrieveAll under TLS",
                        SECURED + LISTED + messages(true, "RETR", "") + OUT,
                        fetches(Pop3Options.defaults().withTls(Pop3Tls.STLS), RETR)),
                Dialogue.returning(
                        FETCHED,
                        "topAll, ahead of the answers",
                        IN_PIPELINING + LISTED + messages(true, "TOP", " 1") + OUT,
                        fetches(clear(), TOP)),
                Dialogue.returning(
                        FETCHED,
                        "topAll, one by one",
                        IN + LISTED + messages(false, "TOP", " 1") + OUT,
                        fetches(clear(), TOP)));
    }

    private static List<Dialogue> deleting() {
        return Stream.of(true, false)
                .flatMap(ahead -> deleting(ahead, (ahead ? IN_PIPELINING : IN) + LISTED))
                .toList();
    }

    private static Stream<Dialogue> deleting(boolean ahead, String listed) {
        String how = ahead ? ", ahead of the answers" : ", one by one";
        String marked = listed + marks(ahead);
        String undone = marked + """
            # done
            C: RSET
            S: +OK
            """;
        Dialogue committed = Dialogue.returning(
                FETCHED + ", gone", "deleteAll and commit" + how, marked + """
                    C: QUIT
                    # in doubt
                    S: +OK gone
                    # done
                    """, clear((client, scene) -> {
                    String outcomes = shown(client.deleteAll(client.uidl()));
                    return outcomes + ", " + client.commit().text();
                }));
        Dialogue left = Dialogue.returning(
                FETCHED,
                "deleteAll without commit" + how,
                undone + "C: QUIT\nS: +OK bye\n",
                clear((client, scene) -> shown(client.deleteAll(client.uidl()))));
        return Stream.of(committed.withAlways(quitOnlyBehind(marked)), left.withAlways(quitOnlyBehind(undone)));
    }

    // A sink that throws

    private static final class FullDisk extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** What is in flight behind the message of a sink that throws is thrown away under one clock. */
    private static final class Draining extends Pop3Grammar {
        @Override
        public Wait waitAt(WireStep next, List<WireStep> played) {
            Wait wait = super.waitAt(next, played);
            return wait.step().startsWith("RETR") ? new Wait(Set.of(WireClock.REPLY, WireClock.IDLE), "RETR") : wait;
        }

        @Override
        public Optional<Class<? extends Throwable>> inDoubt() {
            return Optional.of(CommitUnknownException.class);
        }
    }

    /** What broke the connection while it drained it; else that the client goes on. */
    private static Operation<Object> fetchesOntoFullDisk(int full) {
        return clear((client, scene) -> {
            Map<Integer, String> kept = new TreeMap<>();
            try {
                List<MessageOutcome<String>> impossible = client.retrieveAll(
                        client.uidl(),
                        message -> message.number() == full
                                ? body -> {
                                    int ignored = body.read();
                                    throw new FullDisk();
                                }
                                : sink(message, scene.folder(), kept));
                return "all of " + impossible.size() + " on a full disk";
            } catch (FullDisk thrown) {
                for (Throwable drained : thrown.getSuppressed()) {
                    assertThat(client.isOpen()).as("usable after %s", drained).isFalse();
                    throw (Exception) drained;
                }
                client.noop();
                return "usable";
            } finally {
                mustBeWhole(kept, scene.folder());
            }
        });
    }

    @TestFactory
    Stream<DynamicNode> a_sink_that_throws_and_every_fault_besides() {
        String usable = """
            C: NOOP
            S: +OK
            """ + OUT;
        return FaultSuite.of(
                new Draining(),
                List.of(
                        Dialogue.returning(
                                "usable",
                                "a sink throws, ahead of the answers",
                                IN_PIPELINING + LISTED + messages(true, "RETR", "") + usable,
                                fetchesOntoFullDisk(4)),
                        Dialogue.returning(
                                "usable",
                                "a sink throws, one by one",
                                IN + LISTED + "C: RETR 1\n" + message(1) + usable,
                                fetchesOntoFullDisk(1))));
    }
}
