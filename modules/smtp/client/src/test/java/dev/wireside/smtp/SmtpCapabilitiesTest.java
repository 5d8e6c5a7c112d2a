package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpCapabilitiesTest {
    private static SmtpCapabilities announced(String... lines) {
        List<String> all = new ArrayList<>(List.of("mail.example.org greets you"));
        all.addAll(List.of(lines));
        return SmtpCapabilities.of(new Reply(new ReplyCode(250), all));
    }

    @Test
    void keywords_are_found_in_any_case_and_kept_in_order_with_their_parameters() {
        SmtpCapabilities server = announced("Pipelining", "8BITMIME", "x-odd a B  c", "AUTH LOGIN plain");
        assertThat(server.has(SmtpExtension.PIPELINING)).isTrue();
        assertThat(server.has(SmtpExtension.EIGHT_BIT_MIME)).isTrue();
        assertThat(server.has(SmtpExtension.SMTPUTF8)).isFalse();
        assertThat(server.has("X-Odd")).isTrue();
        assertThat(server.keywords().keySet()).containsExactly("PIPELINING", "8BITMIME", "X-ODD", "AUTH");
        assertThat(server.keywords()).containsEntry("X-ODD", List.of("a", "B", "c"));
        assertThat(server.authMechanisms()).containsExactly("LOGIN", "plain");
    }

    @Test
    void first_line_is_a_greeting_even_if_it_reads_like_a_keyword() {
        Reply reply = new Reply(new ReplyCode(250), List.of("PIPELINING"));
        assertThat(SmtpCapabilities.of(reply).keywords()).isEmpty();
    }

    @Test
    void auth_in_two_lines_and_in_the_old_form_is_one_list() {
        assertThat(announced("AUTH=LOGIN", "AUTH PLAIN CRAM-MD5").authMechanisms())
                .containsExactly("LOGIN", "PLAIN", "CRAM-MD5");
    }

    @Test
    void lines_that_are_no_ehlo_lines_say_nothing() {
        assertThat(announced("", "   ", "-X", "naïve", "STARTTLS?", "A=B").keywords())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE, -1",
        "SIZE 0, -1",
        "SIZE 1, 1",
        "SIZE 52428800, 52428800",
        "SIZE 9223372036854775807, 9223372036854775807",
        "SIZE 99999999999999999999, -1",
        "SIZE many, -1",
        "SIZE -5, -1",
        "SIZE ٣, -1",
        "PIPELINING, -1"
    })
    void size_limit_is_a_positive_number_or_none(String line, long limit) {
        assertThat(announced(line).sizeLimit().orElse(-1)).isEqualTo(limit);
    }
}
