package dev.wireside.bench.mail;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The client's JVM: runs the contenders of a case in turns, each repetition beginning with another one. */
final class Repetitions {
    /** In front of what is measured, on standard output. */
    static final String SAMPLE = "sample ";

    static final String ROUND_TRIP = "round trip ";

    private static final int PINGS = 21;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final MailCase which;
    private final MailCase.Setting setting;
    private final Consumer<String> out;

    private Repetitions(MailCase which, MailCase.Setting setting, Consumer<String> out) {
        this.which = which;
        this.setting = setting;
        this.out = out;
    }

    /**
     * @param args the case, the scale, how many repetitions, a regular expression for the contenders that run, the ports, the
     *     file
     */
    public static void main(String[] args) throws Exception {
        Scale scale = Scale.valueOf(args[1]);
        MailCase.Setting setting = new MailCase.Setting(Ports.parse(args[4]), scale, Path.of(args[5]));
        run(MailCase.valueOf(args[0]), setting, Integer.parseInt(args[2]), args[3], System.out::println);
        System.exit(0);
    }

    static void run(MailCase which, MailCase.Setting setting, int repetitions, String only, Consumer<String> out)
            throws Exception {
        new Repetitions(which, setting, out).run(repetitions, Pattern.compile(only));
    }

    private void run(int repetitions, Pattern only) throws Exception {
        List<Contender> contenders = which.contenders(setting).stream()
                .filter(contender -> only.matcher(contender.name()).matches())
                .toList();
        for (Contender contender : contenders) {
            warmUp(contender);
        }
        measureRoundTrip();
        List<Contender> order = new ArrayList<>(contenders);
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (Contender contender : order) {
                out.accept(SAMPLE + measure(contender, repetition).line());
            }
            Collections.rotate(order, -1);
        }
        measureRoundTrip();
    }

    /** Far away it is only about waits, and a few of them have loaded all classes. */
    private void warmUp(Contender contender) throws Exception {
        int wanted =
                which.isFar() ? Math.max(1, which.operations(setting.scale()) / 10) : which.operations(setting.scale());
        Duration least = which.isFar() ? Duration.ZERO : setting.scale().warmUp;
        contender.open();
        runFor(least, contender, contender.operations(wanted));
        contender.close();
    }

    private static int runFor(Duration least, Contender contender, int operations) throws Exception {
        long end = System.nanoTime() + least.toNanos();
        int done = 0;
        do {
            contender.run(operations);
            done += operations;
        } while (System.nanoTime() < end);
        return done;
    }

    private Sample measure(Contender contender, int repetition) throws Exception {
        int operations = contender.operations(which.operations(setting.scale()));
        Duration least = which.isFar() ? Duration.ZERO : setting.scale().sample;
        int tally = setting.ports().of(Ports.TALLY);
        Tally.Count before = Tally.ask(tally);
        contender.open();
        System.gc();
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        long cpu = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        int done = runFor(least, contender, operations);
        Sample sample = new Sample(
                contender.name(),
                repetition,
                done,
                System.nanoTime() - begin,
                THREADS.getTotalThreadAllocatedBytes() - allocated,
                SYSTEM.getProcessCpuTime() - cpu);
        check(contender, done, Tally.ask(tally).minus(before));
        contender.close();
        return sample;
    }

    /** A run that lost something is not a fast one. */
    private static void check(Contender contender, int operations, Tally.Count counted) throws IOException {
        long bytes = contender.contentBytes(operations);
        long messages = bytes == 0 ? 0 : operations;
        boolean isRight =
                counted.messages() == messages && Math.abs(counted.bytes() - bytes) <= contender.tolerance() * bytes;
        if (!isRight) {
            throw new IOException(contender.name() + " moved " + messages + " messages of " + bytes
                    + " bytes altogether, says the client; the server says " + counted);
        }
    }

    private void measureRoundTrip() throws IOException {
        if (!which.isFar()) {
            return;
        }
        try (PlainSocket socket = SmtpLimit.greeted(setting.ports().of(Ports.FAR + Ports.SMTP))) {
            for (int i = 0; i < PINGS; i++) {
                long begin = System.nanoTime();
                socket.put(Messages.ascii("NOOP\r\n"));
                socket.flush();
                socket.expect('2');
                out.accept(ROUND_TRIP + (System.nanoTime() - begin));
            }
        }
    }
}
