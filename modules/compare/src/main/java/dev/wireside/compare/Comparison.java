package dev.wireside.compare;

import dev.wireside.testkit.FaultProxy;
import dev.wireside.testkit.Faults;
import dev.wireside.testkit.ServerSideListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs tasks with both clients: observed once for what crosses the wire, then measured. */
public final class Comparison {
    private static final String LOOPBACK = "127.0.0.1";

    /** Longer than a client thinks between two commands that it pipelines, so that each turn is a wait. */
    private static final Duration OBSERVED_ONE_WAY = Duration.ofMillis(2);

    /** A connection ends within milliseconds after its client has gone. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Duration latency;
    private final Consumer<String> progress;
    private final Predicate<String> wanted;
    private final boolean timed;

    /**
     * Prepares a comparison.
     *
     * @param latency what is added to each round trip of the measured runs; zero for none
     * @param wanted which tasks, by name
     * @param progress is told what is being done, from time to time
     */
    public Comparison(Duration latency, Predicate<String> wanted, Consumer<String> progress) {
        this(latency, wanted, progress, true);
    }

    private Comparison(Duration latency, Predicate<String> wanted, Consumer<String> progress, boolean timed) {
        this.timed = timed;
        this.latency = latency;
        this.wanted = wanted;
        this.progress = progress;
    }

    /** A comparison of everything that is the same in every run: no times, no allocations, which are all 0. */
    static Comparison untimed() {
        return new Comparison(Duration.ZERO, task -> true, task -> {}, false);
    }

    /** What one run showed. */
    private record Observed(Object outcome, List<String> evidence, Recording recording) {
        boolean isLike(Observed that) {
            return outcome.equals(that.outcome) && evidence.equals(that.evidence);
        }
    }

    /**
     * Runs the tasks of these protocols.
     *
     * @throws IOException if a server cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public Report run(List<Protocol> protocols) throws IOException, InterruptedException {
        List<Report.TaskReport> tasks = new ArrayList<>();
        List<Report.FaultReport> faults = new ArrayList<>();
        try (Workshop workshop = new Workshop()) {
            for (Protocol protocol : protocols) {
                tasks.addAll(tasks(protocol, workshop));
                if (wanted.test(Task.Faults.NAME)) {
                    faults.addAll(faults(Catalogue.faults(protocol), workshop));
                }
            }
        }
        return new Report(method(protocols, tasks), latency.isZero() ? "none" : Figures.time(latency), tasks, faults);
    }

    private List<Report.TaskReport> tasks(Protocol protocol, Workshop workshop)
            throws IOException, InterruptedException {
        List<Report.TaskReport> tasks = new ArrayList<>();
        for (Task task : Catalogue.tasks(protocol)) {
            if (wanted.test(task.name())) {
                progress.accept(protocol.id() + " " + task.name());
                tasks.add(compare(task, workshop));
            }
        }
        return tasks;
    }

    private Report.TaskReport compare(Task task, Workshop workshop) throws IOException, InterruptedException {
        Map<Contender, Observed> observed = new EnumMap<>(Contender.class);
        for (Contender who : task.contenders()) {
            if (timed) {
                observe(task, who, workshop, Duration.ZERO);
            }
            observed.put(who, observe(task, who, workshop, OBSERVED_ONE_WAY));
        }
        Measured measured = measure(task, workshop);
        Map<Contender, Report.SideReport> sides = new EnumMap<>(Contender.class);
        for (Contender who : task.contenders()) {
            sides.put(who, side(task, who, get(observed, who), get(measured.medians, who)));
        }
        Observed wireside = get(observed, Contender.WIRESIDE);
        return new Report.TaskReport(
                task.protocol().id(),
                task.name(),
                task.title(),
                task.stage().name(),
                task.note(),
                task.missing(),
                task.missing().isEmpty() && wireside.isLike(get(observed, Contender.LIBRARY)),
                measured.runs,
                task.usualFlights(),
                get(sides, Contender.WIRESIDE),
                sides.get(Contender.LIBRARY));
    }

    private static <V> V get(Map<Contender, V> map, Contender who) {
        V value = map.get(who);
        if (value == null) {
            throw new IllegalStateException("nothing is known about " + who);
        }
        return value;
    }

    private Report.SideReport side(Task task, Contender who, Observed observed, Meter.Sample sample) {
        SourceCode source = task.protocol().source(who);
        Recording recording = observed.recording;
        return new Report.SideReport(
                task.protocol().nameOf(who),
                Wording.of(observed.outcome),
                observed.evidence,
                recording.flights(),
                recording.fromClient(),
                recording.fromServer(),
                sample.time().toNanos(),
                sample.allocated(),
                source.codeLines(task.method()),
                source.codeLines(),
                Exchanges.folded(recording.events()));
    }

    /** The dialogue is heard at the client's end of the network; inside TLS only the server's end can hear it. */
    private static Observed observe(Task task, Contender who, Workshop workshop, Duration oneWay)
            throws IOException, InterruptedException {
        Dialogue dialogue = task.protocol().dialogue();
        // At the server's end a client that waits is not silent for longer than one that thinks.
        Recorder recorder = new Recorder(dialogue, Catalogue.PASSWORD, task.insideTls() ? Duration.ZERO : oneWay);
        ServerSideListener atServer = task.insideTls() ? recorder : ServerSideListener.NONE;
        ServerSideListener atProxy = task.insideTls() ? ServerSideListener.NONE : recorder;
        Faults delay = Faults.none().withLatency(oneWay);
        Path directory = workshop.newDirectory();
        try (Stage.Server server = task.stage().start(atServer);
                FaultProxy proxy = FaultProxy.to(LOOPBACK, server.port(), delay, delay, atProxy)) {
            Task.Place place = new Task.Place(proxy.host(), proxy.port(), directory, workshop);
            Object outcome = Meter.run(() -> task.deed().by(who, place));
            Recording recording = recorder.await(LIMIT);
            List<String> evidence = new ArrayList<>(server.evidence());
            evidence.addAll(dialogue.evidence());
            evidence.addAll(Workshop.filesIn(directory));
            return new Observed(outcome, evidence, recording);
        } catch (UncheckedIOException ourDisk) {
            throw workshop.named(ourDisk);
        } finally {
            Workshop.remove(directory);
        }
    }

