package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyCode;
import java.time.Duration;
import java.time.Instant;
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

    @ParameterizedTest
    @CsvSource({
        "DELIVERBY, -1",
        "DELIVERBY 240, 240",
        "DELIVERBY 0, 0",
        "'DELIVERBY 240,X-MORE', 240",
        "'DELIVERBY ,X-MORE', -1",
        "DELIVERBY 999999999, 999999999",
        "DELIVERBY 1000000000, -1",
        "DELIVERBY -5, -1",
        "DELIVERBY soon, -1",
        "SIZE 5, -1"
    })
    void deliver_by_minimum_is_a_number_of_seconds_or_none(String line, long seconds) {
        assertThat(announced(line).deliverByMinimum().map(Duration::toSeconds).orElse(-1L))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "FUTURERELEASE, -1, ''",
        "FUTURERELEASE 86400 2030-01-01T00:00:00Z, 86400, 2030-01-01T00:00:00Z",
        "FUTURERELEASE 86400, 86400, ''",
        "FUTURERELEASE 1 2030-01-01T01:00:00+01:00, 1, 2030-01-01T00:00:00Z",
        "FUTURERELEASE 1 2030-01-01t00:00:00.5z, 1, 2030-01-01T00:00:00.500Z",
        "FUTURERELEASE x 2030-13-01T00:00:00Z, -1, ''",
        "FUTURERELEASE 1234567890 tomorrow, -1, ''",
        "FUTURERELEASE 1 +1000000000-12-31T23:59:59.999999999-18:00, 1, ''"
    })
    void future_release_has_a_longest_interval_and_a_last_date(String line, long seconds, String date) {
        SmtpCapabilities server = announced(line);
        assertThat(server.futureReleaseMaxInterval().map(Duration::toSeconds).orElse(-1L))
                .isEqualTo(seconds);
        assertThat(server.futureReleaseMaxDate().map(Instant::toString).orElse(""))
                .isEqualTo(date);
    }

    @Test
    void priority_profile_is_a_name_or_none() {
        assertThat(announced("MT-PRIORITY STANAG4406").priorityProfile()).contains("STANAG4406");
        assertThat(announced("MT-PRIORITY").priorityProfile()).isEmpty();
        assertThat(announced().priorityProfile()).isEmpty();
    }

    @Test
    void what_is_announced_without_saying_where_was_announced_in_clear() {
        assertThat(announced("REQUIRETLS").underTls()).isFalse();
        assertThat(SmtpCapabilities.none().underTls()).isFalse();
    }

    @Test
    void mail_line_may_be_as_long_as_the_extensions_on_offer_allow() {
        assertThat(announced().maxMailLine()).isEqualTo(512);
        assertThat(announced("SIZE", "AUTH PLAIN").maxMailLine()).isEqualTo(512 + 26 + 500);
        assertThat(announced("DSN", "X-ODD").maxMailLine()).isEqualTo(512 + 110);
    }
}
