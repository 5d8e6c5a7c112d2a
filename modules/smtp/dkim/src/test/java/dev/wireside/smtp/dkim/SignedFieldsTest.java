package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6376 sections 5.4 and 8.15. A bar is CRLF. */
class SignedFieldsTest {
    @ParameterizedTest
    @CsvSource({
        // what is there, and may be there once, is named once more; so is what nobody adds honestly
        "'From: a|', 'From:From:Reply-To:Subject:To:Cc'",
        "'From: a|Date: d|Message-ID: m|', 'From:From:Reply-To:Subject:Date:Date:Message-ID:Message-ID:To:Cc'",
        "'FROM: a|to: b|', 'From:From:Reply-To:Subject:To:To:Cc'",
        "'From: a|Resent-To: r|', 'From:From:Reply-To:Subject:To:Cc:Resent-To'",
        "'From: a|To: b|To: c|', 'From:From:Reply-To:Subject:To:To:To:Cc'",
        "'From: a|Received: r|X-Other: o|Bcc: b|', 'From:From:Reply-To:Subject:To:Cc'",
    })
    void names_by_default(String header, String names) {
        assertThat(names(header, SignedFields.DEFAULT, SignedFields.NEVER_ADDED))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "'From: a|X: 1|x: 2|', 'From:X', '', 'From:From:X:X'",
        "'From: a|X: 1|x: 2|', 'From:X', 'x', 'From:From:X:X:X'",
        "'From: a|', 'From:from:X', 'Y:FROM', 'From:From:Y'",
        "'From: a|Received: 1|Received: 2|', 'received:from', '', 'received:received:from:from'",
    })
    void names_that_were_chosen(String header, String wanted, String neverAdded, String names) {
        assertThat(names(
                        header,
                        List.of(wanted.split(":")),
                        neverAdded.isEmpty() ? List.of() : List.of(neverAdded.split(":"))))
                .isEqualTo(names);
    }

    private static String names(String header, List<String> wanted, List<String> neverAdded) {
        return String.join(":", SignedFields.names(Bytes.header(header), wanted, neverAdded));
    }

    @Test
    void repeated_fields_are_taken_from_the_bottom_and_missing_ones_are_nothing() {
        List<HeaderField> header = Bytes.header("X: 1|From: a|x: 2|Y: y|X: 3|");
        List<String> names = List.of("x", "from", "X", "from", "z");
        assertThat(Bytes.shown(SignedFields.canonical(header, names, Canonicalization.RELAXED)))
                .isEqualTo("x:3|from:a|x:2|");
        assertThat(Bytes.shown(SignedFields.canonical(header, names, Canonicalization.SIMPLE)))
                .isEqualTo("X: 3|From: a|x: 2|");
    }
}
