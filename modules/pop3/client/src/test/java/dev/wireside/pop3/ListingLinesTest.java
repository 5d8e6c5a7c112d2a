package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.net.LineParser;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingLinesTest {
    /** Feeds lines, each in the middle of a larger buffer, as they lie in a connection's. */
    static <T> T feed(LineParser<T> parser, String... lines) throws GrammarException {
        T whole = null;
        for (String line : lines) {
            assertThat(whole).as("nothing comes behind the lone dot").isNull();
            byte[] buffer = ("\r\n" + line + "\r\n").getBytes(ISO_8859_1);
            whole = parser.parse(buffer, 2, buffer.length - 2);
        }
        return whole;
    }

    /** The value in a status line. */
    private static <T> Optional<T> value(String line, LineFields.Value<T> value) throws GrammarException {
        byte[] buffer = ("\r\n" + line + "\r\n").getBytes(ISO_8859_1);
        return Answer.parse(buffer, 2, buffer.length - 2, value).value();
    }

    @Test
    void sizes_by_number() throws Exception {
        assertThat(feed(NumberedLines.sizes(10), "1 120", "2  200 more", "007 0", "2147483647 999999999999999999", "."))
                .isEqualTo(Map.of(1, 120L, 2, 200L, 7, 0L, Integer.MAX_VALUE, 999_999_999_999_999_999L));
    }

    @Test
    void a_maildrop_without_messages_is_a_lone_dot() throws Exception {
        assertThat(feed(NumberedLines.sizes(10), ".")).isEmpty();
        assertThat(feed(NumberedLines.uids(10), ".")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1 ",
                "x 1",
                "0 1",
                "-1 1",
                "+1 1",
                "2147483648 1",
                "1 -1",
                "1 x",
                "1x 1",
                "1 1x",
                "1 1000000000000000000",
                "1 99999999999999999999999999",
                "99999999999999999999999999 1",
                "1\t1",
                "1 1.5"
            })
    void anything_else_breaks_the_grammar(String line) {
        assertThatThrownBy(() -> feed(NumberedLines.sizes(10), line, ".")).isInstanceOf(GrammarException.class);
    }

    @Test
    void uids_by_number() throws Exception {
        String longest = "u".repeat(NumberedLines.MAX_UID);
        assertThat(feed(NumberedLines.uids(10), "1 abc", "2", "3 ", "4 with space ", "5 \u00fc", "6 " + longest, "."))
                .isEqualTo(Map.of(1, "abc", 2, "", 3, "", 4, "with space", 5, "\u00fc", 6, longest));
    }

    @Test
    void a_uid_that_is_too_long_or_not_printable_breaks_the_grammar() {
        assertThatThrownBy(() -> feed(NumberedLines.uids(10), "1 " + "u".repeat(NumberedLines.MAX_UID + 1)))
                .isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> feed(NumberedLines.uids(10), "1 a\tb")).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> feed(NumberedLines.uids(10), "1 a\u007fb")).isInstanceOf(GrammarException.class);
    }

    @Test
    void a_uid_prints_nothing_that_a_terminal_obeys() throws Exception {
        String uid = feed(NumberedLines.uids(10), "1 a\u009b1m", ".").get(1);
        assertThat(uid).isEqualTo("a\u009b1m");
        assertThat(new Listing(this, 1, OptionalLong.empty(), Optional.of(uid)))
                .hasToString("message 1, uid a\\xc2\\x9b1m");
    }

    @Test
    void a_stuffed_line_loses_its_dot() throws Exception {
        assertThat(feed(NumberedLines.uids(10), ".1 abc", ".")).isEqualTo(Map.of(1, "abc"));
    }

    @Test
    void a_message_listed_twice_breaks_the_grammar() {
        assertThatThrownBy(() -> feed(NumberedLines.uids(10), "1 a", "2 b", "1 c"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("once");
    }

    @Test
    void more_messages_than_allowed_are_named_with_the_option_that_allows_them() {
        assertThatThrownBy(() -> feed(NumberedLines.sizes(2), "1 1", "2 1", "3 1"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("Pop3Options.withMaxMessages");
    }

    @Test
    void the_drop_listing() throws Exception {
        assertThat(value("+OK 2 320", DropListing::read)).contains(new DropListing(2, 320));
        assertThat(value("+OK 0 0 empty", DropListing::read)).contains(new DropListing(0, 0));
        assertThat(value("-ERR 0 0", DropListing::read)).isEmpty();
        assertThat(value("+ 0 0", DropListing::read)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK", "+OK 2", "+OK two 320", "+OK 2 -1", "+OK 2147483648 1", "+OK 2,320"})
    void no_drop_listing(String line) {
        assertThatThrownBy(() -> value(line, DropListing::read)).isInstanceOf(GrammarException.class);
    }

    @Test
    void an_answer_about_one_message() throws Exception {
        assertThat(value("+OK 2 200", NumberedLines.sizeOf(2))).contains(200L);
        assertThat(value("+OK 2 abc", NumberedLines.uidOf(2))).contains("abc");
        assertThat(value("+OK 2 \u00e9", NumberedLines.uidOf(2))).contains("\u00e9");
        assertThatThrownBy(() -> value("+OK 1 200", NumberedLines.sizeOf(2)))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("message 2");
    }
}
