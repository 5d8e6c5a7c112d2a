package dev.wireside.codec.reply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.line.LineScanner;
import dev.wireside.codec.reply.ReplyParser.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyParserTest {
    @ParameterizedTest
    @CsvSource({
        "SMTP, '220 mail.example.org ready|', '220 mail.example.org ready'",
        "SMTP, '250-first|250-second|250 third|', '250 first / second / third'",
        "SMTP, '250|', '250 '",
        "SMTP, '250 |', '250 '",
        "SMTP, '250-|250|', '250  / '",
        "SMTP, '250-a|250|', '250 a / '",
        "SMTP, '000 what|', '000 what'",
        "SMTP, '999 what|', '999 what'",
        "SMTP, '042 what|', '042 what'",
        "SMTP, '250  two spaces|', '250  two spaces'",
        "FTP, '220 ready|', '220 ready'",
        "FTP, '211-Features|UTF8|MLST size*;|211 End|', '211 Features / UTF8 / MLST size*; / End'",
        // RFC 959 section 4.2: middle lines may begin with digits, with another code, or with the code and no space
        "FTP, '123-First line|Second line|  234 A line beginning with numbers|123 The last line|', "
                + "'123 First line / Second line /   234 A line beginning with numbers / The last line'",
        "FTP, '211-a|212 b|211-c|2112|211 d|', '211 a / 212 b / 211-c / 2112 / d'",
        "FTP, '211-a||211 b|', '211 a /  / b'",
        "FTP, '211-a|211|', '211 a / '",
    })
    void a_reply_is_the_same_whole_byte_by_byte_and_glued(Dialect dialect, String wire, String shown)
            throws GrammarException {
        assertThat(replies(dialect, wire)).containsExactly(shown);
        assertThat(replies(dialect, wire + wire)).containsExactly(shown, shown);
        String alone = wire.substring(0, wire.length() - 1);
        assertThat(replies(dialect, alone)).as("without its last line end").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'250 Ok|250-Ok|250 Ok|250 Ok|', '250 Ok;250 Ok / Ok;250 Ok'",
        "'250-a|250 Ok|250 Ok|250-b|250 Ok|', '250 a / Ok;250 Ok;250 b / Ok'",
        "'250|250 |250  |250|250 |', '250 ;250 ;250  ;250 ;250 '",
        "'250 Ok|251 Ok|250 OK|250 Ok.|250 Ok|', '250 Ok;251 Ok;250 OK;250 Ok.;250 Ok'",
        "'250 1|250 2|250 3|250 4|250 5|250 6|250 7|250 8|250 9|250 1|250 9|', "
                + "'250 1;250 2;250 3;250 4;250 5;250 6;250 7;250 8;250 9;250 1;250 9'",
    })
    void a_reply_that_was_heard_before_is_read_as_at_the_first_time(String wire, String shown) throws GrammarException {
        assertThat(replies(Dialect.SMTP, wire)).containsExactly(shown.split(";"));
    }

    @ParameterizedTest
    @CsvSource({
        "SMTP, '25 short|', three digits",
        "SMTP, 'x25 letters|', three digits",
        "SMTP, '2\u0660\u0660 other digits|', three digits",
        "SMTP, '|', three digits",
        "SMTP, ' 250 indented|', three digits",
        "SMTP, '250_ok|', a space or a hyphen",
        "SMTP, '2500|', a space or a hyphen",
        "SMTP, '250-a|251 b|', the same code",
        "SMTP, '250-a|354 b|', the same code",
        "SMTP, '250-a|free text|', three digits",
        "FTP, 'ready|', three digits",
        "FTP, '220_ready|', a space or a hyphen",
    })
    void what_does_not_fit_is_refused_and_never_skipped(Dialect dialect, String wire, String rule) {
        assertThatThrownBy(() -> replies(dialect, wire)).isInstanceOfSatisfying(GrammarException.class, broken -> {
            assertThat(broken.rule()).contains(rule);
            assertThat(broken.section())
                    .isEqualTo(dialect == Dialect.FTP ? "RFC 959 section 4.2" : "RFC 5321 section 4.2");
        });
    }

    @ParameterizedTest
    @EnumSource
    void an_endless_reply_is_refused_at_the_limit_of_lines(Dialect dialect) throws GrammarException {
        ReplyParser parser = new ReplyParser(dialect);
        for (int i = 0; i < ReplyParser.MAX_LINES; i++) {
            assertThat(push(parser, "250-more")).isNull();
        }
        assertThatThrownBy(() -> push(parser, "250 end"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most 1000 lines");
    }

    @ParameterizedTest
    @EnumSource
    void an_endless_reply_is_refused_at_the_limit_of_bytes(Dialect dialect) throws GrammarException {
        ReplyParser parser = new ReplyParser(dialect);
        String line = "250-" + "x".repeat(1020);
        for (int i = 0; i < ReplyParser.MAX_BYTES / line.length(); i++) {
            assertThat(push(parser, line)).isNull();
        }
        assertThatThrownBy(() -> push(parser, "250 end"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("at most 65536 bytes");
    }

    @Test
    void the_limits_count_each_reply_for_itself() throws GrammarException {
        ReplyParser parser = new ReplyParser(Dialect.SMTP);
        for (int i = 0; i < 3; i++) {
            for (int line = 1; line < ReplyParser.MAX_LINES; line++) {
                assertThat(push(parser, "250-" + "x".repeat(50))).isNull();
            }
            assertThat(push(parser, "250 end"))
                    .extracting(r -> r.lines().size())
                    .isEqualTo(ReplyParser.MAX_LINES);
        }
    }

    @Test
    void text_that_is_not_utf8_is_kept_byte_for_byte() throws GrammarException {
        ReplyParser parser = new ReplyParser(Dialect.FTP);
        byte[] utf8 = "250 /gr\u00fc\u00dfe".getBytes(StandardCharsets.UTF_8);
        byte[] latin1 = "250 /gr\u00fc\u00dfe".getBytes(ISO_8859_1);
        assertThat(parser.push(utf8, 0, utf8.length).text()).isEqualTo("/gr\u00fc\u00dfe");
        assertThat(parser.push(latin1, 0, latin1.length).text()).isEqualTo("/gr\u00fc\u00dfe");
    }

    private static Reply push(ReplyParser parser, String line) throws GrammarException {
        byte[] bytes = line.getBytes(ISO_8859_1);
        return parser.push(bytes, 0, bytes.length);
    }

    /** Fed in pieces of every size; all must give the same. */
    private static List<String> replies(Dialect dialect, String text) throws GrammarException {
        byte[] wire = text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
        List<String> whole = replies(dialect, wire, Math.max(1, wire.length));
        for (int piece = 1; piece < wire.length; piece++) {
            assertThat(replies(dialect, wire, piece))
                    .as("in pieces of %d", piece)
                    .isEqualTo(whole);
        }
        return whole;
    }

    private static List<String> replies(Dialect dialect, byte[] wire, int piece) throws GrammarException {
        ReplyParser parser = new ReplyParser(dialect);
        List<String> replies = new ArrayList<>();
        int from = 0;
        for (int to = Math.min(piece, wire.length); ; to = Math.min(to + piece, wire.length)) {
            int cr = LineScanner.find(wire, from, to, 1000);
            while (cr != LineScanner.INCOMPLETE) {
                Reply reply = parser.push(wire, from, cr);
                if (reply != null) {
                    replies.add(reply.toString());
                }
                from = cr + 2;
                cr = LineScanner.find(wire, from, to, 1000);
            }
            if (to == wire.length) {
                return replies;
            }
        }
    }
}
