package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureFieldTest {
    @Test
    void tags_are_folded_between_each_other() {
        SignatureField field = new SignatureField()
                .tag("v", "1")
                .tag("d", "a".repeat(50) + ".example")
                .tag("s", "a-selector")
                .names("h", List.of("From", "To"));
        assertThat(Bytes.shown(field.signed(new byte[] {1, 2, 3})))
                .isEqualTo(
                        "DKIM-Signature: v=1;| d=" + "a".repeat(50) + ".example; s=a-selector;| h=From:To;| b=AQID|");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12, 30, 200})
    void no_line_is_longer_than_78(int names) {
        SignatureField field = new SignatureField()
                .tag("v", "1")
                .names("h", Collections.nCopies(names, "Content-Transfer-Encoding"))
                .tag("bh", new byte[32]);
        String signed = Bytes.shown(field.signed(new byte[512]));
        assertThat(signed).endsWith("|").contains("| b=AAAA").doesNotContain("||");
        assertThat(signed.split("\\|")).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
        assertThat(signed).startsWith(Bytes.shown(field.unsigned()));
        assertThat(signed.replace("| ", "").replaceAll("[^:;]", "")).hasSize(1 + 1 + names + 1);
    }

    @Test
    void name_too_long_for_any_line_stands_on_its_own() {
        String domain = "a".repeat(63) + "." + "b".repeat(63) + ".example";
        SignatureField field =
                new SignatureField().tag("v", "1").tag("d", domain).tag("s", "s");
        assertThat(Bytes.shown(field.unsigned())).isEqualTo("DKIM-Signature: v=1;| d=" + domain + ";| s=s;| b=");
    }
}
