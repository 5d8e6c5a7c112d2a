package dev.wireside.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in the documentation compiles, and those that say so run. */
final class DocExamplesTest {
    private static final Path REPOSITORY = Path.of("..");

    /** Shows whole files of the modules, which are compiled there. */
    private static final Path GENERATED = REPOSITORY.resolve("docs").resolve("compare");

    private static final long RUNS_WITHIN_SECONDS = 60;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        return pages().stream()
                .flatMap(page -> Example.in(page).stream())
                .map(example -> DynamicTest.dynamicTest(
                        example.toString(), example.page().toUri(), () -> check(example)));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(REPOSITORY.resolve("docs"));
                Stream<Path> top = Files.list(REPOSITORY)) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md") && !file.startsWith(GENERATED))
                    .sorted()
                    .toList();
        }
    }

    private void check(Example example) throws Exception {
        Path own = Files.createTempDirectory(folder, "example");
        if (!example.runs()) {
            compile(example.source(), own);
            return;
        }
        try (ExampleServers servers = new ExampleServers()) {
            compile(servers.redirected(example.source()), own);
            run(own);
        }
    }

    private static void compile(String source, Path into) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter said = new StringWriter();
        List<String> options =
                List.of("-d", into.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled =
                compiler.getTask(said, null, null, options, null, List.of(file)).call();
        assertThat(compiled).as(() -> said + "\n" + source).isTrue();
    }

    /** In a process of its own, because it has to trust the test servers without a word about them in its code. */
    private static void run(Path folder) throws Exception {
        Path trusted = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trusted)) {
            TestCertificates.trustStore().store(out, TestCertificates.PASSWORD.toCharArray());
        }
        Files.writeString(folder.resolve("mail.eml"), "From: ada@example.org\r\nSubject: hi\r\n\r\ntext\r\n");
        writeKeys(folder);
        Path output = folder.resolve("output");
        Process example = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + trusted,
                        "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.PASSWORD,
                        "-cp",
                        folder + System.getProperty("path.separator") + absoluteClassPath(),
                        "Example")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = example.waitFor(RUNS_WITHIN_SECONDS, TimeUnit.SECONDS);
        example.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended)
                .as(() -> "ends within " + RUNS_WITHIN_SECONDS + " s\n" + said)
                .isTrue();
        assertThat(example.exitValue()).as(said).isZero();
    }

    /** What the pages have OpenSSL make. */
    private static void writeKeys(Path folder) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        writePem(folder.resolve("dkim.pem"), "PRIVATE KEY", pair.getPrivate());
        writePem(folder.resolve("dkim.pub"), "PUBLIC KEY", pair.getPublic());
    }

    private static void writePem(Path file, String label, Key key) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private static String absoluteClassPath() {
        String separator = System.getProperty("path.separator");
        return String.join(
                separator,
                Stream.of(System.getProperty("java.class.path").split(separator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    @Test
    void blocks_are_found_by_their_fences() {
        List<Example> found = Example.in(Path.of("page.md"), """
            # Title
            ```
            ```java
            ```
            <!-- runs -->
            ```java
            int a = 1;

            int b = 2;
            ```
            ```java
            record Point(int x, int y) {}
            ```
            """.lines().toList());
        assertThat(found)
                .extracting(Example::line, Example::runs, Example::code)
                .containsExactly(
                        tuple(6, true, "int a = 1;\n\nint b = 2;\n"),
                        tuple(11, false, "record Point(int x, int y) {}\n"));
        assertThat(found.getFirst().source()).contains("final class Example");
        assertThat(found.getLast().source()).doesNotContain("final class Example");
    }
}
