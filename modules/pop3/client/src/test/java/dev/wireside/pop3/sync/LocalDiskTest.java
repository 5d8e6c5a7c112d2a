package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wireside.pop3.sync.MaildropServer.Mail;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real disk, with a file for each message. */
@Timeout(60)
class LocalDiskTest {
    private static final Mail A = new Mail("../../a", "Subject: a\r\n\r\n.one\r\n");
    private static final Mail B = new Mail("", "Subject: b\r\n\r\ntwo\r\n");

    @TempDir
    Path temporary;

    private MaildropServer server;
    private Path store;
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = new MaildropServer();
        server.mails = List.of(A, B);
        store = temporary.resolve("ada.uids");
        folder = temporary.resolve("mail/of/ada");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private SyncReport run() throws IOException {
        return MaildropSync.in(store, "ada@pop.example.org").run(server.open(), Receiver.toFolder(folder));
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Set.copyOf(files.toList());
        }
    }

    @Test
    void each_message_gets_a_file_with_a_name_that_is_not_the_servers() throws IOException {
        SyncReport report = run();
        assertThat(files())
                .containsExactlyInAnyOrderElementsOf(report.delivered().stream()
                        .map(d -> folder.resolve(d.id().name() + ".eml"))
                        .toList());
        assertThat(folder.resolve(report.delivered().getFirst().id().name() + ".eml"))
                .hasContent(A.text());
        assertThat(run().delivered()).isEmpty();
    }

    @Test
    void a_lost_store_has_each_message_replace_itself() throws IOException {
        run();
        Set<Path> before = files();
        Files.delete(store);
        assertThat(run().delivered()).hasSize(2);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void another_message_with_the_same_unique_id_replaces_no_file() throws IOException {
        run();
        Set<Path> before = files();
        Files.delete(store);
        server.mails = List.of(new Mail("../../a", "Subject: other\r\n\r\n"), B);
        for (int turn = 0; turn < 2; turn++) {
            assertThat(run().delivered()).hasSize(2);
            Files.delete(store);
            assertThat(files()).containsAll(before).hasSize(3).anyMatch(file -> file.endsWith(nameOfA() + "-2.eml"));
        }
        assertThat(folder.resolve(nameOfA() + ".eml")).hasContent(A.text());
        assertThat(folder.resolve(nameOfA() + "-2.eml")).hasContent("Subject: other\r\n\r\n");
    }

    private static String nameOfA() {
        return MessageId.of(MessageId.keyOfUid(A.uid())).name();
    }

    @Test
    void a_torn_line_is_cut_off_and_the_file_goes_on() throws IOException {
        run();
        String whole = Files.readString(store);
        Files.writeString(store, whole + "delivered 2026-");
        server.mails = List.of(A, B, new Mail("c", "Subject: c\r\n\r\n"));
        assertThat(run().delivered()).hasSize(1);
        assertThat(Files.readString(store)).doesNotContain("2026-fetching").contains("uid:c");
        assertThat(run().alreadyKnown()).isEqualTo(3);
    }

    @Test
    void a_damaged_store_is_refused_and_left_as_it_is() throws IOException {
        run();
        String damaged = Files.readString(store).replaceFirst("fetching", "fetchinG");
        Files.writeString(store, damaged);
        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SyncStoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(SyncStoreException.Reason.DAMAGED))
                .hasMessageContainingAll("line 2 of the store", "put back a copy of it, or move it away");
        assertThat(store).hasContent(damaged);
    }

    @Test
    void an_empty_file_is_no_store() throws IOException {
        Files.createFile(store);
        assertThatThrownBy(this::run).isInstanceOf(SyncStoreException.class);
        assertThat(store).isEmptyFile();
    }

    @Test
    void a_second_run_in_the_same_process_is_refused() throws IOException {
        var sync = MaildropSync.in(store, "ada@pop.example.org");
        SyncReport report = sync.run(server.open(), message -> body -> {
            assertThatThrownBy(() -> sync.run(server.open(), Receiver.toFolder(folder)))
                    .isInstanceOfSatisfying(
                            SyncStoreException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(SyncStoreException.Reason.IN_USE));
            return 0;
        });
        assertThat(report.delivered()).hasSize(2);
        assertThat(run().alreadyKnown()).isEqualTo(2);
    }

    @Test
    void a_second_run_that_was_refused_does_not_open_the_store_to_another_process() throws Exception {
        Path file = temporary.resolve("ada.uids.lock");
        try (Closeable lock = LocalDisk.INSTANCE.lock(file).orElseThrow()) {
            assertThat(LocalDisk.INSTANCE.lock(file)).isEmpty();
            assertThat(lockElsewhere(file)).isEqualTo(LockingProgram.IN_USE);
            lock.close();
            assertThat(lockElsewhere(file)).isEqualTo(LockingProgram.GOT_IT);
            try (Closeable next = LocalDisk.INSTANCE.lock(file).orElseThrow()) {
                lock.close();
                assertThat(LocalDisk.INSTANCE.lock(file)).isEmpty();
            }
        }
    }

    private static int lockElsewhere(Path file) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        Process program = new ProcessBuilder(java, "-cp", classes, LockingProgram.class.getName(), file.toString())
                .inheritIO()
                .start();
        assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return program.exitValue();
    }

    @Test
    void a_store_behind_a_symbolic_link_stays_there() throws IOException {
        Path real = temporary.resolve("real.uids");
        Path link = temporary.resolve("ada.uids");
        run();
        Files.move(store, real);
        try {
            Files.createSymbolicLink(link, real);
        } catch (IOException | UnsupportedOperationException noLinks) {
            assumeThat(noLinks).as("this file system has no symbolic links").isNull();
        }
        server.mails = List.of(A, new Mail("c", "Subject: c\r\n\r\n"));
        assertThat(run().delivered()).hasSize(1);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).contains("uid:c");
    }

    @Test
    void a_folder_that_is_not_there_is_told_and_the_client_closed() throws IOException {
        var maildrop = server.open();
        var sync = MaildropSync.in(temporary.resolve("nowhere/ada.uids"), "ada@pop.example.org");
        assertThatThrownBy(() -> sync.run(maildrop, Receiver.toFolder(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
        assertThat(maildrop.isOpen()).isFalse();
    }
}
