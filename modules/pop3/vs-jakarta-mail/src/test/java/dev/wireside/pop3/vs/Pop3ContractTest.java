package dev.wireside.pop3.vs;

import static dev.wireside.pop3.vs.Pop3Task.Fate.DONE;
import static dev.wireside.pop3.vs.Pop3Task.Fate.NOT_DONE;
import static dev.wireside.pop3.vs.Pop3Task.Fate.REFUSED;
import static dev.wireside.pop3.vs.Pop3Task.Fate.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.pop3.vs.Pop3Task.Account;
import dev.wireside.pop3.vs.Pop3Task.Entry;
import dev.wireside.pop3.vs.Pop3Task.Outcome;
import dev.wireside.pop3.vs.Pop3Task.Synced;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both clients against the same scripts and faults; where they differ, the difference stands in the test. */
@Timeout(60)
final class Pop3ContractTest {
    private static final WiresidePop3Task WIRESIDE = new WiresidePop3Task();
    private static final JakartaPop3Task JAKARTA = new JakartaPop3Task();

    private static final Synced FIRST = new Synced("first-d41d8cd9", false);
    private static final Synced SECOND = new Synced("second-f00b204e", false);
    private static final Synced THIRD = new Synced("third-9800998e", false);

    @TempDir
    Path directory;

    @TempDir
    Path record;

    private interface Doing<T> {
        Outcome<T> by(Pop3Task task, Account account);
    }

    static Stream<Arguments> eachClientAndDelivery() {
        return Stream.of(Delivery.values())
                .flatMap(delivery -> Stream.of(Arguments.of(WIRESIDE, delivery), Arguments.of(JAKARTA, delivery)));
    }

    static Stream<Pop3Task> eachClient() {
        return Stream.of(WIRESIDE, JAKARTA);
    }

    @ParameterizedTest
    @MethodSource("eachClientAndDelivery")
    void lists_the_maildrop(Pop3Task task, Delivery delivery) throws IOException {
        Outcome<Entry> outcome = play(script("maildrop"), delivery, task, Pop3Task::list);
        assertThat(outcome)
                .isEqualTo(new Outcome<>(
                        DONE,
                        List.of(
                                new Entry(1, 115, "first-d41d8cd9"),
                                new Entry(2, 115, "second-f00b204e"),
                                new Entry(3, 115, "third-9800998e"))));
    }

    @ParameterizedTest
    @MethodSource("eachClientAndDelivery")
    void reads_all_headers(Pop3Task task, Delivery delivery) throws IOException {
        Outcome<String> outcome = play(script("maildrop"), delivery, task, Pop3Task::readSubjects);
        assertThat(outcome)
                .isEqualTo(
                        new Outcome<>(DONE, List.of("The first message", "The second message", "The third message")));
    }

    @ParameterizedTest
    @MethodSource("eachClientAndDelivery")
    void fetches_all_without_their_dot_stuffing(Pop3Task task, Delivery delivery) throws IOException {
        Outcome<Integer> outcome = play(script("maildrop"), delivery, task, this::fetchAll);
        assertThat(outcome).isEqualTo(new Outcome<>(DONE, List.of(1, 2, 3)));
        assertThat(directory.resolve("1.eml"))
                .content()
                .endsWith("\r\n\r\nA line.\r\n.a line that begins with a dot\r\n");
    }

    @ParameterizedTest
    @MethodSource("eachClientAndDelivery")
    void deletes_some_and_commits(Pop3Task task, Delivery delivery) throws IOException {
        Outcome<Integer> outcome = play(script("maildrop"), delivery, task, Pop3ContractTest::deleteTwo);
        assertThat(outcome).isEqualTo(new Outcome<>(DONE, List.of(1, 3)));
    }

