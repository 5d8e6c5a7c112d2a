package dev.wireside.pop3.sync;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wireside.net.BodySink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** A program of its own that synchronises once, until somebody kills it, or it halts at a step of its own. */
final class KilledProgram {
    private KilledProgram() {}

    /** @param args the server's port, the folder to work in, and the number of the step to halt at, 0 for none */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        var steps = new Halting(Integer.parseInt(args[2]));
        Path log = folder.resolve("deliveries");
        Receiver files = Receiver.toFolder(folder.resolve("mail"));
        Receiver receiver = message -> {
            BodySink<?> file = files.sinkFor(message);
            String line = message.id().name() + " " + message.mayBeRepeated() + "\n";
            return body -> {
                steps.next();
                Object written = file.readFrom(body);
                Files.write(log, line.getBytes(US_ASCII), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                steps.next();
                return Optional.of(written);
            };
        };
        MaildropSync.in(folder.resolve("ada.uids"), "ada@pop.example.org")
                .withDisk(new HaltingDisk(steps))
                .deletingDelivered()
                .run(MaildropServer.open(Integer.parseInt(args[0])), receiver);
    }

    /** Ends the process without a word, as the system does when it has no memory left. */
    private static final class Halting {
        private int left;

        Halting(int left) {
            this.left = left;
        }

        void next() {
            if (--left == 0) {
                Runtime.getRuntime().halt(9);
            }
        }
    }

    private record HaltingDisk(Halting steps) implements StoreDisk {
        @Override
        public Optional<Closeable> lock(Path file) throws IOException {
            steps.next();
            return LocalDisk.INSTANCE.lock(file);
        }

        @Override
        public Optional<byte[]> read(Path file) throws IOException {
            steps.next();
            return LocalDisk.INSTANCE.read(file);
        }

        @Override
        public Output create(Path file) throws IOException {
            steps.next();
            return halting(LocalDisk.INSTANCE.create(file));
        }

        @Override
        public Output append(Path file) throws IOException {
            steps.next();
            return halting(LocalDisk.INSTANCE.append(file));
        }

        private Output halting(Output out) {
            return new Output() {
                @Override
                public void write(byte[] bytes) throws IOException {
                    int half = bytes.length / 2;
                    out.write(Arrays.copyOf(bytes, half));
                    steps.next();
                    out.write(Arrays.copyOfRange(bytes, half, bytes.length));
                }

                @Override
                public void force() throws IOException {
                    steps.next();
                    out.force();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }
            };
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            steps.next();
            LocalDisk.INSTANCE.move(from, to);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            steps.next();
            LocalDisk.INSTANCE.forceFolder(folder);
        }
    }
}
