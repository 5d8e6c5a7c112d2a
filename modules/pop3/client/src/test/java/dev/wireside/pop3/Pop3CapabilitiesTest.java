package dev.wireside.pop3;

import static dev.wireside.pop3.ListingLinesTest.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.pop3.Pop3Capabilities.Expiry;
import dev.wireside.pop3.Pop3Capabilities.LoginDelay;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Pop3CapabilitiesTest {
    /** The answer in RFC 2449 section 5, with RFC 2595, 3206 and 6856 added. */
    @Test
    void everything_that_is_announced_is_typed() throws Exception {
        Pop3Capabilities all = feed(
                Pop3Capabilities.parser(),
                "TOP",
                "USER",
                "SASL CRAM-MD5  KERBEROS_V4",
                "RESP-CODES",
                "AUTH-RESP-CODE",
                "LOGIN-DELAY 900 USER",
                "PIPELINING",
                "EXPIRE 60",
                "UIDL",
                "STLS",
                "UTF8 USER",
                "LANG",
                "X-OWN one two",
                "IMPLEMENTATION Shlemazle-Plotz-v302",
                ".");
        assertThat(all.isKnown()).isTrue();
        assertThat(all.top() && all.user() && all.uidl() && all.stls() && all.pipelining())
                .isTrue();
        assertThat(all.respCodes() && all.authRespCode() && all.utf8() && all.utf8User() && all.lang())
                .isTrue();
        assertThat(all.saslMechanisms()).containsExactly("CRAM-MD5", "KERBEROS_V4");
        assertThat(all.loginDelay()).contains(new LoginDelay(Duration.ofMinutes(15), true));
        assertThat(all.expire()).contains(new Expiry(OptionalInt.of(60), false));
        assertThat(all.implementation()).contains("Shlemazle-Plotz-v302");
        assertThat(all.has("x-own")).isTrue();
        assertThat(all.arguments("X-OWN")).isEqualTo("one two");
        assertThat(all).asString().contains("KERBEROS_V4");
    }

    @Test
    void tags_are_the_same_in_any_case_and_the_first_counts() throws Exception {
        Pop3Capabilities all = feed(Pop3Capabilities.parser(), "Sasl plain", "SASL LOGIN", "expire never user", ".");
        assertThat(all.saslMechanisms()).containsExactly("plain");
        assertThat(all.expire()).contains(new Expiry(OptionalInt.empty(), true));
    }

    @Test
    void arguments_that_break_their_grammar_are_kept_and_not_typed() throws Exception {
        Pop3Capabilities odd = feed(
                Pop3Capabilities.parser(),
                "EXPIRE soon",
                "LOGIN-DELAY 99999999999",
                "UTF8",
                "IMPLEMENTATION",
                "SASL",
                ".");
        assertThat(odd.expire()).isEmpty();
        assertThat(odd.arguments("EXPIRE")).isEqualTo("soon");
        assertThat(odd.loginDelay()).isEmpty();
        assertThat(odd.utf8User()).isFalse();
        assertThat(odd.implementation()).contains("");
        assertThat(odd.saslMechanisms()).isEmpty();
    }

    @Test
    void a_server_without_capa_announces_nothing() {
        Pop3Capabilities none = Pop3Capabilities.unknown();
        assertThat(none.isKnown()).isFalse();
        assertThat(none.has("TOP") || none.user() || none.pipelining()).isFalse();
        assertThat(none.expire()).isEmpty();
        assertThat(none.loginDelay()).isEmpty();
        assertThat(none.implementation()).isEmpty();
        assertThat(none).hasToString("unknown: the server has no CAPA");
    }

    @Test
    void too_many_lines_or_an_empty_one_break_the_grammar() {
        String[] tooMany = IntStream.rangeClosed(0, Pop3Capabilities.MAX_LINES)
                .mapToObj(i -> "X-" + i)
                .toArray(String[]::new);
        assertThatThrownBy(() -> feed(Pop3Capabilities.parser(), tooMany)).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> feed(Pop3Capabilities.parser(), " ")).isInstanceOf(GrammarException.class);
    }
}
