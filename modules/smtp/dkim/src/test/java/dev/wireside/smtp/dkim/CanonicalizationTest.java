package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6376 section 3.4. A bar is CRLF, an arrow a tab. */
class CanonicalizationTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // section 3.4.5, examples 2 and 3
                " C |D → E|||;, C |D → E|",
                ";,|",
                "|;,|",
                "||||;,|",
                "a;,a|",
                "a|;,a|",
                "a|||;,a|",
                "|a;,|a|",
                "||a||b||;,||a||b|",
                " ;, |",
                " |;, |",
                "a  →|;,a  →|",
                "→||a ||;,→||a |",
            })
    void simple_body(String body, String canonical) {
        check(Canonicalization.SIMPLE, body, canonical);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // section 3.4.5, example 1
                " C |D → E|||;, C|D E|",
                ";,",
                "|;,",
                "||||;,",
                " →|;,",
                " | → |→;,",
                "a;,a|",
                "a|||;,a|",
                "a | |→||;,a|",
                "|a;,|a|",
                " |a;,|a|",
                "a| |b|;,a||b|",
                "  a  b→→c ;, a b c|",
                "a→ |→b;,a| b|",
                "a b c|d e;,a b c|d e|",
                "a|.|..|b|;,a|.|..|b|",
                "ä\u0001\u0000é;,ä\u0001\u0000é|",
            })
    void relaxed_body(String body, String canonical) {
        check(Canonicalization.RELAXED, body, canonical);
    }

    private static void check(Canonicalization form, String body, String canonical) {
        byte[] bytes = Bytes.bytes(body.substring(0, body.length() - 1));
        String expected = canonical == null ? "" : canonical;
        for (int block = 1; block <= bytes.length + 1; block++) {
            assertThat(Bytes.shown(Bytes.body(form, bytes, block)))
                    .as("%d bytes at a time", block)
                    .isEqualTo(expected);
        }
    }

    /** Section 3.4.3 and 3.4.4 give the hashes of the empty body. */
    @ParameterizedTest
    @CsvSource({
        "SIMPLE, frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
        "RELAXED, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    })
    void hash_of_an_empty_body(Canonicalization form, String hash) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Bytes.body(form, new byte[0], 1));
        assertThat(Base64.getEncoder().encodeToString(digest)).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // section 3.4.5, example 1
                "A: X|,a:X|",
                "B : Y→|→Z  |,b:Y Z|",
                "Subject:|,subject:|",
                "Subject: |,subject:|",
                "SUBJECT:  a → b: c|,subject:a b: c|",
                "Subject:| a|  b|,subject:a b|",
                "Subject: a| |,subject:a|",
                "Subject: ä =?utf-8?q?=C3?=|,subject:ä =?utf-8?q?=C3?=|",
                // the signature's own field has no CRLF (section 3.7)
                "DKIM-Signature: v=1;| b=,dkim-signature:v=1; b=",
            })
    void relaxed_field(String field, String canonical) {
        assertThat(Bytes.shown(Canonicalization.RELAXED.field(Bytes.bytes(field))))
                .isEqualTo(canonical);
        assertThat(Bytes.shown(Canonicalization.SIMPLE.field(Bytes.bytes(field))))
                .isEqualTo(field);
    }

    @ParameterizedTest
    @EnumSource
    void canonical_form_does_not_depend_on_the_blocks_and_is_its_own(Canonicalization form) {
        SplittableRandom random = new SplittableRandom(6376);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = randomBody(random);
            byte[] whole = Bytes.body(form, body, body.length + 1);
            assertThat(Bytes.shown(Bytes.body(form, body, 1 + random.nextInt(7))))
                    .as(() -> Bytes.shown(body))
                    .isEqualTo(Bytes.shown(whole));
            assertThat(Bytes.shown(Bytes.body(form, whole, 100))).isEqualTo(Bytes.shown(whole));
            assertThat(Bytes.shown(whole)).isEqualTo(plain(form, Bytes.shown(body)));
        }
    }

    /** The sentences of the RFC, one replacement each. */
    private static String plain(Canonicalization form, String shown) {
        String body = shown;
        if (form == Canonicalization.RELAXED) {
            body = body.replaceAll("[ →]+(?=\\||$)", "").replaceAll("[ →]+", " ");
        }
        body = body.replaceAll("\\|+$", "");
        return body.isEmpty() && form == Canonicalization.RELAXED ? "" : body + "|";
    }

    private static byte[] randomBody(SplittableRandom random) {
        StringBuilder body = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            body.append("||| →ab".charAt(random.nextInt(7)));
        }
        return Bytes.bytes(body.toString());
    }

    @Test
    void many_empty_lines_are_counted_not_kept() {
        byte[] lines = Bytes.bytes("|".repeat(100_000));
        assertThat(Bytes.body(Canonicalization.SIMPLE, lines, 4096)).hasSize(2);
        byte[] text = Bytes.bytes("a" + "|".repeat(100_000) + "b");
        for (Canonicalization form : Canonicalization.values()) {
            assertThat(Bytes.body(form, text, 4095)).isEqualTo(Bytes.bytes("a" + "|".repeat(100_000) + "b|"));
        }
    }
}
