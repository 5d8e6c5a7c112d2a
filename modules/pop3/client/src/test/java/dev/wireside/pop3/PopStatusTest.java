package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PopStatusTest {
    static PopStatus parse(String line) throws GrammarException {
        byte[] bytes = ("<" + line + ">").getBytes(UTF_8);
        return PopStatus.parse(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "+OK|OK|''",
                "+OK |OK|''",
                "+OK 2 320|OK|2 320",
                "+OK  two spaces|OK| two spaces",
                "-ERR|ERR|''",
                "-ERR [IN-USE] busy|ERR|[IN-USE] busy",
                "+|CONTINUE|''",
                "+ |CONTINUE|''",
                "+ c2FsdA==|CONTINUE|c2FsdA==",
                "+OK grüße|OK|grüße"
            })
    void a_status_line_is_an_indicator_and_text(String line, PopStatus.Indicator indicator, String text)
            throws Exception {
        assertThat(parse(line)).isEqualTo(new PopStatus(indicator, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "OK",
                "+ok",
                "-err",
                "+OKAY",
                "-ERROR",
                "+OK\ttab",
                "++",
                "250 OK",
                ".",
                " +OK",
                "+O",
                "-ER",
                "-",
                "\0"
            })
    void anything_else_breaks_the_grammar(String line) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("RFC 1939 section 3");
    }

    @Test
    void text_that_is_not_utf8_is_read_byte_for_byte() throws Exception {
        byte[] line = "-ERR gr\u00fc\u00dfe".getBytes(ISO_8859_1);
        assertThat(PopStatus.parse(line, 0, line.length).text()).isEqualTo("gr\u00fc\u00dfe");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-ERR [IN-USE] busy|IN-USE|true",
                "-ERR [in-use]|IN-USE|true",
                "-ERR [LOGIN-DELAY] wait|LOGIN-DELAY|true",
                "-ERR [SYS/TEMP] wait|SYS/TEMP|true",
                "-ERR [SYS/TEMP/DISK] wait|SYS/TEMP/DISK|true",
                "-ERR [SYS/PERM] broken|SYS/PERM|false",
                "-ERR [AUTH] wrong|AUTH|false",
                "+OK [UTF8] on|UTF8|false",
                "-ERR [X-OWN] thing|X-OWN|false"
            })
    void a_response_code_is_read_and_says_whether_to_try_again(String line, String name, boolean isTransient)
            throws Exception {
        PopResponseCode code = parse(line).code().orElseThrow();
        assertThat(code).isEqualTo(new PopResponseCode(name));
        assertThat(code.isTransient()).isEqualTo(isTransient);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ERR busy [IN-USE]",
                "-ERR []",
                "-ERR [/]",
                "-ERR [A/]",
                "-ERR [/A]",
                "-ERR [A//B]",
                "-ERR [two words]",
                "-ERR [open",
                "-ERR ]",
                "-ERR [ü]",
                "+ [AUTH]",
                "+OK"
            })
    void other_text_in_brackets_is_text(String line) throws Exception {
        assertThat(parse(line).code()).isEmpty();
    }

    @Test
    void a_status_prints_as_it_came() throws Exception {
        assertThat(parse("-ERR [Sys/Temp] wait")).hasToString("-ERR [Sys/Temp] wait");
        assertThat(parse("+OK")).hasToString("+OK");
    }

    @Test
    void a_status_prints_nothing_that_a_terminal_obeys_and_not_too_much() throws Exception {
        assertThat(parse("-ERR no \u001b]0;pwned\u0007\u009b1m\u202e\tx"))
                .hasToString("-ERR no \\x1b]0;pwned\\x07\\xc2\\x9b1m\\xe2\\x80\\xae\\tx");
        assertThat(parse("-ERR " + "x".repeat(8000)).toString()).hasSize(1003).endsWith("xxx...");
        assertThat(parse("-ERR " + "\u0007".repeat(990)).toString())
                .hasSize(1003)
                .endsWith("...");
    }

    @Test
    void a_code_that_could_not_stand_in_brackets_is_the_callers_fault() {
        assertThatThrownBy(() -> new PopResponseCode("a]b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(PopResponseCode.AUTH).hasToString("[AUTH]");
        assertThat(PopResponseCode.SYS_TEMP.isA(new PopResponseCode("sys"))).isTrue();
        assertThat(new PopResponseCode("SYSTEM").isA(new PopResponseCode("SYS")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[AUTH] no AUTH here|AUTH|[***] no *** here|AUTH|false",
                "[SYS/TEMP/DISK] full|DISK|[SYS/TEMP/***] full|SYS/TEMP|true",
                "[SYS/TEMP/DISK] full|none|[SYS/TEMP/DISK] full|SYS/TEMP/DISK|true",
                "[IN-USE]|IN|[***-USE]|IN-USE|true"
            })
    void a_refusal_means_what_the_server_wrote_and_shows_it_scrubbed(
            String text, String secret, String shown, String code, boolean isTransient) {
        var said = new PopStatus(PopStatus.Indicator.ERR, text);
        var refusal = Refusal.of(said, t -> t.replace(secret, Secret.MASK));
        assertThat(refusal.status().text()).isEqualTo(shown.replace("***", Secret.MASK));
        assertThat(refusal.code()).contains(new PopResponseCode(code));
        assertThat(refusal.isTransient()).isEqualTo(isTransient);
    }

    @Test
    void a_code_that_is_nothing_but_an_echoed_secret_is_no_code() {
        var said = new PopStatus(PopStatus.Indicator.ERR, "[SESAME] no");
        assertThat(Refusal.of(said, t -> t.replace("SESAME", Secret.MASK)).code())
                .isEmpty();
    }
}
