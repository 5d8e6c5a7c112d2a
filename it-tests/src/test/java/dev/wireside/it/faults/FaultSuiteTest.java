package dev.wireside.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyParser;
import dev.wireside.codec.wire.WireStep;
import dev.wireside.net.CommandChannel;
import dev.wireside.net.Connection;
import dev.wireside.net.Connector;
import dev.wireside.net.Deadline;
import dev.wireside.net.RefusedException;
import dev.wireside.net.WireClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The suite against a protocol of two commands: a client that is right passes, and each way to be wrong is found. */
final class FaultSuiteTest {
    private static final String SCRIPT = """
        S: 220 hello
        C: LOGIN •••
        S: 250-welcome
        S: 250 to you
        C: PAY
        # in doubt
        S: 250 paid
        # done
        C: QUIT
        S: 221 bye
        """;

    private static final class Toy implements Grammar {
        @Override
        public List<String> garbage() {
            return List.of("", "25x what", "\u0000\uDCFF");
        }

        @Override
        public Optional<String> endless(String line) {
            return Optional.of(line.substring(0, 3) + "-more");
        }

        @Override
        public String injected() {
            return "250 ok";
        }

        @Override
        public Wait waitAt(WireStep next, List<WireStep> played) {
            long asked = played.stream()
                    .filter(WireStep.ClientLine.class::isInstance)
                    .count();
            return new Wait(Set.of(WireClock.REPLY), asked == 0 ? "greeting" : asked == 1 ? "LOGIN" : "PAY");
        }

        @Override
        public Optional<Class<? extends Throwable>> inDoubt() {
            return Optional.of(InDoubt.class);
        }
    }

    private static final class InDoubt extends IOException {
        private static final long serialVersionUID = 1L;

        InDoubt(IOException cause) {
            super("nobody knows whether it was paid", cause);
        }
    }

    /** As a client should be. */
    private static String pays(Scene scene) throws IOException {
        Deadline deadline = Deadline.after(WireClock.CONNECT, scene.patience());
        try (Connection connection = Connector.direct().connect(scene.server(), deadline, scene.transcript())) {
            connection.redact(Secret.of(Scene.PASSWORD));
            var channel = new CommandChannel(
                    connection,
                    ReplyParser.Dialect.SMTP,
                    (message, command, reply) -> new RefusedException(message, command, reply.toString(), false));
            channel.require("the greeting", channel.read(scene.patience(), "the greeting"), "220");
            channel.expect(
                    WireText.of("LOGIN ").plusSecret(Secret.of(Scene.PASSWORD)),
                    scene.patience(),
                    "the reply to LOGIN",
                    "2xx");
            Reply paid;
            try {
                paid = channel.expect(WireText.of("PAY"), scene.patience(), "the reply to PAY", "250");
            } catch (RefusedException no) {
                throw no;
            } catch (IOException broken) {
                throw new InDoubt(broken);
            }
            try {
                channel.expect(WireText.of("QUIT"), scene.patience(), "the reply to QUIT", "221");
            } catch (IOException afterwards) {
                // It is paid.
            }
            return paid.text();
        }
    }

    @TestFactory
    Stream<DynamicNode> a_client_that_is_right_passes() {
        return FaultSuite.of(new Toy(), List.of(dialogue(FaultSuiteTest::pays)));
    }

    @Test
    void a_client_that_takes_the_end_of_the_stream_for_the_end_of_the_reply_is_found() {
        assertThat(failureOf(FaultSuiteTest::guesses, "cut at every byte"))
                .contains("cut at byte", "expected a ConnectionLostException", "but it Returned");
    }

    @Test
    void a_client_without_a_deadline_that_covers_the_whole_reply_is_found() {
        assertThat(failureOf(FaultSuiteTest::guesses, "trickling replies")).contains("cases went wrong");
    }

    @Test
    void a_client_that_shows_the_password_is_found() {
        assertThat(failureOf(
                        scene -> {
                            try {
                                return pays(scene);
                            } catch (IOException failure) {
                                failure.addSuppressed(new IOException("LOGIN " + Scene.PASSWORD));
                                throw failure;
                            }
                        },
                        "cut at every byte"))
                .contains("the password is seen as");
    }

    @Test
    void a_client_that_leaves_a_file_behind_is_found() {
        assertThat(failureOf(
                        scene -> {
                            Files.createFile(scene.folder().resolve("half"));
                            return pays(scene);
                        },
                        "reset at every step"))
                .contains("after a failure there are the files");
    }

    @Test
    void nothing_goes_wrong_before_the_beginning() {
        String begun = SCRIPT.replace("C: PAY", "# begin\nC: PAY");
        Stream<DynamicNode> tests =
                FaultSuite.of(new Toy(), List.of(Dialogue.returning("paid", "paying", begun, FaultSuiteTest::pays)));
        assertThat(tests.flatMap(node -> ((DynamicContainer) node).getChildren())
                        .map(DynamicNode::getDisplayName))
                .contains("reset at every step (4 cases)", "cut at every byte (19 cases)");
    }

    /** Pays without looking. */
    private static String guesses(Scene scene) throws IOException {
        try (Socket socket = new Socket(scene.server().host(), scene.server().port())) {
            socket.setSoTimeout((int) scene.patience().toMillis());
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            socket.getOutputStream().write(("LOGIN " + Scene.PASSWORD + "\r\n").getBytes(StandardCharsets.US_ASCII));
            in.readLine();
            in.readLine();
            socket.getOutputStream().write("PAY\r\n".getBytes(StandardCharsets.US_ASCII));
            in.readLine();
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            in.readLine();
            return "paid";
        } catch (SocketTimeoutException late) {
            throw new InDoubt(late);
        }
    }

    private static Dialogue dialogue(Operation<String> operation) {
        return Dialogue.returning("paid", "paying", SCRIPT, operation);
    }

    /** What the one test of this kind says about a client, with which the dialogue itself goes well. */
    private static String failureOf(Operation<String> operation, String kind) {
        List<DynamicTest> tests = FaultSuite.of(new Toy(), List.of(dialogue(operation)))
                .flatMap(node -> ((DynamicContainer) node).getChildren())
                .map(DynamicTest.class::cast)
                .toList();
        assertThatCode(() -> tests.getFirst().getExecutable().execute()).doesNotThrowAnyException();
        DynamicTest test = tests.stream()
                .filter(candidate -> candidate.getDisplayName().startsWith(kind))
                .findFirst()
                .orElseThrow();
        Throwable failure = catchThrowable(() -> test.getExecutable().execute());
        assertThat(failure).isInstanceOf(AssertionError.class);
        return failure.getMessage();
    }
}
