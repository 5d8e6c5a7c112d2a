package dev.wireside.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final String ALPHABET =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_"
                    + " `{|}~\u00e4\u20ac";

    @Test
    void an_echoed_secret_is_masked_and_the_rest_stays() {
        assertThat(knowing("tanstaaf").scrub("no such user ada/tanstaaf (tanstaaf)"))
                .isEqualTo("no such user ada/" + Secret.MASK + " (" + Secret.MASK + ")");
    }

    @Test
    void a_text_without_secrets_is_passed_on_as_it_is() {
        String text = "250 ok";
        assertThat(knowing("tanstaaf").scrub(text)).isSameAs(text);
        assertThat(new Redactor().scrub(text)).isSameAs(text);
        assertThat(knowing("").scrub(text)).isSameAs(text);
    }

    @Test
    void a_secret_within_another_does_not_unmask_its_rest() {
        Redactor redactor = knowing("abc", "abcdef", "efgh");
        assertThat(redactor.scrub("x abcdef y")).isEqualTo("x " + Secret.MASK + " y");
        assertThat(redactor.scrub("x abcdefgh y")).isEqualTo("x " + Secret.MASK + " y");
    }

    @Test
    void a_secret_that_was_wiped_after_login_is_still_masked() {
        Secret secret = Secret.of("tanstaaf");
        Redactor redactor = new Redactor();
        redactor.learn(secret);
        secret.wipe();
        assertThat(redactor.scrub("tanstaaf?")).isEqualTo(Secret.MASK + "?");
    }

    @Test
    void the_whole_base64_word_around_a_secret_is_masked() {
        String plain = Base64.getEncoder().encodeToString("\0ada\0tanstaaf".getBytes(UTF_8));
        assertThat(knowing("tanstaaf").scrub("I heard " + plain + ", no")).isEqualTo("I heard " + Secret.MASK + ", no");
    }

    @Test
    void neither_a_secret_nor_its_base64_at_any_alignment_survives() {
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < 5_000; i++) {
            String secret = random(random, 4 + random.nextInt(20));
            Redactor redactor = knowing(secret);
            String before = random(random, random.nextInt(4));
            String behind = random(random, random.nextInt(4));
            byte[] bytes = (before + secret + behind).getBytes(UTF_8);
            assertThat(redactor.scrub("-> " + before + secret + behind)).doesNotContain(secret);
            String word = Base64.getEncoder().encodeToString(bytes);
            assertThat(redactor.scrub("-> " + word + " <-")).isEqualTo("-> " + Secret.MASK + " <-");
            String urlWord = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(redactor.scrub("-> " + urlWord + " <-")).isEqualTo("-> " + Secret.MASK + " <-");
        }
    }

    @Test
    void a_secret_that_is_not_ascii_is_masked_in_an_escaped_excerpt_and_in_text_read_byte_for_byte() {
        byte[] echo = "-ERR p\u00e4ss\\w\u00f6rd?".getBytes(UTF_8);
        Redactor redactor = knowing("p\u00e4ss\\w\u00f6rd");
        String masked = "-ERR " + Secret.MASK + "?";
        assertThat(redactor.scrub(GrammarException.excerpt(echo, 0, echo.length)))
                .isEqualTo(masked);
        assertThat(redactor.scrub(new String(echo, ISO_8859_1))).isEqualTo(masked);
        assertThat(redactor.scrub(new String(echo, UTF_8))).isEqualTo(masked);
    }

    @Test
    void the_beginning_of_a_secret_at_the_cut_of_an_excerpt_is_masked() {
        Redactor redactor = knowing("tanstaaf-tanstaaf");
        for (int before = 60; before < 80; before++) {
            byte[] echo = ("x".repeat(before) + "tanstaaf-tanstaaf and so on and on").getBytes(UTF_8);
            String excerpt = redactor.scrubExcerpt(GrammarException.excerpt(echo, 0, echo.length));
            assertThat(excerpt).doesNotContain("ta").endsWith("...");
        }
    }

    private static Redactor knowing(String... secrets) {
        Redactor redactor = new Redactor();
        for (String secret : secrets) {
            redactor.learn(Secret.of(secret));
        }
        return redactor;
    }

    private static String random(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
