package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.pop3.sync.SyncReport.Deletion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is fetched, and whose store it is noted in, run after run. */
@Timeout(60)
class MaildropSyncTest extends SyncFixture {
    @Test
    void the_first_run_fetches_all_and_later_ones_what_is_new() throws IOException {
        server.mails = List.of(A, B);
        SyncReport first = run();
        assertThat(received).containsExactly("one", "two");
        assertThat(server.commands()).containsExactly("LIST", "UIDL", "RETR 1", "RETR 2", "QUIT");
        assertThat(first.delivered()).extracting(d -> d.id().uid().orElse("")).containsExactly("a", "b");
        assertThat(first.delivered()).extracting(SyncReport.Delivered::bytes).containsExactly(22L, 22L);
        assertThat(first.deletion()).isEqualTo(Deletion.NOTHING_DUE);
        assertThat(first.inDoubt()).isEmpty();

        server.mails = List.of(A, B, C);
        SyncReport second = run();
        assertThat(received).containsExactly("three");
        assertThat(second.alreadyKnown()).isEqualTo(2);
        assertThat(server.commands()).containsExactly("LIST", "UIDL", "RETR 3", "QUIT");
        assertThat(second)
                .hasToString("1 of 1 new messages delivered, 2 known before, 0 failed, 0 refused by the server,"
                        + " 0 in doubt; deletion NOTHING_DUE, 0 deleted");
    }

    @Test
    void the_store_is_lines_that_a_person_can_read() throws IOException {
        runWith(mail("u i%d#\u00e9", "one"));
        assertThat(store().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("wireside-maildrop 1 ada@pop\\.example\\.org [0-9a-f]{8}"),
                        line -> assertThat(line)
                                .matches("fetching 2026-11-20T14:00:00Z uid:u%20i%25d%23%E9 [0-9a-f]{8}"),
                        line -> assertThat(line)
                                .matches(
                                        "delivered 2026-11-20T14:00:00Z [0-9a-f]{64} uid:u%20i%25d%23%E9 [0-9a-f]{8}"));
    }

    @Test
    void a_run_with_nothing_new_writes_nothing() throws IOException {
        runWith(A);
        int forces = disk.forces;
        runWith(A);
        assertThat(disk.forces).isEqualTo(forces);
    }

    @Test
    void another_account_is_refused_and_nothing_is_sent() throws IOException {
        runWith(A);
        String before = store();
        server.commands();
        var bob = MaildropSync.in(STORE, "bob@pop.example.org").withDisk(disk);
        var maildrop = server.open();
        assertThatThrownBy(() -> bob.run(maildrop, receiver))
                .isInstanceOf(SyncStoreException.class)
                .hasMessageContaining("belongs to ada@pop.example.org, not to bob@pop.example.org");
        assertThat(maildrop.isOpen()).isFalse();
        assertThat(store()).isEqualTo(before);
        assertThat(server.commands()).isSubsetOf("QUIT");
    }

    @Test
    void a_second_run_at_the_same_time_is_refused() throws IOException {
        server.mails = List.of(A);
        List<Throwable> second = new ArrayList<>();
        sync.run(server.open(), message -> body -> {
            second.add(catchThrowableOfType(SyncStoreException.class, () -> sync.run(server.open(), receiver)));
            return 0;
        });
        assertThat(second).singleElement().satisfies(refused -> {
            assertThat(((SyncStoreException) refused).reason()).isEqualTo(SyncStoreException.Reason.IN_USE);
            assertThat(refused).hasMessageContaining("another run uses the store");
        });
    }

    @Test
    void values_that_make_no_sense_are_refused_at_once() {
        Stream.<Runnable>of(
                        () -> MaildropSync.in(STORE, ""),
                        () -> sync.deletingAfter(Duration.ofDays(-1)),
                        () -> sync.refusingMoreThan(-1))
                .forEach(mistake -> assertThatThrownBy(mistake::run).isInstanceOf(IllegalArgumentException.class));
    }
}
