package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.pop3.sync.MaildropServer.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed, on a real disk. */
@Timeout(300)
class KilledProgramTest {
    private static final List<Mail> MAILS = List.of(
            new Mail("a", "Subject: a\r\n\r\none\r\n"),
            new Mail("x", "Subject: b\r\n\r\ntwo\r\n"),
            new Mail("x", "Subject: c\r\n\r\nthree\r\n"));

    @TempDir
    Path folder;

    private MaildropServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new MaildropServer();
        server.capabilities = List.of("UIDL", "USER", "PIPELINING");
        server.mails = MAILS;
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Process start(int haltAt) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProgram.class.getName(),
                        Integer.toString(server.port()),
                        folder.toString(),
                        Integer.toString(haltAt))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** @return whether it came to its end */
    private boolean await(Process program) throws IOException, InterruptedException {
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (program.exitValue() != 0) {
            assertThat(folder.resolve("output")).isEmptyFile();
        }
        return program.exitValue() == 0;
    }

    /** SIGKILL when the server has got a command, before it answers; at the next command with each run. */
    @Test
    void killed_at_each_command() throws Exception {
        int runs = 0;
        boolean through = false;
        while (!through) {
            AtomicInteger left = new AtomicInteger(++runs);
            AtomicReference<Process> program = new AtomicReference<>();
            server.hook = command -> {
                if (left.decrementAndGet() == 0) {
                    kill(program);
                }
            };
            synchronized (program) {
                program.set(start(0));
            }
            through = await(program.get());
            checkDeliveries(runs);
        }
        checkEnd();
        assertThat(runs).isGreaterThan(5);
    }

    private static void kill(AtomicReference<Process> started) {
        synchronized (started) {
            started.get().destroyForcibly().onExit().join();
        }
        throw new MaildropServer.HangUp();
    }

    /** Ends at the next step of its own with each run: in the receiver, in the middle of a write, before each fsync. */
    @Test
    void halted_at_each_step() throws Exception {
        int runs = 0;
        boolean through = false;
        while (!through) {
            through = await(start(++runs));
            checkDeliveries(runs);
        }
        checkEnd();
        assertThat(runs).isGreaterThan(5);
    }

    /** Each delivery but the first of a message was announced as a possible repetition. */
    private void checkDeliveries(int runs) throws IOException {
        Path log = folder.resolve("deliveries");
        List<String> deliveries = Files.exists(log) ? Files.readAllLines(log) : List.of();
        Set<String> seen = new HashSet<>();
        for (String delivery : deliveries) {
            String[] words = delivery.split(" ", -1);
            assertThat(seen.add(words[0]) || words[1].equals("true"))
                    .as("%s", deliveries)
                    .isTrue();
        }
        assertThat(deliveries.size() - seen.size()).isLessThan(runs);
    }

    private void checkEnd() throws IOException {
        assertThat(server.mails).isEmpty();
        try (Stream<Path> files = Files.list(folder.resolve("mail"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".eml")).map(KilledProgramTest::text))
                    .containsExactlyInAnyOrderElementsOf(
                            MAILS.stream().map(Mail::text).toList());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
