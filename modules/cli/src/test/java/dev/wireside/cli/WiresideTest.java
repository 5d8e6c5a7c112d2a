package dev.wireside.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class WiresideTest {
    private static final Path FULL = Path.of("/dev/full");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private int run(String... args) {
        return Wireside.run(Screen.plain(out, new PrintStream(err, true, UTF_8), 100), args);
    }

    private String complaint() {
        assertThat(err.toString(UTF_8)).doesNotContain("\tat ");
        return err.toString(UTF_8);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        compare --colour               | Unknown option: '--colour'
        compare ftp                    | there is no protocol "ftp" to compare
        compare smtp --task retrieve   | there is no task "retrieve" here
        compare --task list --docs x   | the pages of --docs have all tasks
        compare --latency 20           | "20" is no latency
        compare --latency -5ms         | "-5ms" is no latency
        compare --latency 99s          | 99s is too long
        compare --latency 99999999999s | is no latency
        compare --html x --json ./x    | --html and --json cannot both write x
        compare --html=                | need a name
        compare --html                 | Missing required parameter for option '--html'
        contrast                       | Unmatched argument at index 0: 'contrast'
        """)
    void a_command_line_that_makes_no_sense(String arguments, String sentence) {
        assertThat(run(arguments.split(" +"))).isEqualTo(2);
        assertThat(complaint()).startsWith("wireside: ").contains(sentence).hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void a_directory_that_is_missing_is_noticed_before_the_work() {
        assertThat(run("compare", "--json", directory.resolve("none/x.json").toString()))
                .isEqualTo(3);
        assertThat(complaint()).contains("there is no directory for ").hasLineCount(1);
        assertThat(run("compare", "--docs", directory.resolve("none").toString()))
                .isEqualTo(3);
        assertThat(run("compare", "--html", directory.toString())).isEqualTo(3);
        assertThat(complaint()).contains("it is a directory");
    }

    @Test
    void a_file_that_cannot_be_written_is_called_by_the_name_that_was_asked_for() {
        Path long250 = directory.resolve("x".repeat(250));
        assertThat(run("compare", "pop3", "--task", "headers", "--json", long250.toString()))
                .isEqualTo(3);
        assertThat(complaint())
                .contains("cannot write " + long250 + ": ")
                .doesNotContain(".part")
                .hasLineCount(1);
    }

    @Test
    void a_full_disk() {
        assumeTrue(Files.exists(FULL), "there is no /dev/full here");
        assertThat(run("compare", "pop3", "--task", "headers", "--json", FULL.toString()))
                .isEqualTo(4);
        assertThat(complaint()).isEqualTo("wireside: no space is left for /dev/full\n");
        assertThat(Files.isRegularFile(FULL))
                .as("a device is written to and not replaced")
                .isFalse();
    }

    @Test
    void a_full_disk_behind_standard_output() throws IOException {
        assumeTrue(Files.exists(FULL), "there is no /dev/full here");
        try (OutputStream full = Files.newOutputStream(FULL)) {
            Screen screen = Screen.plain(full, new PrintStream(err, true, UTF_8), 100);
            assertThat(Wireside.run(screen, "compare", "--list")).isEqualTo(4);
        }
        assertThat(complaint()).isEqualTo("wireside: no space is left for the output\n");
    }

    @Test
    void a_reader_that_has_gone_is_no_failure() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(Wireside.run(Screen.plain(broken, new PrintStream(err, true, UTF_8), 100), "compare", "--list"))
                .isZero();
        assertThat(complaint()).isEmpty();
    }

    @Test
    void the_stack_trace_is_there_for_who_asks() {
        assumeTrue(Files.exists(FULL), "there is no /dev/full here");
        assertThat(run("compare", "pop3", "--task", "headers", "--verbose", "--json", FULL.toString()))
                .isEqualTo(4);
        assertThat(err.toString(UTF_8)).contains("\tat ");
    }

    @Test
    void one_task_into_files_and_plain_text_into_a_pipe() throws IOException {
        Path html = directory.resolve("x.html");
        Path json = Files.writeString(directory.resolve("x.json"), "what was there before");
        assertThat(run(
                        "compare",
                        "smtp",
                        "--task",
                        "refused-recipient",
                        "--html",
                        html.toString(),
                        "--json",
                        json.toString()))
                .isZero();
        assertThat(out.toString(UTF_8))
                .contains("smtp refused-recipient", "equal", "C: RCPT TO:<nobody@")
                .doesNotContain("\033");
        assertThat(complaint()).isEmpty();
        assertThat(json).content().startsWith("{").contains("\"flights\"");
        assertThat(html).content().startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(files()).containsExactly("x.html", "x.json");
    }

    @Test
    void a_task_that_only_one_side_can_do() {
        assertThat(run("compare", "smtp", "--task", "lmtp")).isZero();
        assertThat(out.toString(UTF_8)).contains("no LMTP", "Wireside only: accepted; refused: eve@example.net (452)");
    }

    @Test
    void the_list_names_every_task() {
        assertThat(run("compare", "pop3", "--list")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("pop3  fetch", "pop3  sync", "pop3  server-dies")
                .doesNotContain("smtp");
    }

    @Test
    void help_has_the_exit_codes() {
        assertThat(run("compare", "--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("Exit codes:", "130", "no space is left");
        assertThat(run("--version")).isZero();
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void interrupted_with_Ctrl_C() throws IOException, InterruptedException {
        Path html = directory.resolve("x.html");
        Process wireside = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.wireside.cli.Wireside",
                        "compare",
                        "--html",
                        html.toString())
                .redirectError(directory.resolve("err").toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        while (wireside.isAlive() && files().stream().noneMatch(name -> name.startsWith("wireside-compare"))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        boolean ctrlC = !isCtrlCIgnored();
        new ProcessBuilder("kill", ctrlC ? "-INT" : "-TERM", String.valueOf(wireside.pid()))
                .start()
                .waitFor();
        boolean ended = wireside.waitFor(60, TimeUnit.SECONDS);
        wireside.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(wireside.exitValue()).isEqualTo(ctrlC ? 130 : 143);
        assertThat(directory.resolve("err")).hasContent("wireside: interrupted; no file is half written");
        assertThat(files()).containsExactly("err", "out");
    }

    /** A program that a script has started in the background ignores SIGINT, and so do its children; it is ended by SIGTERM. */
    private static boolean isCtrlCIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .findFirst()
                .orElse(0);
        return (ignored & 0b10) != 0;
    }
}
