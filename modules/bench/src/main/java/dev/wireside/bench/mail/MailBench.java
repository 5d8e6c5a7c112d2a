package dev.wireside.bench.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The paired runs of the mail clients: see the module's README. */
public final class MailBench {
    private static final String IDLE = "pop3-idle";
    private static final String HUGE = "huge";
    private static final long KIB = 1024;

    /** A session that does nothing may weigh so much. */
    private static final double IDLE_LIMIT = 18 * KIB;

    private static final List<String> SERVER_OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xmx1g", "-XX:MaxDirectMemorySize=2g");

    /** The property spares Angus a search for its own class in each message: its best. */
    private static final List<String> CLIENT_OPTIONS = List.of(
            "-XX:+UseG1GC",
            "-Xmx1g",
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider");

    /**
     * The heap follows what lives in it, except for a young generation of fixed size: without that, the garbage of opening
     * 5,000 sessions would be weighed with them.
     */
    private static final List<String> IDLE_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx2g",
            "-Xmn16m",
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=10",
            "-XX:-UsePerfData");

    private static final List<String> HUGE_OPTIONS = List.of("-Xmx32m");

    private final Options options;
    private final Path directory;
    private final List<Target.Verdict> verdicts = new ArrayList<>();

    private MailBench(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /** What the command line says. */
    private record Options(
            List<String> cases, Scale scale, int repetitions, String contenders, int cpu, List<String> jvm) {
        static Options parse(String... args) {
            List<String> all = Stream.concat(Arrays.stream(MailCase.values()).map(MailCase::id), Stream.of(IDLE, HUGE))
                    .toList();
            List<String> cases = new ArrayList<>();
            Scale scale = Scale.FULL;
            int repetitions = 0;
            String contenders = ".*";
            int cpu = Runtime.getRuntime().availableProcessors() - 1;
            List<String> jvm = List.of();
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                switch (arg.replaceFirst("=.*", "")) {
                    case "all" -> cases.addAll(all);
                    case "--quick" -> scale = Scale.QUICK;
                    case "--tiny" -> scale = Scale.TINY;
                    case "--repetitions" -> repetitions = Integer.parseInt(value);
                    case "--only" -> contenders = value;
                    case "--cpu" -> cpu = Integer.parseInt(value);
                    case "--jvm" -> jvm = List.of(value.split(" ", -1));
                    default -> cases.addAll(known(arg, all));
                }
            }
            return new Options(cases, scale, repetitions == 0 ? scale.repetitions : repetitions, contenders, cpu, jvm);
        }

        private static List<String> known(String id, List<String> all) {
            List<String> matching =
                    all.stream().filter(name -> name.startsWith(id)).toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException(id + " is none of all, " + String.join(", ", all)
                        + ", --quick, --tiny, --repetitions=N, --only=REGEX, --cpu=N, --jvm=\"OPTIONS\"");
            }
            return matching;
        }
    }

    /**
     * Runs cases and prints a Markdown report.
     *
     * @param args {@code all}, or cases, or how their names begin; and options
     */
    public static void main(String... args) throws Exception {
        Options options = Options.parse(args.length == 0 ? new String[] {"all"} : args);
        Path directory = Files.createTempDirectory("wireside-bench");
        Path file = directory.resolve("figures.bin");
        try {
            new MailBench(options, directory).run(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private void run(Path file) throws Exception {
        System.out.println(Machine.describe());
        Files.write(file, figures((int) options.scale.file));
        for (String id : options.cases) {
            switch (id) {
                case IDLE -> idle();
                case HUGE -> huge();
                default ->
                    paired(
                            Stream.of(MailCase.values())
                                    .filter(c -> c.id().equals(id))
                                    .findFirst()
                                    .orElseThrow(),
                            file);
            }
        }
        System.out.println("\n### Targets\n\n| target | measured | reached |\n|---|---:|---|");
        for (Target.Verdict verdict : verdicts) {
            System.out.println("| " + verdict.title() + " | " + verdict.measured() + " | "
                    + (verdict.isKept() ? "yes" : "**no**") + " |");
        }
        System.out.println("\nLoad average at the end: " + Machine.load());
    }

    private static byte[] figures(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private Jvm servers(String kind, int cpu) throws IOException {
        return Jvm.start(
                Servers.class,
                cpu,
                SERVER_OPTIONS,
                List.of(kind, String.valueOf(options.scale.large), String.valueOf(options.scale.huge)));
    }

    private void paired(MailCase which, Path file) throws Exception {
        int cpu = which.wantsOneCpu() ? options.cpu : -1;
        List<Sample> samples = new ArrayList<>();
        List<Double> roundTrips = new ArrayList<>(List.of(1.0));
        try (Jvm servers = servers("bulk", cpu)) {
            List<String> arguments = List.of(
                    which.name(),
                    options.scale.name(),
                    String.valueOf(options.repetitions),
                    options.contenders,
                    servers.line(),
                    file.toString());
            List<String> jvm =
                    Stream.concat(CLIENT_OPTIONS.stream(), options.jvm.stream()).toList();
            try (Jvm client = Jvm.start(Repetitions.class, cpu, jvm, arguments)) {
                for (String line : client.lines()) {
                    if (line.startsWith(Repetitions.SAMPLE)) {
                        samples.add(Sample.parse(line.substring(Repetitions.SAMPLE.length())));
                    } else if (line.startsWith(Repetitions.ROUND_TRIP)) {
                        roundTrips.add(Double.valueOf(line.substring(Repetitions.ROUND_TRIP.length())));
                    }
                }
            }
        }
        Outcome outcome =
                new Outcome(which, options.scale, samples, Range.of(roundTrips).median());
        System.out.println(outcome.table());
        which.targets().forEach(target -> verdicts.add(target.judge(outcome)));
    }

    private void idle() throws Exception {
        System.out.println("\n### " + options.scale.idle + " idle POP3 sessions, each on a virtual thread\n\n"
                + "| contender | resident each | with what the first ones"
                + " cost | live heap each | threads: fresh, warm, held |"
                + " sockets |\n"
                + "|---|---:|---:|---:|---:|---:|");
        for (String contender : IdleSessions.CONTENDERS) {
            if (!contender.matches(options.contenders)) {
                continue;
            }
            IdleSessions.Result result = idle(contender);
            System.out.println("| " + contender + " | " + Shown.bytes(result.residentEach()) + " | "
                    + Shown.bytes(result.residentEachFromNothing()) + " | "
                    + Shown.bytes(result.heapEach()) + " | " + result.fresh().threads() + ", "
                    + result.warm().threads() + ", " + result.held().threads() + " | " + result.sockets() + " |");
            if (contender.equals(MailCase.WIRESIDE)) {
                verdicts.add(new Target.Verdict(
                        "5,000 idle POP3 sessions: ≤ 18 KiB resident each",
                        Shown.bytes(result.residentEach()),
                        result.residentEach() <= IDLE_LIMIT && result.sockets() == result.sessions()));
                long more = result.held().threads() - result.warm().threads();
                verdicts.add(new Target.Verdict(
                        "5,000 idle POP3 sessions: no extra platform thread", more + " more", more <= 0));
            }
        }
    }

    private IdleSessions.Result idle(String contender) throws Exception {
        try (Jvm servers = servers("idle", -1)) {
            List<String> arguments = List.of(contender, String.valueOf(options.scale.idle), servers.line());
            try (Jvm client = Jvm.start(IdleSessions.class, -1, IDLE_OPTIONS, arguments)) {
                return IdleSessions.Result.parse(client.lines().getLast());
            }
        }
    }

    private void huge() throws Exception {
        String size = Shown.bytes(options.scale.huge);
        System.out.println("\n### One message of " + size + " with " + String.join(" ", HUGE_OPTIONS) + "\n");
        for (String direction : List.of("out", "in")) {
            try (Jvm servers = servers("bulk", -1)) {
                List<String> arguments =
                        List.of(direction, String.valueOf(options.scale.huge), servers.line(), directory.toString());
                String moved = hugeIn(arguments);
                boolean isWhole = moved.equals("moved " + options.scale.huge);
                System.out.println("- " + direction + ": " + moved + " bytes");
                verdicts.add(new Target.Verdict("a message of 1 GiB " + direction + " with -Xmx32m", moved, isWhole));
            }
        }
    }

    private static String hugeIn(List<String> arguments) throws InterruptedException {
        try (Jvm client = Jvm.start(HugeMessage.class, -1, HUGE_OPTIONS, arguments)) {
            return client.lines().getLast();
        } catch (IOException failed) {
            return "failed: " + failed.getMessage().lines().findFirst().orElse("");
        }
    }
}
