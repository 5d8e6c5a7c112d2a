package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves in one write from the greeting to the first command: each write is a wait. */
@Timeout(30)
class OpeningWaitsTest {
    private static final Pop3Options PLAIN = Wire.inClear().withSasl(Sasl::plain);

    private static WireScript plain(String rest) {
        return WireScript.parse("""
            S: +OK ready
            C: CAPA
            S: +OK
            S: SASL PLAIN
            S: PIPELINING
            S: .
            C: AUTH PLAIN •••
            S: +OK
            """ + rest);
    }

    private static final WireScript LISTED = plain("""
        C: CAPA
        C: LIST
        C: UIDL
        S: +OK
        S: PIPELINING
        S: UIDL
        S: TOP
        S: .
        S: +OK
        S: 1 100
        S: .
        S: +OK
        S: 1 a
        S: .
        C: NOOP
        S: +OK
        C: QUIT
        S: +OK
        """);

    @Test
    void capa_after_auth_leaves_with_the_first_command() throws Exception {
        var known = WireScript.parse(LISTED.render().replace("S: SASL PLAIN", "S: UIDL\nS: SASL PLAIN"));
        var flights = new Maildrop.Flights();
        try (ScriptedServer server =
                        ScriptedServer.play(known, ServerOptions.defaults().withListener(flights));
                Pop3Client maildrop = Wire.open(server, PLAIN)) {
            assertThat(maildrop.list())
                    .singleElement()
                    .satisfies(message -> assertThat(message.uid()).contains("a"));
            assertThat(maildrop.capabilities().top()).isTrue();
            maildrop.noop();
        }
        assertThat(flights.all())
                .hasSize(5)
                .startsWith("CAPA\r\n")
                .endsWith("CAPA\r\nLIST\r\nUIDL\r\n", "NOOP\r\n", "QUIT\r\n");
    }

    @Test
    void user_pass_and_capa_are_one_write() throws Exception {
        var flights = new Maildrop.Flights();
        try (ScriptedServer server = ScriptedServer.play(
                        Maildrop.pipelining(1, Maildrop::noopAndQuit),
                        ServerOptions.defaults().withListener(flights));
                Pop3Client maildrop = Wire.open(server)) {
            assertThat(maildrop.list()).hasSize(1);
            maildrop.noop();
        }
        assertThat(flights.all())
                .containsExactly(
                        "CAPA\r\n", "USER ada\r\nPASS sesame\r\nCAPA\r\n", "LIST\r\nUIDL\r\n", "NOOP\r\n", "QUIT\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void a_name_list_that_is_announced_after_the_login_only_is_asked_for_all_the_same(Delivery delivery)
            throws Exception {
        var late = WireScript.parse(LISTED.render()
                .replace("C: LIST\nC: UIDL\n", "C: LIST\n")
                .replace("S: 1 100\nS: .\n", "S: 1 100\nS: .\nC: UIDL\n"));
        try (ScriptedServer server = Maildrop.play(delivery, late);
                Pop3Client maildrop = Wire.open(server, PLAIN)) {
            assertThat(maildrop.list())
                    .singleElement()
                    .satisfies(message -> assertThat(message.uid()).contains("a"));
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void capabilities_are_asked_for_when_somebody_wants_them_first(Delivery delivery) throws Exception {
        var script = plain("C: CAPA\nS: +OK\nS: TOP\nS: .\nC: NOOP\nS: +OK\nC: QUIT\nS: +OK\n");
        try (ScriptedServer server = Maildrop.play(delivery, script);
                Pop3Client maildrop = Wire.open(server, PLAIN)) {
            assertThat(maildrop.capabilities().top()).isTrue();
            assertThat(maildrop.capabilities().top()).isTrue();
            maildrop.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_does_nothing_asks_for_nothing(Delivery delivery) throws Exception {
        try (ScriptedServer server = Maildrop.play(delivery, plain("C: QUIT\nS: +OK\n"))) {
            Wire.open(server, PLAIN).close();
        }
        try (ScriptedServer server = Maildrop.play(delivery, plain("C: QUIT\nS: +OK bye\n"))) {
            Pop3Client maildrop = Wire.open(server, PLAIN);
            assertThat(maildrop.commit().text()).isEqualTo("bye");
            assertThat(maildrop.capabilities().pipelining())
                    .as("known from before the login")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void capa_refused_after_the_login_does_not_shift_the_answer(Delivery delivery) throws Exception {
        var script = plain("C: CAPA\nC: STAT\nS: -ERR only before the login\nS: +OK 2 300\nC: QUIT\nS: +OK\n");
        try (ScriptedServer server = Maildrop.play(delivery, script);
                Pop3Client maildrop = Wire.open(server, PLAIN)) {
            assertThat(maildrop.stat()).isEqualTo(new DropListing(2, 300));
            assertThat(maildrop.capabilities().isKnown()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_first_command_dies_with_the_capa_before_it(Delivery delivery) throws Exception {
        var cut = plain("C: CAPA\nC: STAT\nS: +OK\nS: TOP\n!close\n");
        try (ScriptedServer server = Maildrop.playUnchecked(delivery, cut);
                Pop3Client maildrop = Wire.open(server, PLAIN)) {
            assertThatThrownBy(maildrop::stat)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("the reply to CAPA");
        }
        var garbage = plain("C: CAPA\nC: STAT\nS: 250 TOP\n");
        try (ScriptedServer server = Maildrop.playUnchecked(delivery, garbage);
                Pop3Client maildrop = Wire.open(server, PLAIN)) {
            assertThatThrownBy(maildrop::stat).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void xoauth2_in_two_lines(Delivery delivery) throws Exception {
        var options = Wire.inClear().withSasl(Sasl::xoauth2).withoutInitialResponse();
        try (ScriptedServer server = Wire.play(delivery, "two-line");
                Pop3Client maildrop = Wire.open(server, options)) {
            assertThat(maildrop.stat()).isEqualTo(new DropListing(1, 20));
            assertThat(maildrop.capabilities().top()).isTrue();
        }
    }

    @Test
    void nothing_is_sent_before_the_greeting() throws Exception {
        var flights = new Maildrop.Flights();
        var silent = WireScript.parse("!close\n");
        try (ScriptedServer server = ScriptedServer.play(
                silent, ServerOptions.defaults().withListener(flights).withoutVerification())) {
            assertThatThrownBy(() -> Wire.open(server)).isInstanceOf(ConnectionLostException.class);
        }
        assertThat(flights.all()).isEmpty();
    }
}
