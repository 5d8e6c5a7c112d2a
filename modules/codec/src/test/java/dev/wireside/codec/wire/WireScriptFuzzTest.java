package dev.wireside.codec.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class WireScriptFuzzTest {
    /** Whatever the text: a script that survives its own rendering, or IllegalArgumentException, and nothing else. */
    @FuzzTest
    void a_text_is_a_script_or_the_callers_fault(byte[] data) {
        String text = new String(data, UTF_8);
        WireScript script;
        try {
            script = WireScript.parse(text);
        } catch (IllegalArgumentException bad) {
            assertThat(bad).hasMessageStartingWith("line ");
            return;
        }
        assertThat(WireScript.parse(script.render())).isEqualTo(script);
    }
}
