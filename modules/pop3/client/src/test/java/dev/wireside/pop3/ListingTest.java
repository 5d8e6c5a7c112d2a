package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ListingTest {
    @ParameterizedTest
    @EnumSource
    void stat(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "stat");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.stat()).isEqualTo(new DropListing(2, 320));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_drop_listing_without_numbers_breaks_the_grammar(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "stat-garbage");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::stat).isInstanceOf(ProtocolViolationException.class);
            assertThat(maildrop.isOpen()).isFalse();
            assertThatThrownBy(maildrop::noop).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void list_and_uidl_make_one_listing(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "list");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.list())
                    .extracting(Listing::toString)
                    .containsExactly(
                            "message 1, 120 octets, uid whqtswO00WBw418f9t5JxYwZ",
                            "message 2, 200 octets",
                            "message 3, 0 octets");
        }
    }

    @ParameterizedTest
    @EnumSource
    void list_and_uidl_leave_together_when_pipelining_is_announced(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-pipelining", "list-pipelining");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.list())
                    .extracting(Listing::toString)
                    .containsExactly("message 1, 120 octets, uid a", "message 2, 200 octets, uid b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void list_is_refused_while_uidl_is_on_its_way(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-pipelining", "list-refused-pipelining");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::list)
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("LIST");
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void uidl_that_is_known_to_be_missing_is_not_asked_for(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-without-uidl", "list-only");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.list()).extracting(Listing::toString).containsExactly("message 1, 120 octets");
            assertThat(maildrop.list(1)).hasToString("message 1, 120 octets");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_without_capa_may_refuse_uidl(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened-without-capa", "uidl-unknown");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.list()).extracting(Listing::toString).containsExactly("message 1, 120 octets");
            assertThat(maildrop.list(1)).hasToString("message 1, 120 octets");
            assertThatThrownBy(maildrop::uidl).isInstanceOf(Pop3RefusedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void uidl_that_was_announced_and_is_refused_is_not_passed_over(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "uidl-refused");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::list).isInstanceOfSatisfying(Pop3RefusedException.class, refused -> {
                assertThat(refused.command()).isEqualTo("UIDL");
                assertThat(refused.isTransient()).isTrue();
            });
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_message_by_its_number(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "list-one");
                Pop3Client maildrop = Wire.open(server)) {
            Listing second = maildrop.list(2);
            assertThat(second.number()).isEqualTo(2);
            assertThat(second.size()).hasValue(200);
            assertThat(second.uid()).contains("QhdPYR:00WBw1Ph7x7");
            assertThatThrownBy(() -> maildrop.list(3)).isInstanceOf(Pop3RefusedException.class);
        }
    }

    /** RFC 1939 section 7 has US-ASCII; bytes beyond it are the same bytes in both forms of UIDL. */
    @ParameterizedTest
    @EnumSource
    void a_uid_beyond_ascii_is_the_same_alone_and_in_the_list(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "uids-in-latin1");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.list().getFirst().uid()).contains("\u00e9abc");
            assertThat(maildrop.list(1).uid()).contains("\u00e9abc");
            assertThat(maildrop.list(1).uid()).as("in UTF-8").contains("\u00c3\u00a9abc");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_terminal_would_obey_is_escaped(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "escapes");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::noop).isInstanceOfSatisfying(Pop3RefusedException.class, refused -> {
                assertThat(refused)
                        .hasMessageContaining("no \\x1b]0;pwned\\x07\\xc2\\x9b1m")
                        .message()
                        .doesNotContainPattern("\\p{Cntrl}");
                assertThat(refused.answer()).isEqualTo("-ERR no \\x1b]0;pwned\\x07\\xc2\\x9b1m");
            });
            assertThatThrownBy(maildrop::noop)
                    .isInstanceOfSatisfying(
                            ProtocolViolationException.class,
                            broken -> assertThat(broken.excerpt()).isEqualTo("+ \\x1b]0;pwned\\x07"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_long_refusal_makes_no_long_message(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "long-refusal");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::noop)
                    .isInstanceOf(Pop3RefusedException.class)
                    .message()
                    .hasSizeLessThan(1500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_about_another_message_breaks_the_grammar(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "list-other");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(() -> maildrop.list(2)).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void uids_alone(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "uidl");
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.uidl())
                    .extracting(Listing::toString)
                    .containsExactly("message 1, uid a", "message 2, uid b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"list-twice", "list-too-many"})
    void a_listing_that_cannot_be_right_breaks_the_grammar(String script) throws Exception {
        for (Delivery delivery : Delivery.values()) {
            try (ScriptedServer server = Wire.play(delivery, "opened-without-uidl", script);
                    Pop3Client maildrop = Wire.open(server, Wire.inClear().withMaxMessages(2))) {
                assertThatThrownBy(maildrop::list).isInstanceOf(ProtocolViolationException.class);
            }
        }
    }

    @Test
    void an_endless_listing_ends_at_the_first_message_listed_twice() throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "opened-without-uidl", "list-endless");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::list)
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("once");
        }
    }
}
