package dev.wireside.cli;

import dev.wireside.compare.TerminalText;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code wireside} command. */
@Command(
        name = "wireside",
        description = "Network protocols by hand, beside the libraries that hide them.",
        mixinStandardHelpOptions = true,
        versionProvider = Wireside.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "wireside compare --help lists the exit codes."})
public final class Wireside {
    private Wireside() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        AtomicBoolean over = new AtomicBoolean();
        Screen screen = Screen.ofProcess(TerminalText.PLAIN_WIDTH);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!over.get()) {
                screen.complainFinally("interrupted; no file is half written");
                OutputFile.removeUnfinished();
            }
        }));
        int code = run(screen, args);
        over.set(true);
        // A library may have left threads behind that are no daemons.
        System.exit(code);
    }

    /** Runs the command; what goes wrong becomes a sentence and an exit code. */
    static int run(Screen screen, String... args) {
        CompareCommand compare = new CompareCommand(screen);
        CommandLine line = new CommandLine(new Wireside()).addSubcommand(compare);
        line.setOut(screen.writer());
        line.setParameterExceptionHandler((usage, given) -> {
            screen.complain(sentence(usage) + " ("
                    + usage.getCommandLine().getCommandSpec().qualifiedName() + " --help shows the options)");
            return ExitCode.USAGE.number();
        });
        line.setExecutionExceptionHandler((problem, command, parsed) -> {
            ExitCode.Failure failure = ExitCode.of(problem);
            screen.progress("");
            screen.complain(failure.sentence());
            if (compare.isVerbose()) {
                screen.trace(problem);
            }
            return failure.code().number();
        });
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line.execute(args);
    }

    /** Without the newlines that some of picocli's messages have. */
    private static String sentence(CommandLine.ParameterException usage) {
        return String.valueOf(usage.getMessage()).lines().findFirst().orElse("bad arguments");
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Wireside.class.getPackage().getImplementationVersion();
            return new String[] {"wireside " + (version == null ? "(not packaged)" : version)};
        }
    }
}
