package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslStrength;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Credentials;
import dev.wireside.net.Transcript;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ApopTest {
    /** The example of RFC 1939 section 7. */
    private static final Credentials MROSE = Credentials.of("mrose", Secret.of("tanstaaf"));

    private static final String DIGEST = "c4c9334bac560ecc979e58001b3e22fb";

    private static Pop3Options apop() {
        return Wire.encrypted(Pop3Tls.UNENCRYPTED).withApop();
    }

    @ParameterizedTest
    @EnumSource
    void the_example_of_the_rfc(Delivery delivery) throws Exception {
        var transcript = new Transcript();
        try (ScriptedServer server = Wire.play(delivery, "apop", "quit-only");
                Pop3Client maildrop = Pop3Client.open(Wire.at(server), MROSE, apop().withTap(transcript))) {
            assertThat(maildrop.capabilities().top()).isTrue();
        }
        assertThat(transcript.render()).contains("APOP mrose " + Secret.MASK).doesNotContain(DIGEST);
    }

    @ParameterizedTest
    @EnumSource
    void apop_and_capa_leave_together_when_pipelining_is_announced(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "apop-pipelining", "quit-only");
                Pop3Client maildrop = Pop3Client.open(Wire.at(server), MROSE, apop())) {
            assertThat(maildrop.capabilities().top()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_password(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "apop-refused")) {
            var refused = catchThrowableOfType(
                    Pop3RefusedException.class, () -> Pop3Client.open(Wire.at(server), MROSE, apop()));
            assertThat(refused.command()).isEqualTo("APOP mrose " + Secret.MASK);
            assertThat(refused.getMessage()).doesNotContain(DIGEST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POP3 server ready [<1896.697170952@dbc.mtview.ca.us>]",
                "[<1@x>] ready",
                "[<1@x>]",
                "ready [<a!#$%&'*+-/=?^_`{|}~.b@c.d-e>] go",
                "ready [<1@[192.0.2.1]>]",
                "ready [<1@[]>]",
            })
    void a_timestamp_is_a_message_id_wherever_it_stands(String marked) throws Exception {
        int from = marked.indexOf("[<");
        int to = marked.lastIndexOf(">]") + 1;
        String timestamp = marked.substring(from + 1, to);
        String greeting = marked.substring(0, from) + timestamp + marked.substring(to + 1);
        assertThat(Apop.timestamp(greeting)).isEqualTo(timestamp);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ready",
                "ready 1@x",
                "ready <>",
                "ready <1>",
                "ready <@>",
                "ready <1@>",
                "ready <@x>",
                "ready <1@x",
                "ready 1@x>",
                "ready >1@x<",
                "ready <1@x@y>",
                "ready <1@x> <2@x>",
                "ready <<1@x>>",
                "ready<1@x>",
                "ready <1@x>.",
                "ready <.1@x>",
                "ready <1.@x>",
                "ready <1..2@x>",
                "ready <1@x.>",
                "ready <1 2@x>",
                "ready <1@x y>",
                "ready <\"1\"@x>",
                "ready <1(c)@x>",
                "ready <1@[a[b]>",
                "ready <1@[a b]>",
                "ready <1@[>",
                "ready <1@]x[>",
                "ready <1\u0001@x>",
                "ready <1@x\u007f>",
                "ready <1\u00e9@x>",
                "ready <1@\u00ff\u0080x>",
                "ready <1\t@x>",
            })
    void what_is_no_message_id_is_no_timestamp(String greeting) {
        assertThatThrownBy(() -> Apop.timestamp(greeting)).isInstanceOf(GrammarException.class);
    }

    @Test
    void a_timestamp_of_any_length_is_none() throws Exception {
        String longest = "<" + "a".repeat(64) + "@" + "b".repeat(255) + ">";
        assertThat(Apop.timestamp(longest)).isEqualTo(longest);
        assertThatThrownBy(() -> Apop.timestamp("<a" + longest.substring(1))).isInstanceOf(GrammarException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK ready", "+OK <1\\xff@x>", "+OK <1@x> <2@x>"})
    void without_a_timestamp_by_the_letter_nothing_is_sent_but_capa(String greeting) throws Exception {
        WireScript script = WireScript.parse("S: " + greeting + "\nC: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\n");
        for (Delivery delivery : Delivery.values()) {
            ScriptedServer server = Maildrop.play(delivery, script);
            try (server) {
                assertThatThrownBy(() ->
                                Pop3Client.open(Wire.at(server), MROSE, apop().allowingSecretsOnUnencryptedChannel()))
                        .isInstanceOf(Pop3RefusedException.class)
                        .hasMessageContaining("nothing secret was sent")
                        .hasMessageContaining("APOP cannot be used")
                        .hasMessageContaining("RFC 5322 section 3.6.4");
            }
            assertThat(server.conversations().get(0).lines()).containsExactly("CAPA");
        }
    }

    @Test
    void apop_is_refused_under_a_floor_that_is_higher() throws Exception {
        ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "apop");
        try (server) {
            assertThatThrownBy(() ->
                            Pop3Client.open(Wire.at(server), MROSE, apop().withSaslFloor(SaslStrength.SCRAM_SHA_1)))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("APOP is weaker than the floor");
        }
        assertThat(server.conversations().get(0).lines()).containsExactly("CAPA");
    }

    @Test
    void what_apop_cannot_carry_is_not_sent() throws Exception {
        for (Credentials odd : List.of(
                Credentials.of("zoë", Secret.of("x")),
                Credentials.of("ada", Secret.of("sésame")),
                Credentials.of("ada lovelace", Secret.of("x")))) {
            ScriptedServer server = Wire.playUnchecked(Delivery.WHOLE, "apop");
            try (server) {
                assertThatThrownBy(() -> Pop3Client.open(Wire.at(server), odd, apop()))
                        .isInstanceOf(Pop3RefusedException.class)
                        .hasMessageContaining("US-ASCII");
            }
            assertThat(server.conversations().get(0).lines()).containsExactly("CAPA");
        }
    }

    @Test
    void the_way_to_log_in_that_was_chosen_last_counts() throws Exception {
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "apop", "quit-only")) {
            Pop3Client.open(Wire.at(server), MROSE, apop().withSasl(Sasl::plain).withApop())
                    .close();
        }
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "external")) {
            Pop3Client.open(Wire.at(server), apop().withSasl(Sasl.external(""))).close();
        }
    }
}
