package dev.wireside.cli;

import dev.wireside.compare.Catalogue;
import dev.wireside.compare.Comparison;
import dev.wireside.compare.HtmlPage;
import dev.wireside.compare.JsonText;
import dev.wireside.compare.MarkdownPages;
import dev.wireside.compare.Protocol;
import dev.wireside.compare.Report;
import dev.wireside.compare.TerminalText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wireside compare}. */
@Command(
        name = "compare",
        description =
                "Does the same tasks with Wireside and with a library, against servers that start by themselves, and"
                        + " shows what each did on the wire, what its caller learnt, and what it took.",
        mixinStandardHelpOptions = true,
        versionProvider = Wireside.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done; that outcomes differ is a result and no failure",
            " 1:a bug",
            " 2:the command line makes no sense",
            " 3:a file cannot be written",
            " 4:no space is left",
            " 5:a host is unreachable, or a server cannot be started",
            "69:no JDK 25 was found",
            "70:the build before the first start failed",
            "130:interrupted with Ctrl-C"
        })
final class CompareCommand implements Callable<Integer> {
    private final Screen screen;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PROTOCOL", arity = "0..*", description = "smtp, pop3; all by default")
    private List<String> protocols = new ArrayList<>();

    @Option(names = "--task", paramLabel = "NAME", description = "only this task; may be given several times")
    private List<String> tasks = new ArrayList<>();

    @Option(
            names = "--latency",
            paramLabel = "20ms",
            converter = LatencyConverter.class,
            description = "adds so much to each round trip of the timed runs: 20ms, 1s")
    private Duration latency = Duration.ZERO;

    @Option(names = "--html", paramLabel = "FILE", description = "writes one page that needs nothing else")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "writes everything that was found")
    private @Nullable Path json;

    @Option(names = "--docs", paramLabel = "DIR", description = "writes the Markdown pages of docs/compare")
    private @Nullable Path docs;

    @Option(names = "--list", description = "shows the tasks and ends")
    private boolean listing;

    @Option(names = "--verbose", description = "shows where it failed, if it fails")
    private boolean verbose;

    CompareCommand(Screen screen) {
        this.screen = screen;
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Protocol> chosen = chosen();
        checkTasks(chosen);
        checkNames();
        if (listing) {
            list(chosen);
            return ExitCode.DONE.number();
        }
        checkFiles();
        Comparison comparison =
                new Comparison(latency, task -> tasks.isEmpty() || tasks.contains(task), screen::progress);
        Report report = comparison.run(chosen);
        screen.progress("");
        write(report);
        screen.print(TerminalText.render(report, screen.coloured(), screen.width()));
        return ExitCode.DONE.number();
    }

    private List<Protocol> chosen() {
        List<Protocol> chosen = new ArrayList<>();
        for (String name : protocols) {
            Protocol protocol = Protocol.of(name)
                    .orElseThrow(
                            () -> usage("there is no protocol \"" + name + "\" to compare; there are smtp and pop3"));
            if (!chosen.contains(protocol)) {
                chosen.add(protocol);
            }
        }
        return chosen.isEmpty() ? List.of(Protocol.values()) : chosen;
    }

    private void checkTasks(List<Protocol> chosen) {
        for (String task : tasks) {
            boolean known = Catalogue.listed().stream()
                    .anyMatch(listed -> listed.name().equals(task) && chosen.contains(listed.protocol()));
            if (!known) {
                throw usage("there is no task \"" + task + "\" here; wireside compare --list shows them");
            }
        }
        if (docs != null && !tasks.isEmpty()) {
            throw usage("the pages of --docs have all tasks; leave --task out");
        }
    }

    private void checkNames() {
        if (Stream.of(html, json, docs)
                .anyMatch(name -> name != null && name.toString().isEmpty())) {
            throw usage("--html, --json and --docs need a name, and one of them has an empty one");
        }
        if (html != null && json != null && whole(html).equals(whole(json))) {
            throw usage("--html and --json cannot both write " + html);
        }
    }

    private static Path whole(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private ParameterException usage(String sentence) {
        if (spec == null) {
            throw new IllegalStateException("picocli gives every command its specification");
        }
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void list(List<Protocol> chosen) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Catalogue.Listed task : Catalogue.listed()) {
            if (chosen.contains(task.protocol())) {
                text.append(String.format(
                        Locale.ROOT, "%-5s %-18s %s%n", task.protocol().id(), task.name(), task.title()));
            }
        }
        screen.print(text.toString());
    }

    /** Before the work rather than after it. */
    private void checkFiles() throws IOException {
        if (html != null) {
            OutputFile.check(html);
        }
        if (json != null) {
            OutputFile.check(json);
        }
        if (docs != null) {
            OutputFile.checkDirectory(docs, docs.resolve("smtp.md"));
        }
    }

    private void write(Report report) throws IOException {
        if (html != null) {
            OutputFile.write(html, HtmlPage.render(report));
        }
        if (json != null) {
            OutputFile.write(json, JsonText.render(report));
        }
        if (docs != null) {
            for (Map.Entry<String, String> page : MarkdownPages.render(report).entrySet()) {
                OutputFile.write(docs.resolve(page.getKey()), page.getValue());
            }
        }
    }
}
