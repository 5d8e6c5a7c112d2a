package dev.wireside.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void it_prints_as_a_mask_of_fixed_width() {
        assertThat(Secret.of("tanstaaf")).hasToString("\u2022\u2022\u2022");
        assertThat(Secret.of("")).hasToString("\u2022\u2022\u2022");
        assertThat(String.format("%s", Secret.of("tanstaaf"))).doesNotContain("tan");
    }

    @Test
    void its_bytes_are_utf8_and_a_fresh_copy() {
        Secret secret = Secret.of("p\u00e4\u00df\ud83d\udd11");
        assertThat(secret.utf8()).isEqualTo("p\u00e4\u00df\ud83d\udd11".getBytes(UTF_8));
        secret.utf8()[0] = 0;
        assertThat(secret.utf8()).startsWith('p');
    }

    @Test
    void the_callers_array_is_not_kept() {
        char[] typed = {'a', 'b'};
        Secret secret = Secret.of(typed);
        typed[0] = 'x';
        assertThat(secret.utf8()).isEqualTo(new byte[] {'a', 'b'});
    }

    @Test
    void it_compares_by_its_bytes_and_its_hash_tells_nothing() {
        assertThat(Secret.of("one")).isEqualTo(Secret.of("one".toCharArray())).isNotEqualTo(Secret.of("two"));
        assertThat(Secret.of("one")).hasSameHashCodeAs(Secret.of("two"));
        assertThat(Secret.of("one").equals(null)).isFalse();
    }

    @Test
    void a_lone_surrogate_is_refused_without_showing_the_secret() {
        for (String text : new String[] {"pass\ud83dword", "password\ud83d", "\udd11password"}) {
            assertThatThrownBy(() -> Secret.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lone surrogate")
                    .hasNoCause()
                    .message()
                    .doesNotContain("pass");
        }
    }

    @Test
    void once_wiped_it_gives_nothing() {
        Secret secret = Secret.of("tanstaaf");
        secret.wipe();
        secret.wipe();
        assertThatThrownBy(secret::utf8)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wiped");
        assertThat(secret).isNotEqualTo(Secret.of("tanstaaf")).hasToString(Secret.MASK);
    }
}
