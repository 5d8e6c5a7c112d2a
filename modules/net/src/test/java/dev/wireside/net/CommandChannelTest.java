package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyParser.Dialect;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class CommandChannelTest {
    /** What a test does with the channel. */
    private interface Dialogue {
        void with(CommandChannel channel) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void replies_that_came_together_are_read_one_after_the_other(Delivery delivery) throws Exception {
        String script = """
            C: MAIL
            S: 250-a
            S: 250 b
            S: 251 c
            S: 550-d
            S: 550 e
            S: what is this
            """;
        try (ScriptedServer server = ScriptedServer.play(
                WireScript.parse(script), ServerOptions.defaults().withDelivery(delivery))) {
            with(server, WireTap.none(), channel -> {
                channel.queue(WireText.of("MAIL"), Peer.LONG, "MAIL");
                channel.connection().output().flush();
                assertThat(channel.read(Peer.LONG, "one")).hasToString("250 a / b");
                assertThat(channel.read(Peer.LONG, "two")).hasToString("251 c");
                assertThat(channel.read(Peer.LONG, "three")).hasToString("550 d / e");
                assertThatThrownBy(() -> channel.read(Peer.LONG, "four"))
                        .isInstanceOf(ProtocolViolationException.class)
                        .hasMessageContaining("four");
                assertThatThrownBy(() -> channel.read(Peer.LONG, "five")).isInstanceOf(IllegalStateException.class);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void commands_and_replies_whole_bytewise_and_coalesced(Delivery delivery) throws Exception {
        String script = """
            S: 220 hi
            C: EHLO me
            S: 250-hi
            S: 250 SIZE
            C: MAIL
            C: RCPT
            S: 250 a
            S: 550 b
            C: QUIT
            S: 221 bye
            """;
        try (ScriptedServer server = ScriptedServer.play(
                WireScript.parse(script), ServerOptions.defaults().withDelivery(delivery))) {
            with(server, WireTap.none(), channel -> {
                assertThat(channel.read(Peer.LONG, "the greeting")).hasToString("220 hi");
                assertThat(channel.expect(WireText.of("EHLO me"), Peer.LONG, "the reply to EHLO", "250")
                                .lines())
                        .containsExactly("hi", "SIZE");
                try (Step step = channel.connection().within(WireClock.REPLY, Peer.LONG, "the envelope")) {
                    channel.queue(WireText.of("MAIL"));
                    channel.queue(WireText.of("RCPT"));
                    assertThat(channel.read()).hasToString("250 a");
                    assertThat(channel.read()).hasToString("550 b");
                }
                assertThat(exchange(channel, "QUIT")).hasToString("221 bye");
            });
        }
    }

    @Test
    void a_no_is_an_exception_that_leaves_the_connection_usable() throws Exception {
        play("""
            C: MAIL
            S: 451 4.3.0 not now
            C: MAIL
            S: 550-5.1.1 never,
            S: 550 5.1.1 I said
            C: NOOP
            S: 250 ok
            """, channel -> {
            RefusedException later = refused(channel, WireText.of("MAIL"));
            assertThat(later.isTransient()).isTrue();
            assertThat(later.command()).isEqualTo("MAIL");
            assertThat(later)
                    .hasMessageContaining("the server refused MAIL: 451 4.3.0 not now (it may accept it later)");
            RefusedException never = refused(channel, WireText.of("MAIL"));
            assertThat(never.isTransient()).isFalse();
            assertThat(never).hasMessageContaining("550 5.1.1 never, / 5.1.1 I said");
            assertThat(channel.connection().isOpen()).isTrue();
            assertThat(exchange(channel, "NOOP")).hasToString("250 ok");
        });
    }

    @Test
    void an_answer_that_is_neither_the_expected_one_nor_a_no_is_a_violation() throws Exception {
        play("C: DATA\nS: 250 what?\n", channel -> {
            assertThatThrownBy(() -> channel.expect(WireText.of("DATA"), Peer.LONG, "the reply to DATA", "354"))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("the reply to DATA is 354, or 4yz or 5yz")
                    .hasMessageContaining("250 what?");
            assertThat(channel.connection().isOpen()).isFalse();
        });
    }

    @Test
    void garbage_instead_of_a_reply_is_a_violation() throws Exception {
        play("C: NOOP\nS: hello\n", channel -> {
            assertThatThrownBy(() -> exchange(channel, "NOOP"))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("a reply line starts with three digits (RFC 5321 section 4.2)")
                    .hasMessageContaining("the reply to NOOP");
            assertThat(channel.connection().isOpen()).isFalse();
        });
    }

    @Test
    void the_server_closes_in_the_middle_of_a_reply() throws Exception {
        play(
                "C: NOOP\nS: 250-one\n!raw 250 tw\n!close\n",
                channel -> assertThatThrownBy(() -> exchange(channel, "NOOP"))
                        .isInstanceOf(ConnectionLostException.class)
                        .hasMessageContaining("the reply to NOOP"));
    }

    @Test
    void a_secret_that_the_server_echoes_is_masked_in_whatever_it_refuses_with() throws Exception {
        for (String answer : new String[] {"535 no: PASS tan staaf", "250 no: PASS tan staaf", "no: PASS tan staaf"}) {
            Transcript transcript = new Transcript();
            try (ScriptedServer server =
                    ScriptedServer.play(WireScript.parse("C: PASS tan staaf\nS: " + answer + "\n"))) {
                with(server, transcript, channel -> {
                    WireText command = WireText.of("PASS ").plusSecret(Secret.of("tan staaf"));
                    assertThatThrownBy(() -> channel.expect(command, Peer.LONG, "the reply to PASS", "230"))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("PASS " + Secret.MASK)
                            .message()
                            .doesNotContain("staaf");
                });
            }
            assertThat(transcript.render()).contains("C: PASS " + Secret.MASK).doesNotContain("staaf");
        }
    }

    @Test
    void a_secret_that_is_known_from_elsewhere_is_masked_in_base64_too() throws Exception {
        Transcript transcript = new Transcript();
        // "\0ada\0tanstaaf"
        try (ScriptedServer server =
                ScriptedServer.play(WireScript.parse("C: NOOP\nS: 550 AGFkYQB0YW5zdGFhZg== is wrong\n"))) {
            with(server, transcript, channel -> {
                channel.connection().redact(Secret.of("tanstaaf"));
                assertThat(refused(channel, WireText.of("NOOP")))
                        .hasMessageContaining("550 " + Secret.MASK + " is wrong");
            });
        }
        assertThat(transcript.render()).doesNotContain("AGFk", "Zg==");
    }

    @Test
    void the_equals_sign_of_an_empty_response_is_not_masked_everywhere() throws Exception {
        play("C: =\nS: 250 a=b\n", channel -> {
            WireText empty = WireText.of("").plusSecret(Secret.of("="));
            Reply reply = channel.expect(empty, Peer.LONG, "the reply", "250");
            assertThat(channel.connection().scrub(reply.text())).isEqualTo("a=b");
        });
    }

    @Test
    void a_huge_refusal_does_not_become_a_huge_message() throws Exception {
        StringBuilder script = new StringBuilder("C: NOOP\n");
        script.append(("S: 550-" + "x".repeat(500) + "\n").repeat(100)).append("S: 550 end\n");
        play(script.toString(), channel -> {
            RefusedException refused = refused(channel, WireText.of("NOOP"));
            assertThat(refused.getMessage()).hasSizeLessThan(1500);
            assertThat(refused.answer()).hasSizeGreaterThan(50_000);
        });
    }

    private static void play(String script, Dialogue dialogue) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(WireScript.parse(script))) {
            with(server, WireTap.none(), dialogue);
        }
    }

    private static void with(ScriptedServer server, WireTap tap, Dialogue dialogue) throws Exception {
        Endpoint endpoint = Endpoint.of(server.host(), server.port());
        try (Connection connection = Connector.direct().connect(endpoint, Deadline.after(Peer.LONG), tap)) {
            dialogue.with(new CommandChannel(
                    connection,
                    Dialect.SMTP,
                    (message, command, reply) -> new RefusedException(
                            message, command, reply.text(), reply.code().isTransient())));
        }
    }

    private static Reply exchange(CommandChannel channel, String command) throws IOException {
        return channel.exchange(WireText.of(command), Peer.LONG, "the reply to " + command);
    }

    private static RefusedException refused(CommandChannel channel, WireText command) {
        return catchThrowableOfType(
                RefusedException.class, () -> channel.expect(command, Peer.LONG, "the reply to " + command, "250"));
    }
}
