package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.Credentials;
import dev.wireside.net.LineParser;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF8 and LANG (RFC 6856). */
@Timeout(30)
class LanguageTest {
    @ParameterizedTest
    @EnumSource
    void the_examples_of_the_rfc(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "lang");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(() -> maildrop.language("MUL"))
                    .isInstanceOf(Pop3RefusedException.class)
                    .hasMessageContaining("invalid language");
            assertThat(maildrop.languages())
                    .containsExactly(
                            new Language("en", "English"),
                            new Language("en-boont", "English Boontling dialect"),
                            new Language("de", "Deutsch"),
                            new Language("es", "Español"),
                            new Language("i-default", ""));
            assertThatThrownBy(maildrop::languages).isInstanceOf(Pop3RefusedException.class);
            assertThat(maildrop.language("de")).isEqualTo(new Language("de", "Sprachumschaltung erfolgt für Sie"));
            assertThat(maildrop.language("*")).isEqualTo(new Language("i-default", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listing_or_a_choice_without_a_tag_breaks_the_grammar(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.playUnchecked(delivery, "opened", "lang-garbage");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(() -> maildrop.language("fr")).isInstanceOf(ProtocolViolationException.class);
            assertThat(maildrop.isOpen()).isFalse();
        }
        try (ScriptedServer server = Wire.playUnchecked(delivery, "opened", "lang-list-garbage");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(maildrop::languages).isInstanceOf(ProtocolViolationException.class);
            assertThat(maildrop.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "fr-", "-fr", "fr--CA", "fr CA", "fr\r\nQUIT", "français", "abcdefghi", "**", "fr-*"})
    void what_is_no_range_is_not_sent(String range) throws Exception {
        try (ScriptedServer server = Wire.play(Delivery.WHOLE, "opened", "quit-only");
                Pop3Client maildrop = Wire.open(server)) {
            assertThatThrownBy(() -> maildrop.language(range)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en English", "en-boont x", "i-default", "zh-Hant-TW 繁體中文", "x-12345678", "de "})
    void listings(String line) throws Exception {
        byte[] bytes = line.getBytes(UTF_8);
        Language language = Language.parse(bytes, 0, bytes.length);
        assertThat(line).startsWith(language.tag()).endsWith(language.text());
    }

    @Test
    void a_server_cannot_steer_the_terminal_of_who_reads_its_languages() throws Exception {
        byte[] bytes = "fr Fran\u00e7ais\u001b[2J".getBytes(UTF_8);
        assertThat(Language.parse(bytes, 0, bytes.length)).hasToString("Language[tag=fr, text=Fran\u00e7ais\\x1b[2J]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " en", "-", "123456789 x", "en_US English", "Español, castellano", "en\tEnglish"})
    void what_is_no_listing(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        assertThatThrownBy(() -> Language.parse(bytes, 0, bytes.length)).isInstanceOf(GrammarException.class);
    }

    @Test
    void a_list_that_never_stops_is_cut_off() throws Exception {
        LineParser<List<Language>> parser = Language.parser();
        byte[] line = {'e', 'n'};
        for (int i = 0; i < Language.MAX_LISTED; i++) {
            assertThat(parser.parse(line, 0, 2)).isNull();
        }
        assertThatThrownBy(() -> parser.parse(line, 0, 2))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most 1000 lines");
    }

    @ParameterizedTest
    @EnumSource
    void utf8_is_asked_for_before_the_login(Delivery delivery) throws Exception {
        var zoe = Credentials.of("zoë", Secret.of("sésame"));
        try (ScriptedServer server = Wire.play(delivery, "utf8");
                Pop3Client maildrop =
                        Pop3Client.open(Wire.at(server), zoe, Wire.inClear().withUtf8())) {
            assertThat(maildrop.isUtf8()).isTrue();
            assertThat(maildrop.capabilities().utf8User()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void utf8_costs_no_wait_where_commands_may_go_ahead(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "utf8-pipelining");
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withUtf8())) {
            assertThat(maildrop.isUtf8()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_refuses_utf8_goes_on_without(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "utf8-refused");
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withUtf8())) {
            assertThat(maildrop.isUtf8()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_does_not_announce_utf8_is_not_asked(Delivery delivery) throws Exception {
        try (ScriptedServer server = Wire.play(delivery, "opened", "quit-only");
                Pop3Client maildrop = Wire.open(server, Wire.inClear().withUtf8())) {
            assertThat(maildrop.isUtf8()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void utf8_that_is_not_asked_for_is_not_sent(Delivery delivery) throws Exception {
        var zoe = Credentials.of("zoë", Secret.of("sésame"));
        try (ScriptedServer server = Wire.play(delivery, "user-is-utf8");
                Pop3Client maildrop = Pop3Client.open(Wire.at(server), zoe, Wire.inClear())) {
            assertThat(maildrop.isUtf8()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_answer_to_utf8_ends_the_session(Delivery delivery) throws Exception {
        var options = Wire.inClear().withUtf8();
        try (ScriptedServer server = Wire.playUnchecked(delivery, "utf8-continued")) {
            assertThatThrownBy(() -> Wire.open(server, options))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("the reply to UTF8");
        }
        try (ScriptedServer server = Wire.playUnchecked(delivery, "utf8-dies")) {
            assertThatThrownBy(() -> Wire.open(server, options)).isInstanceOf(ConnectionLostException.class);
        }
    }
}
