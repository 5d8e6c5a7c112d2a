package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The codec's import rule in the build reads import lines; this reads what the compiler wrote, so that a class named in full,
 * without an import, is found as well.
 */
class CodecHasNoIoTest {
    @Test
    void codec_refers_to_no_package_that_does_input_or_output() throws Exception {
        var codec = Path.of(
                Secret.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        var output = new StringWriter();
        var writer = new PrintWriter(output);

        var exitCode = jdeps.run(writer, writer, "-verbose:package", codec.toString());

        assertThat(exitCode).as("%s", output).isZero();
        assertThat(output.toString())
                .contains("-> java.nio.charset")
                .doesNotContainPattern(
                        "-> (java\\.io|java\\.net|java\\.nio\\.channels|java\\.nio\\.file|javax\\.net)\\b");
    }
}
