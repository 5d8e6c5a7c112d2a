package dev.wireside.bench.mail;

import dev.wireside.pop3.Pop3Client;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A JVM that opens thousands of POP3 sessions, each on a virtual thread of its own, asks each one thing, and then holds them:
 * what one weighs. Before it counts, some sessions come and go, so that classes, compiled code and pools are there.
 */
final class IdleSessions {
    static final List<String> CONTENDERS = List.of("limit", "angus writeTo", "wireside");

    /** The bare socket's buffers: one line each way. */
    private static final int LIMIT_BUFFER = 512;

    /** At a time; the machine's queue of unaccepted connections is short. */
    private static final int OPENING = 64;

    private static final int COLLECTIONS = 4;

    private final String contender;
    private final int port;
    private final Semaphore opening = new Semaphore(OPENING);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private IdleSessions(String contender, int port) {
        this.contender = contender;
        this.port = port;
    }

    /** What the operating system and the heap say of this JVM. */
    record Weight(long resident, long heap, long threads) {
        static Weight now() throws IOException, InterruptedException {
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
                Thread.sleep(100);
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Weight(status("VmRSS:") * 1024, heap, status("Threads:"));
        }

        private static long status(String field) throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            throw new IOException("no " + field);
        }
    }

    /**
     * What came of it.
     *
     * @param sockets that the JVM has more than before
     */
    record Result(int sessions, Weight fresh, Weight warm, Weight held, long sockets) {
        String line() {
            return Stream.of(fresh, warm, held)
                            .flatMap(w -> Stream.of(w.resident, w.heap, w.threads))
                            .map(String::valueOf)
                            .reduce("idle", (a, b) -> a + " " + b)
                    + " " + sessions + " " + sockets;
        }

        static Result parse(String line) {
            long[] n = Stream.of(line.substring("idle ".length()).split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Result(
                    (int) n[9],
                    new Weight(n[0], n[1], n[2]),
                    new Weight(n[3], n[4], n[5]),
                    new Weight(n[6], n[7], n[8]),
                    n[10]);
        }

        double residentEach() {
            return (double) (held.resident - warm.resident) / sessions;
        }

        /** With the classes, the compiled code and the pools that the first sessions brought, shared among all. */
        double residentEachFromNothing() {
            return (double) (held.resident - fresh.resident) / sessions;
        }

        double heapEach() {
            return (double) (held.heap - warm.heap) / sessions;
        }
    }

    /** @param args the contender, how many sessions, the ports */
    public static void main(String[] args) throws Exception {
        Result result =
                hold(args[0], Integer.parseInt(args[1]), Ports.parse(args[2]).of(Ports.POP3));
        System.out.println(result.line());
        System.exit(0);
    }

    static Result hold(String contender, int sessions, int port) throws Exception {
        IdleSessions idle = new IdleSessions(contender, port);
        Weight fresh = Weight.now();
        idle.open(Math.max(1, sessions / 10)).release();
        Weight warm = Weight.now();
        long socketsBefore = sockets();
        Held held = idle.open(sessions);
        Weight full = Weight.now();
        long sockets = sockets() - socketsBefore;
        held.release();
        return new Result(sessions, fresh, warm, full, sockets);
    }

    private static long sockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(IdleSessions::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Sessions that wait to be let go. */
    private record Held(List<Thread> threads, CountDownLatch end) {
        void release() throws InterruptedException {
            end.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private Held open(int sessions) throws Exception {
        CountDownLatch opened = new CountDownLatch(sessions);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = Stream.generate(() -> Thread.ofVirtual().unstarted(() -> session(opened, end)))
                .limit(sessions)
                .toList();
        threads.forEach(Thread::start);
        opened.await();
        if (failure.get() != null) {
            throw new IOException("a session could not be opened", failure.get());
        }
        return new Held(threads, end);
    }

    private void session(CountDownLatch opened, CountDownLatch end) {
        boolean isCounted = false;
        try {
            opening.acquire();
            AutoCloseable session;
            try {
                session = session();
            } finally {
                opening.release();
            }
            try (session) {
                opened.countDown();
                isCounted = true;
                end.await();
            }
        } catch (Exception broken) {
            failure.compareAndSet(null, broken);
        } finally {
            if (!isCounted) {
                opened.countDown();
            }
        }
    }

    private AutoCloseable session() throws Exception {
        return switch (contender) {
            case "limit" -> limit();
            case "wireside" -> wireside();
            default -> angus();
        };
    }

    private PlainSocket limit() throws IOException {
        PlainSocket socket = PopLimit.loggedIn(port, Servers.SMALL, LIMIT_BUFFER);
        socket.put(Messages.ascii("STAT\r\n"));
        socket.flush();
        socket.expect('+');
        return socket;
    }

    private Pop3Client wireside() throws IOException {
        Pop3Client client = WiresidePop.connected(port, Servers.SMALL);
        long ignored = client.stat().octets();
        return client;
    }

    private Store angus() throws MessagingException {
        Store store = AngusPop.connected(port, Servers.SMALL);
        Folder folder = store.getFolder("INBOX");
        folder.open(Folder.READ_ONLY);
        return store;
    }
}