    @ParameterizedTest
    @MethodSource("eachClientAndDelivery")
    void fetches_each_message_in_one_of_two_sessions(Pop3Task task, Delivery delivery) throws IOException {
        assertThat(play(script("maildrop"), delivery, task, this::sync))
                .isEqualTo(new Outcome<>(DONE, List.of(FIRST, SECOND, THIRD)));
        assertThat(play(script("maildrop"), delivery, task, this::sync)).isEqualTo(new Outcome<>(DONE, List.of()));
        assertThat(files()).hasSize(3).contains("298562b4f90cae2702e4fbfa83a9037fb182645e6a5c0ed6aec2029f56f84242.eml");
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_between_two_messages_of_a_synchronisation(Pop3Task task) throws IOException {
        assertThat(fault("dies-in-sync", task, this::sync)).isEqualTo(new Outcome<>(NOT_DONE, List.of(FIRST)));
        assertThat(files()).hasSize(1);
        assertThat(play(script("maildrop"), Delivery.WHOLE, task, this::sync))
                .isEqualTo(new Outcome<>(DONE, List.of(SECOND, THIRD)));
        assertThat(files()).hasSize(3);
    }

    /** Only Wireside has noted beforehand which message it was about to hand over. */
    @ParameterizedTest
    @MethodSource("eachClient")
    void the_program_is_killed_when_a_message_is_stored_and_not_noted(Pop3Task task) throws IOException {
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");
        Outcome<Synced> ignored = play(
                script("maildrop"),
                Delivery.WHOLE,
                task,
                (t, account) -> t.sync(account, before, directory, () -> copyOnce(before, after)));
        boolean known = task == WIRESIDE;
        assertThat(play(
                        script("maildrop"),
                        Delivery.WHOLE,
                        task,
                        (t, account) -> t.sync(account, after, directory, () -> {})))
                .isEqualTo(new Outcome<>(DONE, List.of(new Synced(FIRST.uid(), known), SECOND, THIRD)));
    }

    /** What the disk has at this moment; at first nothing. */
    private static void copyOnce(Path before, Path after) {
        try {
            if (!Files.exists(after)) {
                Files.write(after, Files.exists(before) ? Files.readAllBytes(before) : new byte[0]);
            }
        } catch (IOException ourDisk) {
            throw new UncheckedIOException(ourDisk);
        }
    }

    private Outcome<Synced> sync(Pop3Task task, Account account) {
        return task.sync(account, record.resolve("record"), directory, () -> {});
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void wrong_password(Pop3Task task) throws IOException {
        assertThat(fault("refuses-pass", task, Pop3Task::list)).isEqualTo(new Outcome<>(REFUSED, List.of()));
    }

    /** Angus 2.0.5 reports an end of the connection during the login as a failed authentication. */
    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_at_PASS(Pop3Task task) throws IOException {
        assertThat(fault("dies-at-pass", task, Pop3Task::list))
                .isEqualTo(new Outcome<>(task == WIRESIDE ? NOT_DONE : REFUSED, List.of()));
    }

    /** Angus 2.0.5 leaves the sizes at 0 and says nothing; what the caller does next finds out. */
    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_in_the_middle_of_LIST(Pop3Task task) throws IOException {
        assertThat(fault("dies-in-list", task, Pop3Task::list)).isEqualTo(new Outcome<>(NOT_DONE, List.of()));
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_in_the_middle_of_TOP(Pop3Task task) throws IOException {
        assertThat(fault("dies-in-top", task, Pop3Task::readSubjects))
                .isEqualTo(new Outcome<>(NOT_DONE, List.of("The first message")));
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_in_the_middle_of_RETR(Pop3Task task) throws IOException {
        assertThat(fault("dies-in-retr", task, this::fetchAll)).isEqualTo(new Outcome<>(NOT_DONE, List.of(1)));
        assertThat(files()).containsExactly("1.eml");
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void server_resets_in_the_middle_of_RETR(Pop3Task task) throws IOException {
        assertThat(fault("resets-in-retr", task, this::fetchAll)).isEqualTo(new Outcome<>(NOT_DONE, List.of(1)));
        assertThat(files()).containsExactly("1.eml");
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void our_own_disk_is_no_outcome(Pop3Task task) {
        Path missing = directory.resolve("none");
        assertThatThrownBy(() ->
                        play(script("maildrop"), Delivery.WHOLE, task, (t, account) -> t.fetchAll(account, missing)))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_at_DELE(Pop3Task task) throws IOException {
        assertThat(fault("dies-at-dele", task, Pop3ContractTest::deleteTwo))
                .isEqualTo(new Outcome<>(NOT_DONE, List.of()));
    }

    /** Angus 2.0.5 does not look at the answer to DELE. */
    @ParameterizedTest
    @MethodSource("eachClient")
    void server_refuses_DELE(Pop3Task task) throws IOException {
        assertThat(fault("refuses-dele", task, Pop3ContractTest::deleteTwo))
                .isEqualTo(task == WIRESIDE ? new Outcome<>(REFUSED, List.of()) : new Outcome<>(DONE, List.of(1, 3)));
    }

    /** Angus 2.0.5 takes no answer to QUIT for a success. */
    @ParameterizedTest
    @MethodSource("eachClient")
    void server_closes_at_QUIT_which_commits(Pop3Task task) throws IOException {
        assertThat(fault("dies-at-quit", task, Pop3ContractTest::deleteTwo))
                .isEqualTo(task == WIRESIDE ? new Outcome<>(UNKNOWN, List.of()) : new Outcome<>(DONE, List.of(1, 3)));
    }

    /** Angus 2.0.5 does not look at the answer to QUIT. */
    @ParameterizedTest
    @MethodSource("eachClient")
    void server_refuses_QUIT_which_commits(Pop3Task task) throws IOException {
        assertThat(fault("refuses-commit", task, Pop3ContractTest::deleteTwo))
                .isEqualTo(task == WIRESIDE ? new Outcome<>(REFUSED, List.of()) : new Outcome<>(DONE, List.of(1, 3)));
    }

    private Outcome<Integer> fetchAll(Pop3Task task, Account account) {
        return task.fetchAll(account, directory);
    }

    private static Outcome<Integer> deleteTwo(Pop3Task task, Account account) {
        return task.delete(account, List.of(1, 3));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The fault's rules come first, so they win over those of the maildrop. */
    private static <T> Outcome<T> fault(String name, Pop3Task task, Doing<T> doing) throws IOException {
        WireScript maildrop = script("maildrop");
        WireScript.Builder broken = WireScript.builder();
        maildrop.steps().forEach(broken::add);
        Stream.concat(script(name).rules().stream(), maildrop.rules().stream())
                .forEach(rule -> broken.on(rule.regex(), answer -> rule.steps().forEach(answer::add)));
        return play(broken.build(), Delivery.WHOLE, task, doing);
    }

    private static <T> Outcome<T> play(WireScript script, Delivery delivery, Pop3Task task, Doing<T> doing)
            throws IOException {
        Dialogue dialogue = new Dialogue();
        ServerOptions options = ServerOptions.defaults()
                .withDelivery(delivery)
                .withListener(dialogue)
                .withoutVerification();
        Outcome<T> outcome;
        try (ScriptedServer server = ScriptedServer.play(script, options)) {
            outcome = doing.by(task, new Account(server.host(), server.port(), "bob", "throw-away"));
        }
        assertThat(dialogue.toString()).doesNotContain("throw-away", base64("throw-away"), base64("\0bob\0throw-away"));
        if (delivery == Delivery.WHOLE) {
            System.out.println(task.getClass().getSimpleName() + ": " + outcome + "\n" + dialogue);
        }
        return outcome;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static WireScript script(String name) throws IOException {
        try (InputStream in = Pop3Task.class.getResourceAsStream("/META-INF/wire/pop3/" + name + ".wire")) {
            return WireScript.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
