package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.pop3.sync.MaildropServer.Mail;
import dev.wireside.pop3.sync.SyncReport.Fate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receivers that throw, servers that refuse, connections that die, disks that are full; and what is in doubt then. */
@Timeout(60)
class TroubleTest extends SyncFixture {
    @Test
    void a_receiver_that_throws_stops_the_run_and_deletes_nothing() throws IOException {
        server.mails = List.of(A, B, C);
        sync = sync.deletingDelivered();
        Receiver good = receiver;
        FileNotFoundException full = new FileNotFoundException("disk full");
        receiver = message -> {
            if (message.listing().number() == 2) {
                throw full;
            }
            return good.sinkFor(message);
        };
        SyncStoppedException stopped = runStopped();
        assertThat(stopped).hasCause(full).hasMessageContaining("1 of 3 new messages delivered");
        assertThat(stopped.report().failed())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isSameAs(full));
        assertThat(stopped.report().inDoubt()).isEmpty();
        assertThat(server.mails).hasSize(3);
        receiver = good;
        SyncReport next = run();
        assertThat(received).containsExactly("two", "three");
        assertThat(next.inDoubt()).isEmpty();
        assertThat(next.deleted()).hasSize(3);
    }

    @Test
    void continuing_fetches_the_others_and_tries_again_next_time() throws IOException {
        server.mails = List.of(A, B, C);
        sync = sync.deletingDelivered().continuingAfterFailures();
        Receiver good = receiver;
        receiver = message -> {
            if (message.listing().uid().equals(Optional.of("b"))) {
                return body -> {
                    throw new IllegalStateException("cannot be parsed");
                };
            }
            return good.sinkFor(message);
        };
        for (int turn = 0; turn < 2; turn++) {
            SyncReport report = run();
            assertThat(report.failed())
                    .extracting(p -> p.message().uid().orElse(""))
                    .containsExactly("b");
            assertThat(report.inDoubt()).isEmpty();
            assertThat(server.mails).containsExactly(B);
        }
        receiver = good;
        run();
        assertThat(received).containsExactly("two");
    }

    @Test
    void a_refused_message_is_told_and_tried_again() throws IOException {
        server.quirk = command -> command.equals("RETR 2") ? "-ERR no such message" : "";
        server.mails = List.of(A, B, C);
        SyncReport report = run();
        assertThat(received).containsExactly("one", "three");
        assertThat(report.refused())
                .extracting(p -> p.message().uid().orElse(""))
                .containsExactly("b");
        assertThat(report.inDoubt()).isEmpty();
        server.quirk = command -> "";
        assertThat(run().inDoubt()).isEmpty();
        assertThat(received).containsExactly("two");
    }

    @Test
    void a_message_that_is_cut_off_was_not_delivered() throws IOException {
        server.mails = List.of(A, B);
        server.quirk = command -> command.equals("RETR 2") ? "+OK\r\nSubject: tw" + MaildropServer.CUT : "";
        SyncStoppedException stopped = runStopped();
        assertThat(received).containsExactly("one");
        assertThat(stopped.report().delivered()).hasSize(1);
        assertThat(stopped.report().failed()).isEmpty();
        assertThat(stopped.report().inDoubt()).isEmpty();
        server.quirk = command -> "";
        assertThat(runWith(A, B)).containsExactly("two");
    }

    @Test
    void a_receiver_that_takes_a_message_that_is_cut_off_may_get_it_again() throws IOException {
        server.mails = List.of(A);
        server.quirk = command -> command.equals("RETR 1") ? "+OK\r\nSubject: on" + MaildropServer.CUT : "";
        receiver = message -> body -> body.read();
        assertThat(runStopped().report().inDoubt())
                .extracting(SyncReport.InDoubt::fate)
                .containsExactly(Fate.OPEN);
        server.quirk = command -> "";
        assertThat(run().delivered())
                .extracting(SyncReport.Delivered::mayBeRepeated)
                .containsExactly(true);
    }

    @Test
    void many_messages_are_fetched_ahead_of_the_answers_and_handed_over_one_by_one() throws IOException {
        server.capabilities = List.of("UIDL", "USER", "PIPELINING");
        Mail[] mails = IntStream.range(0, 1200)
                .mapToObj(i -> mail("uid" + i, "mail " + i))
                .toArray(Mail[]::new);
        assertThat(runWith(mails)).hasSize(1200).startsWith("mail 0", "mail 1").endsWith("mail 1199");
        assertThat(disk.forces).isEqualTo(1 + 1 + 1200);
        sync = sync.deletingDelivered();
        assertThat(run().deleted()).hasSize(1200);
    }

    @Test
    void a_receiver_that_reads_nothing_still_has_the_whole_message_recorded() throws IOException {
        server.mails = List.of(A);
        receiver = message -> body -> 0;
        SyncReport report = run();
        assertThat(report.delivered()).extracting(SyncReport.Delivered::bytes).containsExactly(22L);
    }

    @Test
    void a_full_disk_under_the_store_leaves_one_message_in_doubt() throws IOException {
        server.mails = List.of(A, B);
        Receiver good = receiver;
        receiver = message -> {
            disk.full = true;
            return good.sinkFor(message);
        };
        SyncStoppedException stopped = runStopped();
        assertThat(stopped).hasMessageContaining("No space left on device");
        assertThat(received).containsExactly("one");
        assertThat(stopped.report().delivered()).isEmpty();
        assertThat(stopped.report().inDoubt())
                .extracting(SyncReport.InDoubt::fate)
                .containsExactly(Fate.OPEN);
        disk.full = false;
        receiver = message -> {
            assertThat(message.mayBeRepeated()).isEqualTo(message.listing().number() == 1);
            return good.sinkFor(message);
        };
        SyncReport next = run();
        assertThat(next.inDoubt()).extracting(SyncReport.InDoubt::fate).containsExactly(Fate.DELIVERED_AGAIN);
        assertThat(next.inDoubt()).extracting(d -> d.id().uid().orElse("")).containsExactly("a");
        assertThat(run().inDoubt()).isEmpty();
    }

    @Test
    void a_message_in_doubt_that_is_gone_is_told() throws IOException {
        a_full_disk_leaves("one", A, B);
        server.mails = List.of(B);
        assertThat(run().inDoubt()).extracting(SyncReport.InDoubt::fate).containsExactly(Fate.NOT_LISTED);
        now = now.plus(KnownMessages.GRACE).plusSeconds(1);
        run();
        assertThat(run().inDoubt()).isEmpty();
    }

    @Test
    void a_doubt_outlives_a_receiver_that_throws() throws IOException {
        a_full_disk_leaves("one", A, B);
        Receiver good = receiver;
        receiver = message -> {
            throw new FileNotFoundException("disk full");
        };
        assertThat(runStopped().report().inDoubt())
                .extracting(SyncReport.InDoubt::fate)
                .containsExactly(Fate.OPEN);
        receiver = good;
        assertThat(run().inDoubt()).extracting(SyncReport.InDoubt::fate).containsExactly(Fate.DELIVERED_AGAIN);
    }

    @Test
    void a_doubt_about_a_uid_that_turns_out_to_be_shared_is_about_both() throws IOException {
        a_full_disk_leaves("one", A);
        server.mails = List.of(mail("a", "other"), A);
        assertThat(run().delivered())
                .extracting(SyncReport.Delivered::mayBeRepeated)
                .containsExactly(true, true);
        assertThat(run().inDoubt()).isEmpty();
    }

    @Test
    void a_doubt_about_a_shared_uid_outlives_a_server_that_lists_nothing() throws IOException {
        a_full_disk_leaves("one", A);
        server.mails = List.of(mail("a", "other"), A);
        server.quirk = command -> command.startsWith("RETR") ? "-ERR locked" : "";
        run();
        server.quirk = command -> "";
        runWith();
        server.mails = List.of(mail("a", "other"), A);
        assertThat(run().delivered())
                .extracting(SyncReport.Delivered::mayBeRepeated)
                .containsExactly(true, true);
    }

    @Test
    void a_doubt_about_a_shared_uid_ends_when_both_were_delivered_and_deleted() throws IOException {
        a_full_disk_leaves("one", A);
        server.mails = List.of(mail("a", "other"), A);
        sync = sync.deletingDelivered();
        assertThat(run().deleted()).hasSize(2);
        assertThat(run().inDoubt()).isEmpty();
    }

    @Test
    void a_doubt_about_a_nameless_message_that_is_gone_ends_although_others_are_nameless() throws IOException {
        a_full_disk_leaves("one", mail("", "one"), mail("", "two"));
        server.mails = List.of(mail("", "two"));
        assertThat(run().inDoubt()).extracting(SyncReport.InDoubt::fate).containsExactly(Fate.NOT_LISTED);
        now = now.plus(KnownMessages.GRACE).plusSeconds(1);
        run();
        assertThat(run().inDoubt()).isEmpty();
    }

    @Test
    void a_store_does_not_grow_with_each_run_that_fails() throws IOException {
        server.mails = List.of(A);
        receiver = message -> {
            throw new FileNotFoundException("disk full");
        };
        int most = 0;
        for (int turn = 0; turn < 700; turn++) {
            runStopped();
            most = Math.max(most, (int) store().lines().count());
        }
        assertThat(most).isBetween(1000, 1010);
        assertThat(store().lines()).hasSizeLessThan(500);
    }

    @Test
    void what_stopped_a_run_is_told_even_if_it_has_no_message() throws IOException {
        server.mails = List.of(A);
        receiver = message -> {
            throw new UnsupportedOperationException();
        };
        assertThat(runStopped()).hasMessageContaining("stopped: java.lang.UnsupportedOperationException; so far");
    }

    private void a_full_disk_leaves(String subject, Mail... mails) throws IOException {
        server.mails = List.of(mails);
        Receiver good = receiver;
        receiver = message -> {
            disk.full = true;
            return good.sinkFor(message);
        };
        runStopped();
        assertThat(received).containsExactly(subject);
        receiver = good;
        disk.full = false;
    }

    @Test
    void a_receiver_that_uses_the_client_is_told_so() throws IOException {
        server.mails = List.of(A);
        var maildrop = server.open();
        assertThatThrownBy(() -> sync.run(maildrop, message -> body -> maildrop.stat()))
                .isInstanceOf(SyncStoppedException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(maildrop.isOpen()).isFalse();
    }
}
