package dev.wireside.bench.mail;

import dev.wireside.net.BodySink;
import dev.wireside.net.BodySource;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM with a small heap that sends a message from a file, or fetches one into a file, that is much larger. */
final class HugeMessage {
    private static final int BLOCK = 1 << 20;

    private HugeMessage() {}

    /** @param args {@code out} or {@code in}, the message's size, the ports, a directory to write to */
    public static void main(String[] args) throws IOException {
        Ports ports = Ports.parse(args[2]);
        Path directory = Path.of(args[3]);
        long size = Long.parseLong(args[1]);
        boolean isOut = args[0].equals("out");
        long moved = isOut ? send(size, ports, directory) : fetch(size, ports, directory);
        System.out.println("moved " + moved);
        System.exit(0);
    }

    static long send(long size, Ports ports, Path directory) throws IOException {
        Path file = directory.resolve("huge-out.eml");
        write(file, size);
        Tally.Count before = Tally.ask(ports.of(Ports.TALLY));
        try (SmtpClient client =
                SmtpClient.connect(WiresideSmtp.server(ports.of(Ports.SMTP)), WiresideSmtp.options())) {
            client.send(Envelope.from("ada@example.org").to("bob@example.net"), BodySource.ofFile(file));
        } finally {
            Files.deleteIfExists(file);
        }
        return Tally.ask(ports.of(Ports.TALLY)).minus(before).bytes();
    }

    private static void write(Path file, long size) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = Messages.lines(BLOCK);
            for (long i = 0; i < size / BLOCK; i++) {
                out.write(block);
            }
            out.write(Messages.lines((int) (size % BLOCK)));
        }
    }

    static long fetch(long size, Ports ports, Path directory) throws IOException {
        Path file = directory.resolve("huge-in.eml");
        try (Pop3Client client = WiresidePop.connected(ports.of(Ports.POP3), Servers.HUGE)) {
            client.retrieve(client.list(1), BodySink.toFile(file));
            return Files.size(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
