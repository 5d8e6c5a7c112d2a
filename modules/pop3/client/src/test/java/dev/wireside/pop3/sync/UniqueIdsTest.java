package dev.wireside.pop3.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.pop3.sync.MaildropServer.Mail;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unique ids that are missing, empty, shared, new, or gone for a while. */
@Timeout(60)
class UniqueIdsTest extends SyncFixture {
    @Test
    void an_empty_uid_is_told_by_its_content() throws IOException {
        assertThat(runWith(A, mail("", "one"), mail("", "two"))).containsExactly("one", "one", "two");
        assertThat(runWith(mail("", "two"), A, mail("", "one"), mail("", "three")))
                .containsExactly("three");
    }

    @Test
    void a_message_that_uidl_does_not_list_is_told_by_its_content() throws IOException {
        server.quirk = command -> command.equals("UIDL") ? "+OK\r\n1 a\r\n." : "";
        assertThat(runWith(A, B)).containsExactly("one", "two");
        assertThat(runWith(A, B, C)).containsExactly("three");
    }

    @Test
    void a_server_that_lists_all_uids_empty_is_told_by_content() throws IOException {
        assertThat(runWith(mail("", "one"), mail("", "two"))).containsExactly("one", "two");
        assertThat(runWith(mail("", "one"), mail("", "two"))).isEmpty();
    }

    @Test
    void two_copies_of_a_message_with_the_same_uid_are_one() throws IOException {
        server.mails = List.of(A, A);
        assertThat(run().alreadyKnown()).isEqualTo(1);
        assertThat(received).containsExactly("one");
        sync = sync.deletingDelivered();
        assertThat(run().deleted()).hasSize(2);
        assertThat(server.mails).isEmpty();
    }

    @Test
    void two_messages_with_the_same_uid_are_both_fetched() throws IOException {
        assertThat(runWith(mail("a", "one"), mail("a", "other"))).containsExactly("one", "other");
        assertThat(runWith(mail("a", "one"), mail("a", "other"))).isEmpty();
        assertThat(runWith(mail("a", "other"), mail("a", "third"))).containsExactly("third");
    }

    @Test
    void a_namesake_of_a_known_message_is_fetched() throws IOException {
        runWith(A);
        assertThat(runWith(A, mail("a", "other"))).containsExactly("other");
    }

    @Test
    void a_namesake_that_failed_is_not_forgotten_when_the_known_one_is_gone() throws IOException {
        runWith(A);
        Receiver good = receiver;
        receiver = message -> {
            throw new FileNotFoundException("disk full");
        };
        server.mails = List.of(A, mail("a", "other"));
        runStopped();
        receiver = good;
        assertThat(runWith(mail("a", "other"))).containsExactly("other");
    }

    @Test
    void a_server_without_uidl_is_refused() {
        server.capabilities = List.of("TOP", "USER");
        server.quirk = command -> command.equals("UIDL") ? "-ERR what?" : "";
        server.mails = List.of(A);
        SyncStoppedException stopped = runStopped();
        assertThat(stopped)
                .hasMessageContainingAll("the server has no unique ids", "-ERR what?", "identifyingByHeaders");
        assertThat(stopped.report().delivered()).isEmpty();
        assertThat(disk.content(STORE)).isEmpty();
    }

    @Test
    void a_server_that_has_uidl_without_announcing_it_is_asked() throws IOException {
        server.capabilities = List.of("TOP", "USER");
        assertThat(runWith(A, B)).containsExactly("one", "two");
        assertThat(server.commands()).containsExactly("LIST", "UIDL", "RETR 1", "RETR 2", "QUIT");
        assertThat(runWith(A, B, C)).containsExactly("three");
        assertThat(server.commands()).containsExactly("LIST", "UIDL", "RETR 3", "QUIT");
    }

    @Test
    void an_empty_maildrop_needs_no_uidl() throws IOException {
        server.capabilities = List.of("TOP", "USER");
        assertThat(run().newMessages()).isZero();
    }

    @Test
    void without_uidl_headers_and_size_name_a_message() throws IOException {
        server.capabilities = List.of("TOP", "USER");
        sync = sync.identifyingByHeaders();
        server.mails = List.of(mail("", "one"), mail("", "two"));
        SyncReport report = run();
        assertThat(report.delivered()).extracting(d -> d.id().uid()).allMatch(uid -> uid.isEmpty());
        assertThat(server.commands()).containsExactly("LIST", "TOP 1 0", "TOP 2 0", "RETR 1", "RETR 2", "QUIT");
        assertThat(runWith(mail("", "two"), mail("", "three"))).containsExactly("three");
    }

    @Test
    void same_headers_and_size_at_the_same_time_are_told_by_content() throws IOException {
        server.capabilities = List.of("TOP", "USER");
        sync = sync.identifyingByHeaders();
        assertThat(runWith(new Mail("", "Subject: one\r\n\r\nthis\r\n"), new Mail("", "Subject: one\r\n\r\nthat\r\n")))
                .containsExactly("one", "one");
    }

    @Test
    void new_uids_for_all_messages_are_told_and_can_be_refused() throws IOException {
        runWith(A, B);
        server.mails = List.of(mail("x", "one"), mail("y", "two"));
        sync = sync.refusingMoreThan(1);
        SyncStoppedException stopped = runStopped();
        assertThat(stopped).hasMessageContaining("2 new messages, more than MaildropSync.refusingMoreThan allows (1)");
        assertThat(stopped.report().isRenumbered()).isTrue();
        assertThat(received).isEmpty();
        sync = sync.refusingMoreThan(2);
        assertThat(run().isRenumbered()).isTrue();
        assertThat(run().isRenumbered()).isFalse();
    }

    @Test
    void a_server_that_lists_nothing_for_a_while_has_nothing_fetched_again() throws IOException {
        runWith(A, B);
        server.mails = List.of();
        assertThat(run().isRenumbered()).isFalse();
        assertThat(received).isEmpty();
        now = now.plus(KnownMessages.GRACE);
        assertThat(runWith()).isEmpty();
        assertThat(runWith(A, B, C)).containsExactly("three");
        now = now.plus(Duration.ofDays(300));
        assertThat(runWith(A, B, C)).isEmpty();
    }

    @Test
    void what_is_missing_for_long_is_forgotten() throws IOException {
        runWith(A, B, mail("", "none"));
        runWith(B);
        assertThat(store()).contains("uid:a", "missing", "none");
        now = now.plus(KnownMessages.GRACE).plusSeconds(1);
        runWith(B);
        assertThat(store()).contains("uid:b").doesNotContain("uid:a", "missing", "none");
    }
}
