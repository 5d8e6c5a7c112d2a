package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org, mail.example.org:25, false",
        "mail.example.org., mail.example.org, mail.example.org.:25, false",
        "my_host, my_host, my_host:25, false",
        "b\u00fccher.example, xn--bcher-kva.example, b\u00fccher.example:25, false",
        "1.2.3.4.example, 1.2.3.4.example, 1.2.3.4.example:25, false",
        "127.0.0.1, 127.0.0.1, 127.0.0.1:25, true",
        "255.0.10.200, 255.0.10.200, 255.0.10.200:25, true",
        "::1, ::1, [::1]:25, true",
        "fe80::1%eth0, fe80::1%eth0, [fe80::1%eth0]:25, true",
        "::ffff:127.0.0.1, ::ffff:127.0.0.1, [::ffff:127.0.0.1]:25, true",
    })
    void names_and_addresses(String host, String ascii, String shown, boolean isAddress) {
        Endpoint endpoint = Endpoint.of(host, 25);
        assertThat(endpoint.asciiHost()).isEqualTo(ascii);
        assertThat(endpoint).hasToString(shown);
        assertThat(endpoint.isAddressLiteral()).isEqualTo(isAddress);
        assertThat(endpoint.host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "a..b",
                ".a",
                "a b",
                "a\r\nb",
                "a\0b",
                "a/b",
                "user@host",
                "[::1]",
                "a\\b",
                "a?b",
                // what these mean depends on who reads them (rule S18)
                "127.1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "0177.0.0.1",
                "01.2.3.4",
                "2130706433",
                "1.2.3.",
                "1.2.3.4.",
                // a port where none belongs
                "mail.example.org:25",
                "127.0.0.1:25",
                "a:b:c:g",
            })
    void what_is_no_plain_host_is_refused(String host) {
        assertThatThrownBy(() -> Endpoint.of(host, 25)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_name_longer_than_any_is_refused_before_a_proxy_sees_it() {
        assertThatThrownBy(() -> Endpoint.of("a.".repeat(128), 25)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE})
    void a_port_is_16_bits(int port) {
        assertThatThrownBy(() -> Endpoint.of("a", port)).isInstanceOf(IllegalArgumentException.class);
    }

    /** IDNA maps characters that look like others onto them, after everybody has looked at the name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example\u2100.trusted.example",
                "a\uff0fb",
                "a\uff1ab",
                "a\uff20b",
                "\uff11\uff12\uff17.0.0.1",
                "a\u3002\u3002b",
                "\u3002"
            })
    void a_name_whose_ascii_form_is_another_place_has_none(String host) {
        assertThatThrownBy(() -> Endpoint.of(host, 25).asciiHost()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_message_about_a_bad_host_shows_no_control_characters() {
        assertThatThrownBy(() -> Endpoint.of("a\r\n\u001b[2Jb", 25)).message().doesNotContain("\r", "\n", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stra\u00dfe.example", "\u03b1\u03c2.example", "a\u200cb.example", "a\u200db.example"})
    void a_name_that_means_different_hosts_in_different_versions_of_idna_is_refused(String host) {
        assertThatThrownBy(() -> Endpoint.of(host, 25).asciiHost())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write the A-label");
    }
}
