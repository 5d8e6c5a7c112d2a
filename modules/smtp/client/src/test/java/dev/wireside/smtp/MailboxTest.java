package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "ada.lovelace+engine@mail.example.org",
                "!#$%&'*+-/=?^_`{|}~@example.org",
                "\"ada lovelace\"@example.org",
                "\"a@b\"@example.org",
                "\"a\\\"b\\\\c\"@example.org",
                "\"\"@example.org",
                "ada@localhost",
                "ada@[192.0.2.1]",
                "ada@[IPv6:2001:db8::1]",
                "postmaster",
                "zoë@bücher.example",
                "用户@例子.example",
                // Their low bytes are LF and CR (CVE-2025-7962); in UTF-8 there is nothing of that in them.
                "\u760a\u760d@example.org"
            })
    void mailboxes(String text) {
        assertThat(Mailbox.of(text)).hasToString(text);
        assertThat(Mailbox.of(text).wireForm(true)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.org",
                "ada@",
                "ada@@example.org",
                "ada lovelace@example.org",
                ".ada@example.org",
                "ada.@example.org",
                "a..da@example.org",
                "ada@.example.org",
                "ada@example.org.",
                "ada@exa mple.org",
                "ada@-example.org",
                "ada@example-.org",
                "ada@exam_ple.org",
                "ada@[]",
                "ada@[192.0.2.1",
                "ada@[1]2]",
                "<ada@example.org>",
                "Ada <ada@example.org>",
                "ada@example.org>",
                "ada@example.org> SIZE=1",
                "ada>@example.org",
                "\"ada> BODY=8BITMIME\"@example.org",
                "\"a<b\"@example.org",
                "\"a\\>b\"@example.org",
                "\"ada@example.org",
                "\"a\"b\"@example.org",
                "\"ada\\\"@example.org",
                "ada\r\nRCPT TO:<eve@example.net>@example.org",
                "ada@example.org\r\nDATA",
                "ada\n@example.org",
                "ada\u0000@example.org",
                "\"ada\r\n\"@example.org",
                "\"ada\\\r\"@example.org",
                "ada\u007f@example.org",
                "ada\u0085@example.org",
                "ada\u2028@example.org",
                "ada\ud800@example.org",
                "ada@exa\u760ample.org\n",
                "ada@exam\u2028ple.org",
                "ada@examp\uff20le.org",
                "ada@exam\ud800ple.org",
                "@relay.example:ada@example.org"
            })
    void not_mailboxes(String text) {
        assertThatThrownBy(() -> Mailbox.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("[ -~]*");
    }

    @Test
    void lengths_of_rfc_5321() {
        String local = "a".repeat(64);
        assertThat(Mailbox.of(local + "@example.org").localPart()).isEqualTo(local);
        assertThatThrownBy(() -> Mailbox.of("a" + local + "@example.org")).hasMessageContaining("64");
        assertThatThrownBy(() -> Mailbox.of("ä".repeat(33) + "@example.org")).hasMessageContaining("64");

        String domain = ("d".repeat(62) + ".").repeat(4).substring(0, 251);
        assertThat(Mailbox.of("ab@" + domain)).hasToString("ab@" + domain);
        assertThatThrownBy(() -> Mailbox.of("abc@" + domain)).hasMessageContaining("254");
        assertThatThrownBy(() -> Mailbox.of("a@" + "d".repeat(64) + ".org")).hasMessageContaining("63");
    }

    @Test
    void domain_goes_out_as_a_labels_where_there_is_no_smtputf8() {
        Mailbox bob = Mailbox.of("bob@bücher.example");
        assertThat(bob.needsSmtpUtf8()).isFalse();
        assertThat(bob.wireForm(false)).isEqualTo("bob@xn--bcher-kva.example");
        assertThat(Mailbox.of("zoë@example.org").needsSmtpUtf8()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"straße.de", "φίλος.example", "a\u200cb.example", "a\u200db.example"})
    void domain_that_two_versions_of_idna_map_to_different_registrants_is_written_in_a_labels(String domain) {
        assertThatThrownBy(() -> Mailbox.of("bob@" + domain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A-labels");
        assertThat(Mailbox.of("bob@xn--strae-oqa.de").asciiDomain()).isEqualTo("xn--strae-oqa.de");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bücher.example.", "bücher.example\u3002", "bücher\uff0eexample", "bücher\uff61example"})
    void only_a_full_stop_divides_labels_and_none_ends_them(String domain) {
        assertThatThrownBy(() -> Mailbox.of("bob@" + domain)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host name", "host\r\nMAIL", "[]", "[127.0.0.1", "-x", "bücher.example"})
    void client_names_are_checked_in_the_same_way(String name) {
        assertThatThrownBy(() -> SmtpOptions.defaults().withClientName(name))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