    /** The median of so many runs, for each client. */
    private record Measured(int runs, Map<Contender, Meter.Sample> medians) {}

    /** Takes turns, so that what else the machine does hits both; each run has a server of its own. */
    private Measured measure(Task task, Workshop workshop) throws IOException, InterruptedException {
        Map<Contender, List<Meter.Sample>> samples = new EnumMap<>(Contender.class);
        if (!timed) {
            return new Measured(0, Map.of(Contender.WIRESIDE, Meter.Sample.NONE, Contender.LIBRARY, Meter.Sample.NONE));
        }
        int fewest = latency.isZero() ? Meter.FEWEST_RUNS : 1;
        long start = System.nanoTime();
        int runs = 0;
        while (runs < fewest || (runs < Meter.MOST_RUNS && System.nanoTime() - start < Meter.ENOUGH.toNanos())) {
            runs++;
            for (Contender who : task.contenders()) {
                samples.computeIfAbsent(who, w -> new ArrayList<>()).add(sample(task, who, workshop));
            }
        }
        Map<Contender, Meter.Sample> medians = new EnumMap<>(Contender.class);
        samples.forEach((who, all) -> medians.put(who, Meter.median(all)));
        return new Measured(runs, medians);
    }

    private Meter.Sample sample(Task task, Contender who, Workshop workshop) throws IOException, InterruptedException {
        Path directory = workshop.newDirectory();
        try (Stage.Server server = task.stage().start(ServerSideListener.NONE)) {
            if (latency.isZero()) {
                Task.Place place = new Task.Place(LOOPBACK, server.port(), directory, workshop);
                return Meter.sample(() -> task.deed().by(who, place));
            }
            Faults delay = Faults.none().withLatency(latency.dividedBy(2));
            try (FaultProxy proxy = FaultProxy.to(LOOPBACK, server.port(), delay, delay)) {
                Task.Place place = new Task.Place(proxy.host(), proxy.port(), directory, workshop);
                return Meter.sample(() -> task.deed().by(who, place));
            }
        } catch (UncheckedIOException ourDisk) {
            throw workshop.named(ourDisk);
        } finally {
            Workshop.remove(directory);
        }
    }

    private List<Report.FaultReport> faults(Task.Faults table, Workshop workshop)
            throws IOException, InterruptedException {
        List<Report.FaultReport> rows = new ArrayList<>();
        for (Task.Fault fault : table.faults()) {
            progress.accept(table.protocol().id() + " " + Task.Faults.NAME + ": " + fault.name());
            Observed wireside = observe(fault.task(), Contender.WIRESIDE, workshop, Duration.ZERO);
            Observed library = observe(fault.task(), Contender.LIBRARY, workshop, Duration.ZERO);
            rows.add(new Report.FaultReport(
                    table.protocol().id(),
                    fault.name(),
                    fault.what(),
                    Wording.of(wireside.outcome),
                    Wording.of(library.outcome),
                    wireside.isLike(library),
                    fault.note()));
        }
        return rows;
    }

    private List<String> method(List<Protocol> protocols, List<Report.TaskReport> tasks) {
        List<String> method = new ArrayList<>(List.of(
                "Equal: what the two callers know at the end compares equal, and so does what the server, or the disk,"
                        + " has.",
                "Flights: how often the client had to wait for the server, the greeting included and TCP's handshake"
                        + " not, TLS's handshake as one; counted at the client's end of a network that takes "
                        + Figures.time(OBSERVED_ONE_WAY.multipliedBy(2))
                        + " for a round trip, as silences of " + Figures.time(OBSERVED_ONE_WAY)
                        + " or more that the server ends. A task with TLS is recorded at the server's end, inside the"
                        + " encryption.",
                Meter.METHOD,
                "Code: lines of the task's method and of the methods it calls in its file, without comments, empty"
                        + " lines and imports; behind the slash those of the whole file."));
        protocols.forEach(protocol -> method.add(protocol.remark()));
        if (tasks.stream().anyMatch(task -> task.server().equals(Stage.GREENMAIL))) {
            method.add("Time against " + Stage.GREENMAIL
                    + ": each of its replies of several lines (EHLO, CAPA, LIST, UIDL) takes some 40 ms on loopback,"
                    + " because its lines leave one by one and meet the client's delayed acknowledgement. A client that"
                    + " asks for more of them pays more often: Wireside asks for CAPA again after the login,"
                    + " and for UIDL with each LIST.");
        }
        if (!latency.isZero()) {
            method.add("Time includes " + Figures.time(latency)
                    + " added to each round trip, but not to TCP's handshake.");
        }
        return method;
    }
}
