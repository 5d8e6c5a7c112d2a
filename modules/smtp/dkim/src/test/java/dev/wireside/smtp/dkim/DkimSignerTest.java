package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.dot.BareNewlines;
import dev.wireside.net.BareNewlineException;
import dev.wireside.net.BodySource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {
    private static final PrivateKey ED25519 = Rfc8463Test.key("ed25519");
    private static final PrivateKey RSA = Rfc8463Test.key("rsa");
    private static final Instant NOW = Instant.ofEpochSecond(1_528_637_909);
    private static final DkimSigner SIGNER =
            DkimSigner.of("football.example.com", "brisbane", ED25519).withClock(InstantSource.fixed(NOW));
    private static final String MESSAGE = "From: a@football.example.com\r\nSubject: hi\r\n\r\ntext\r\n";

    private static String written(BodySource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        source.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String signed(DkimSigner signer, String message) throws IOException {
        BodySource signed = signer.sign(BodySource.ofText(message));
        String text = written(signed);
        assertThat(signed.size()).hasValue(text.length());
        assertThat(written(signed)).isEqualTo(text);
        return text;
    }

    @Test
    void signature_stands_in_front_of_the_message() throws IOException {
        assertThat(signed(SIGNER, MESSAGE)).isEqualTo("""
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; s=brisbane; t=1528637909; h=From:From:Reply-To:
             Subject:Subject:To:Cc; bh=eDCyaw7m810RhFf0TmGWGkTYiT/1GwL4/PCOGIr3ew4=;
             b=md1w92zd543d/WhVl89a7b68FOKTt1HkTJQ1DNbtyPY6lX8lOsxM6kFqKXQDt3Fmqac63GPfViD
             sroGuRqJFAA==
            """.replace("\n", "\r\n") + MESSAGE);
    }

    @Test
    void every_tag() throws IOException {
        String signed = signed(
                SIGNER.withCanonicalization(Canonicalization.SIMPLE, Canonicalization.RELAXED)
                        .withExpiry(Duration.ofDays(7))
                        .withHeaders(List.of("from", "X-Mine"))
                        .withNeverAdded(List.of("X-Not"))
                        .withIdentity("a b;=ü@Mail.football.example.com"),
                MESSAGE);
        assertThat(signed.replace("\r\n ", " "))
                .contains(
                        " c=simple/relaxed;",
                        " i=a=20b=3B=3D=C3=BC@Mail.football.example.com;",
                        " t=1528637909; x=1529242709;",
                        " h=from:from:X-Not;");
    }

    @Test
    void two_keys_make_two_signatures() throws IOException {
        DkimSigner both = SIGNER.alsoWith("test", RSA);
        String signed = signed(both, MESSAGE);
        assertThat(signed.split("DKIM-Signature:", -1)).hasSize(3);
        assertThat(signed).containsSubsequence("a=ed25519-sha256", "s=brisbane", "a=rsa-sha256", "s=test", "\r\nFrom:");
        assertThat(both).hasToString("DKIM for football.example.com by [brisbane (ed25519-sha256), test (rsa-sha256)]");
        assertThatThrownBy(() -> SIGNER.alsoWith("BRISBANE", RSA)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'From: a\\n\\nb\\n.\\nc\\n', 'From: a\\r\\n\\r\\nb\\r\\n.\\r\\nc\\r\\n'",
        "'From: a\\r\\rb\\r.\\r', 'From: a\\r\\n\\r\\nb\\r\\n.\\r\\n'",
        "'From: a\\r\\n\\r\\nb', 'From: a\\r\\n\\r\\nb\\r\\n'",
        "'From: a\\r\\n\\r\\n', 'From: a\\r\\n\\r\\n'",
        "'From: a\\r\\n', 'From: a\\r\\n'",
        "'From: a', 'From: a\\r\\n'",
    })
    void message_comes_out_in_crlf_lines(String message, String lines) throws IOException {
        assertThat(signed(SIGNER, escaped(message))).endsWith("==\r\n" + escaped(lines));
    }

    private static String escaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: a\n\r\nb", "From: a\r\n\r\nb\rc", "From: a\r\n\r\nb\r"})
    void bare_line_end_is_refused_where_that_was_asked_for(String message) {
        DkimSigner strict = SIGNER.withBareNewlines(BareNewlines.REFUSE);
        assertThatThrownBy(() -> strict.sign(BodySource.ofText(message))).isInstanceOf(BareNewlineException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'Subject: x\\r\\n\\r\\nFrom: a\\r\\n', no From",
        "'', no From",
        "'From: a\\r\\nfrom: b\\r\\n\\r\\n', 2 times From",
        "'hello\\r\\n\\r\\n', line 1 of the message",
        "'From: a\\r\\nhello\\r\\n\\r\\n', line 2 of the message",
    })
    void message_that_cannot_be_signed(String message, String reason) {
        assertThatThrownBy(() -> SIGNER.sign(BodySource.ofText(escaped(message))))
                .isInstanceOf(UnsignableMessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void header_without_end_is_given_up_early_even_if_the_source_swallows_that() {
        AtomicInteger blocks = new AtomicInteger();
        BodySource endless = out -> {
            while (blocks.incrementAndGet() < 1000) {
                try {
                    out.write(new byte[8192]);
                } catch (IOException swallowed) {
                    assertThat(swallowed).isInstanceOf(UnsignableMessageException.class);
                }
            }
        };
        assertThatThrownBy(() -> SIGNER.sign(endless))
                .isInstanceOf(UnsignableMessageException.class)
                .hasMessageContaining("at most 262144 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "From: x\r\n\r\n", "From: a@football.example.com\r\nSubject: hi\r\n\r\ntexT\r\n"})
    void message_that_is_another_when_it_is_sent(String second) throws IOException {
        AtomicInteger readings = new AtomicInteger();
        BodySource changing = out ->
                out.write((readings.getAndIncrement() == 0 ? MESSAGE : second).getBytes(StandardCharsets.US_ASCII));
        BodySource signed = SIGNER.sign(changing);
        assertThatThrownBy(() -> written(signed))
                .isInstanceOf(MessageChangedException.class)
                .hasMessageContaining("the file signed");
    }

    @Test
    void message_that_has_grown_is_not_written_to_its_end() throws IOException {
        AtomicInteger readings = new AtomicInteger();
        BodySource growing = out -> {
            out.write(MESSAGE.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000 * readings.get(); i++) {
                out.write(new byte[1000]);
            }
            readings.incrementAndGet();
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BodySource signed = SIGNER.sign(growing);
        assertThatThrownBy(() -> signed.writeTo(out)).isInstanceOf(MessageChangedException.class);
        assertThat(out.size()).isLessThan(1000);
    }

    @Test
    void source_that_can_be_read_only_once() throws IOException {
        InputStream once = new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.US_ASCII));
        BodySource signed = SIGNER.sign(once::transferTo);
        assertThatThrownBy(() -> written(signed))
                .isInstanceOf(MessageChangedException.class)
                .hasMessageContaining("it has 0 bytes and had 51")
                .hasMessageContaining("read only once");
    }

    @Test
    void source_keeps_the_stream() throws IOException {
        OutputStream[] kept = new OutputStream[1];
        SIGNER.sign(out -> {
            out.write(MESSAGE.getBytes(StandardCharsets.US_ASCII));
            kept[0] = out;
        });
        assertThatThrownBy(() -> kept[0].write('x'))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lent");
    }

    @Test
    void what_the_stream_throws_while_sending_is_not_hidden() throws IOException {
        BodySource signed = SIGNER.sign(BodySource.ofText(MESSAGE + "x".repeat(100_000)));
        IOException broken = new IOException("broken");
        OutputStream full = new OutputStream() {
            private int taken;

            @Override
            public void write(int b) throws IOException {
                if (++taken > 20_000) {
                    throw broken;
                }
            }
        };
        assertThatThrownBy(() -> signed.writeTo(full)).isSameAs(broken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "org",
                "example..org",
                ".example.org",
                "example.org.",
                "-a.example",
                "a-.example",
                "ex ample.org",
                "exämple.org",
                "a;b.org",
                "a\r\nX: y.org",
                "a_b.org"
            })
    void domain_that_is_none(String domain) {
        assertThatThrownBy(() -> DkimSigner.of(domain, "s", ED25519)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a b", "a;b", "ä", "a\n"})
    void selector_that_is_none(String selector) {
        assertThatThrownBy(() -> DkimSigner.of("example.org", selector, ED25519))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_as_long_as_dns_allows() {
        String label = "a".repeat(63);
        DkimSigner.of(label + ".example.org", label + ".sub", ED25519);
        assertThatThrownBy(() -> DkimSigner.of(label + "a.example.org", "s", ED25519))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DkimSigner.of("a.".repeat(127) + "a", "s", ED25519))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "football.example.com", "@example.com", "@xfootball.example.com", "@football.example.com.org"
            })
    void identity_outside_the_domain(String identity) {
        assertThatThrownBy(() -> SIGNER.withIdentity(identity)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void other_values_that_cannot_stand_in_a_signature() {
        assertThatThrownBy(() -> SIGNER.withHeaders(List.of("Subject"))).hasMessageContaining("From must be signed");
        for (String name : List.of("", "a b", "a:b", "a;b", "ä", "a\r\n", "x".repeat(77), "DKIM-signature")) {
            assertThatThrownBy(() -> SIGNER.withHeaders(List.of("From", name)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SIGNER.withNeverAdded(List.of(name))).isInstanceOf(IllegalArgumentException.class);
        }
        for (Duration expiry :
                List.of(Duration.ofMillis(999), Duration.ofDays(36526), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> SIGNER.withExpiry(expiry)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SIGNER.withIdentity("x".repeat(65) + "@football.example.com"))
                .hasMessageContaining("at most 64");
    }

    @Test
    void rsa_key_that_is_too_short() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        assertThatThrownBy(() -> DkimSigner.of("example.org", "s", key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("768 bits is too short");
        assertThat(DkimSigner.of("example.org", "s", RSA)).hasToString("DKIM for example.org by [s (rsa-sha256)]");
    }
}
