package dev.wireside.it.faults;

import dev.wireside.net.Endpoint;
import dev.wireside.net.Transcript;
import dev.wireside.testkit.Conversation;
import dev.wireside.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs cases, several at a time, and judges each. */
final class Cases {
    /** In no script and in no name, so that it is seen only where it leaks. */
    private static final Canary CANARY = new Canary(Scene.PASSWORD);

    /** As many as keep two cores busy. */
    private static final int AT_ONCE = 8;

    /** Cases that mostly wait for a clock cost nothing meanwhile. */
    private static final int WAITING_AT_ONCE = 48;

    /** Far more than the longest wait there is; whoever has not ended by then never will. */
    private static final Duration HANGS = Duration.ofSeconds(60);

    private static final int SHOWN = 5;

    private Cases() {}

    static void run(List<Fault> faults) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wireside-faults");
        Semaphore room = new Semaphore(faults.getFirst().patience().equals(Fault.PATIENT) ? AT_ONCE : WAITING_AT_ONCE);
        List<String> failures = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> running = new ArrayList<>();
            for (int i = 0; i < faults.size(); i++) {
                Fault fault = faults.get(i);
                Path own = folder.resolve(String.valueOf(i));
                running.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        return triedAgainIfHurried(fault, own);
                    } finally {
                        room.release();
                    }
                }));
            }
            for (Future<Optional<String>> one : running) {
                one.get().ifPresent(failures::add);
            }
        } catch (ExecutionException broken) {
            throw new AssertionError("the harness itself failed: " + broken.getCause(), broken.getCause());
        } finally {
            delete(folder);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " of " + faults.size() + " cases went wrong\n"
                    + failures.stream().limit(SHOWN).collect(Collectors.joining("\n")));
        }
    }

    /** On a busy machine an impatient client may be late with a step that goes well; a more patient one tells. */
    private static Optional<String> triedAgainIfHurried(Fault fault, Path folder)
            throws IOException, InterruptedException {
        Optional<String> wrong = tried(fault, folder);
        return wrong.isPresent() && fault.patience().equals(Fault.IMPATIENT)
                ? tried(fault.withPatience(Fault.UNHURRIED), folder.resolveSibling(folder.getFileName() + "-again"))
                : wrong;
    }

    /** What was wrong with this case, if anything. */
    private static Optional<String> tried(Fault fault, Path folder) throws IOException, InterruptedException {
        Files.createDirectory(folder);
        Transcript transcript = new Transcript();
        ScriptedServer server = ScriptedServer.play(fault.script(), fault.options());
        Endpoint endpoint = Endpoint.of(server.host(), server.port());
        Outcome outcome =
                outcomeOf(fault.dialogue().operation(), new Scene(endpoint, fault.patience(), transcript, folder));
        try {
            // Throws when the client has left a script that was to go well.
            server.close();
            judge(fault, outcome, server.conversations(), transcript);
            mustBeEmptyUnlessReturned(folder, outcome);
            return Optional.empty();
        } catch (AssertionError wrong) {
            return Optional.of("--- \"" + fault.dialogue() + "\" " + fault.name() + ": " + wrong.getMessage() + "\n"
                    + transcript.render() + (outcome instanceof Outcome.Threw(Throwable why) ? trace(why) : ""));
        }
    }

    private static Outcome outcomeOf(Operation<?> operation, Scene scene) throws InterruptedException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread client = Thread.ofVirtual().name("client").start(() -> {
            try {
                outcome.complete(new Outcome.Returned(operation.perform(scene)));
            } catch (Throwable why) {
                outcome.complete(new Outcome.Threw(why));
            }
        });
        try {
            return outcome.get(HANGS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            String where =
                    Arrays.stream(client.getStackTrace()).map(String::valueOf).collect(Collectors.joining("\n  at "));
            client.interrupt();
            return new Outcome.Hung(where);
        } catch (ExecutionException impossible) {
            throw new AssertionError("it is always completed", impossible);
        }
    }

    private static void judge(Fault fault, Outcome outcome, List<Conversation> heard, Transcript transcript) {
        if (!fault.expected().holds().test(outcome)) {
            throw new AssertionError("expected " + fault.expected().words() + "\n  but it " + outcome);
        }
        if (heard.size() > 1) {
            throw new AssertionError("the client connected " + heard.size() + " times");
        }
        if (!heard.isEmpty()) {
            fault.dialogue().checkAlways(outcome, heard.getFirst());
        }
        String said =
                outcome instanceof Outcome.Threw(Throwable why) ? Canary.everythingSaidBy(why) : outcome.toString();
        CANARY.seenIn(said).or(() -> CANARY.seenIn(transcript.render())).ifPresent(where -> {
            throw new AssertionError("the password is seen as " + where);
        });
    }

    /** Nothing half-done lies about. */
    private static void mustBeEmptyUnlessReturned(Path folder, Outcome outcome) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> left = files.toList();
            if (!(outcome instanceof Outcome.Returned) && !left.isEmpty()) {
                throw new AssertionError("after a failure there are the files " + left);
            }
        }
    }

    private static String trace(Throwable why) {
        return Arrays.stream(why.getStackTrace())
                .limit(12)
                .map(frame -> "    at " + frame + "\n")
                .collect(Collectors.joining());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
