package dev.wireside.bench.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another JVM with this one's class path. It ends when its work is done, or with {@link #close}. */
final class Jvm implements AutoCloseable {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private final String name;
    private final Process process;
    private final BufferedReader out;

    private Jvm(String name, Process process) {
        this.name = name;
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Whether this machine can keep a process on one CPU. */
    static boolean canPin() {
        return Files.isExecutable(TASKSET);
    }

    /**
     * Starts one.
     *
     * @param cpu what it may run on; negative for any
     * @param options for the JVM
     */
    static Jvm start(Class<?> main, int cpu, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (cpu >= 0 && canPin()) {
            command.addAll(List.of(TASKSET.toString(), "-c", String.valueOf(cpu)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Jvm(main.getSimpleName(), process);
    }

    /** The next line it prints. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException(name + " has ended too early");
        }
        return line;
    }

    /** All that it prints, until it has ended as it should. */
    List<String> lines() throws IOException, InterruptedException {
        try (Stream<String> all = out.lines()) {
            List<String> lines = all.toList();
            if (process.waitFor() != 0) {
                throw new IOException(
                        name + " has ended with " + process.exitValue() + ": " + String.join("\n", lines));
            }
            return lines;
        }
    }

    /** Lets it end, which closing its standard input tells it. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
