package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {
    private static final MessageText MESSAGE = MessageText.from("ada@example.org")
            .withDate(ZonedDateTime.of(2026, 3, 7, 9, 5, 3, 0, ZoneOffset.ofHours(-5)))
            .withMessageId("<1843.7@example.org>");

    @Test
    void plain_message_is_sent_as_it_is() throws IOException {
        MessageText message = MESSAGE.to("Bob", "bob@example.net")
                .to("eve@example.net")
                .cc("Mallory, Jr.", "mallory@example.net")
                .withSubject("The analytical engine")
                .withText("It weaves\nalgebraic patterns.");
        assertThat(message).hasToString("""
            From: ada@example.org
            To: Bob <bob@example.net>, eve@example.net
            Cc: "Mallory, Jr." <mallory@example.net>
            Subject: The analytical engine
            Date: Sat, 7 Mar 2026 09:05:03 -0500
            Message-ID: <1843.7@example.org>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: 7bit

            It weaves
            algebraic patterns.
            """.replace("\n", "\r\n"));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        message.writeTo(sent);
        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo(message.toString());
        assertThat(message.size()).hasValue(sent.size());
    }

    @Test
    void envelope_goes_to_everybody_in_the_header() {
        Envelope envelope = MESSAGE.to("bob@example.net").cc("eve@example.net").envelope();
        assertThat(envelope.sender()).contains(Mailbox.of("ada@example.org"));
        assertThat(envelope.recipients())
                .extracting(Mailbox::toString)
                .containsExactly("bob@example.net", "eve@example.net");
        assertThat(envelope.body()).isEqualTo(BodyEncoding.SEVEN_BIT);
        assertThat(MESSAGE.to("zoë@example.net").envelope().needsSmtpUtf8()).isTrue();
    }

    @Test
    void subject_and_names_beyond_ascii_become_encoded_words() {
        assertThat(MESSAGE.withSubject("Grüße").toString()).contains("\r\nSubject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n");
        assertThat(MessageText.from("Zoë", "zoe@bücher.example").toString())
                .contains("From: =?UTF-8?B?Wm/Dqw==?= <zoe@xn--bcher-kva.example>\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?UTF-8?Q?evil?=", "  two  spaces ", " ", "a\u00adb"})
    void subject_that_would_be_read_otherwise_is_encoded(String subject) {
        String header = header(MESSAGE.withSubject(subject), "Subject");
        assertThat(decoded(header)).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 44, 45, 46, 200, 5000})
    void long_text_is_folded_and_no_character_is_split(int length) {
        for (String character : new String[] {"x", "ü", "語", "😀"}) {
            String subject = character.repeat(length);
            MessageText message = MESSAGE.withSubject(subject).to(subject, "bob@example.net");
            assertThat(message.toString().lines()).allMatch(line -> line.length() <= 78);
            if (!character.equals("x")) {
                assertThat(decoded(header(message, "Subject"))).isEqualTo(subject);
            }
        }
    }

    @Test
    void many_words_are_folded_between_words() {
        String subject = "word ".repeat(60).strip();
        String header = header(MESSAGE.withSubject(subject), "Subject");
        assertThat(header.lines()).hasSizeGreaterThan(3).allMatch(line -> line.length() <= 78);
        assertThat(header.replace("\r\n", "")).isEqualTo("Subject: " + subject);
    }

    @ParameterizedTest
    @CsvSource({
        "Ada Lovelace, Ada Lovelace",
        "'Lovelace, Ada', '\"Lovelace, Ada\"'",
        "'A \"B\" \\C', '\"A \\\"B\\\" \\\\C\"'",
        "ada@example.org, '\"ada@example.org\"'",
    })
    void names_are_atoms_or_quoted_strings(String name, String written) {
        assertThat(MessageText.from(name, "ada@example.org").toString())
                .startsWith("From: " + written + " <ada@example.org>\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nBcc: eve@example.net",
                "x\nBcc: eve@example.net",
                "x\r\n\r\nbody",
                "\r",
                "a\u0000b",
                "a\u0085b",
                "a\ud800b"
            })
    void header_injection_is_refused(String text) {
        assertThatThrownBy(() -> MESSAGE.withSubject(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MESSAGE.to(text, "bob@example.net")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MESSAGE.to(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MESSAGE.withMessageId("<" + text + "@x>"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "<@>", "<a@>", "<@b>", "a@b", "<a b@c>", "<a@b", "<a@b>>", "<ä@b>", "<a@b@c>"})
    void message_id_is_left_and_right_in_angle_brackets(String id) {
        assertThatThrownBy(() -> MESSAGE.withMessageId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void header_addresses_have_a_domain() {
        assertThatThrownBy(() -> MESSAGE.to("postmaster")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_beyond_ascii_is_quoted_printable() {
        String body = body(MESSAGE.withText("Schöne Grüße = 1\r\ntrailing space \rtab\t\n.\nFrom here\n"));
        assertThat(body)
                .isEqualTo("Sch=C3=B6ne Gr=C3=BC=C3=9Fe =3D 1\r\ntrailing space=20\r\ntab=09\r\n.\r\nFrom here\r\n");
    }

    @Test
    void long_lines_are_folded_softly() {
        String body = body(MESSAGE.withText("x".repeat(999)));
        assertThat(body.lines()).allMatch(line -> line.length() <= 76);
        assertThat(body.replace("=\r\n", "")).isEqualTo("x".repeat(999) + "\r\n");
        assertThat(body(MESSAGE.withText("x".repeat(998)))).isEqualTo("x".repeat(998) + "\r\n");
        assertThat(body(MESSAGE.withText("ü".repeat(500))).lines()).allMatch(line -> line.length() <= 76);
    }

    @Test
    void greenwich_is_written_as_a_number() {
        ZonedDateTime date = ZonedDateTime.of(1915, 12, 10, 0, 0, 0, 0, ZoneOffset.UTC);
        assertThat(MESSAGE.withDate(date).toString()).contains("Date: Fri, 10 Dec 1915 00:00:00 +0000\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1899, 10_000, 12_345})
    void year_of_a_date_has_four_digits_and_is_not_before_1900(int year) {
        ZonedDateTime date = ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        assertThatThrownBy(() -> MESSAGE.withDate(date)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void date_and_message_id_stay_the_same_for_another_try() {
        MessageText message = MessageText.from("ada@example.org");
        assertThat(message.withText("x").withText("")).hasToString(message.toString());
        assertThat(MessageText.from("ada@example.org").toString()).isNotEqualTo(message.toString());
    }

    private static String body(MessageText message) {
        String whole = message.toString();
        return whole.substring(whole.indexOf("\r\n\r\n") + 4);
    }

    /** The whole field, still folded. */
    private static String header(MessageText message, String name) {
        String whole = message.toString();
        int from = whole.indexOf(name + ": ");
        int to = from;
        do {
            to = whole.indexOf("\r\n", to + 1);
        } while (whole.charAt(to + 2) == ' ');
        return whole.substring(from, to);
    }

    /** RFC 2047 section 6.2: the white space between encoded words is not shown. */
    private static String decoded(String header) {
        StringBuilder text = new StringBuilder();
        for (String word :
                header.substring(header.indexOf(':') + 2).replace("\r\n", "").split(" ", -1)) {
            assertThat(word).matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]+\\?=").hasSizeLessThanOrEqualTo(75);
            byte[] utf8 = Base64.getDecoder().decode(word.substring(10, word.length() - 2));
            String part = new String(utf8, StandardCharsets.UTF_8);
            assertThat(part).doesNotContain("\ufffd");
            text.append(part);
        }
        return text.toString();
    }
}
