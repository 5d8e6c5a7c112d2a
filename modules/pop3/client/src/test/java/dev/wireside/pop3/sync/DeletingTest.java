package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.pop3.CommitRefusedException;
import dev.wireside.pop3.CommitUnknownException;
import dev.wireside.pop3.sync.SyncReport.Deletion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted from the server, when, and what is told when it is not. */
@Timeout(60)
class DeletingTest extends SyncFixture {
    @Test
    void what_was_delivered_is_deleted_in_the_same_run() throws IOException {
        server.mails = List.of(A, B);
        sync = sync.deletingDelivered();
        SyncReport report = run();
        assertThat(server.commands()).containsExactly("LIST", "UIDL", "RETR 1", "RETR 2", "DELE 1", "DELE 2", "QUIT");
        assertThat(report.deletion()).isEqualTo(Deletion.COMMITTED);
        assertThat(report.deleted()).extracting(id -> id.uid().orElse("")).containsExactly("a", "b");
        assertThat(server.mails).isEmpty();
    }

    @Test
    void messages_that_were_deleted_at_our_request_are_no_sign_of_new_unique_ids() throws IOException {
        server.mails = List.of(A, B);
        sync = sync.deletingDelivered();
        assertThat(run().deleted()).hasSize(2);
        assertThat(run().isRenumbered()).isFalse();
        server.mails = List.of(C);
        assertThat(run().isRenumbered()).isFalse();
        assertThat(received).containsExactly("three");
    }

    @Test
    void messages_are_deleted_when_they_are_old_enough() throws IOException {
        sync = sync.deletingAfter(Duration.ofDays(30));
        runWith(A);
        now = now.plus(Duration.ofDays(10));
        runWith(A, B);
        now = now.plus(Duration.ofDays(20));
        assertThat(run().deleted()).extracting(id -> id.uid().orElse("")).containsExactly("a");
        assertThat(server.mails).containsExactly(B);
    }

    @Test
    void a_duplicate_uid_has_each_message_deleted_in_its_own_time() throws IOException {
        sync = sync.deletingAfter(Duration.ofDays(30));
        runWith(A);
        now = now.plus(Duration.ofDays(20));
        runWith(mail("a", "other"), A);
        now = now.plus(Duration.ofDays(10));
        run();
        assertThat(server.mails).containsExactly(mail("a", "other"));
    }

    @Test
    void a_clock_that_went_back_deletes_nothing() throws IOException {
        sync = sync.deletingAfter(Duration.ofDays(30));
        runWith(A);
        now = now.minus(Duration.ofDays(900));
        assertThat(run().deletion()).isEqualTo(Deletion.NOTHING_DUE);
    }

    @Test
    void a_refused_quit_is_told_and_the_next_run_asks_again() throws IOException {
        server.mails = List.of(A);
        sync = sync.deletingDelivered();
        server.quirk = command -> command.equals("QUIT") ? "-ERR some deleted messages not removed" : "";
        SyncReport report = run();
        assertThat(report.deletion()).isEqualTo(Deletion.REFUSED);
        assertThat(report.deletionProblem()).containsInstanceOf(CommitRefusedException.class);
        assertThat(report.deleted()).isEmpty();
        assertThat(report.perhapsDeleted()).hasSize(1);
        server.quirk = command -> "";
        assertThat(run().deletion()).isEqualTo(Deletion.COMMITTED);
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUIT", "QUIT done"})
    void an_unanswered_quit_is_told_and_the_next_run_asks_again(String end) throws IOException {
        server.mails = List.of(A);
        sync = sync.deletingDelivered();
        hangUpAt(end);
        SyncReport report = run();
        assertThat(report.deletion()).isEqualTo(Deletion.UNKNOWN);
        assertThat(report.deletionProblem()).containsInstanceOf(CommitUnknownException.class);
        assertThat(report.perhapsDeleted()).hasSize(1);
        server.hook = command -> {};
        run();
        assertThat(received).isEmpty();
        assertThat(server.mails).isEmpty();
    }

    private void hangUpAt(String deadly) {
        server.hook = command -> {
            if (command.equals(deadly)) {
                throw new MaildropServer.HangUp();
            }
        };
    }

    @Test
    void a_refused_dele_leaves_the_others_to_be_deleted() throws IOException {
        server.mails = List.of(A, B);
        sync = sync.deletingDelivered();
        server.quirk = command -> command.equals("DELE 1") ? "-ERR locked" : "";
        SyncReport report = run();
        assertThat(report.refused()).extracting(p -> p.message().number()).containsExactly(1);
        assertThat(server.mails).containsExactly(A);
    }

    @Test
    void a_connection_that_dies_between_two_dele_deletes_nothing() throws IOException {
        server.mails = List.of(A, B);
        sync = sync.deletingDelivered();
        hangUpAt("DELE 2");
        SyncReport report = run();
        assertThat(report.deletion()).isEqualTo(Deletion.NOT_DONE);
        assertThat(report.deletionProblem()).isPresent();
        assertThat(report.deleted()).isEmpty();
        assertThat(report.delivered()).hasSize(2);
    }

    @Test
    void expire_0_does_not_delete_what_is_to_stay() throws IOException {
        server.capabilities = List.of("UIDL", "USER", "EXPIRE 0");
        sync = sync.deletingAfter(Duration.ofDays(1));
        runWith(A);
        assertThat(server.commands()).doesNotContain("QUIT");
        now = now.plus(Duration.ofDays(2));
        server.mails = List.of(A, B);
        assertThat(run().deletion()).isEqualTo(Deletion.WITHHELD);
        assertThat(server.commands()).doesNotContain("QUIT");
        assertThat(run().deletion()).isEqualTo(Deletion.COMMITTED);
    }
}
