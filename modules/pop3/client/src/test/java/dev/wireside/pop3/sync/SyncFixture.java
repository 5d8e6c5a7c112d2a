package dev.wireside.pop3.sync;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.net.BodySink;
import dev.wireside.pop3.sync.MaildropServer.Mail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server, a disk, a clock, and a receiver that notes the subjects it gets; and a run with them. */
class SyncFixture {
    static final Path STORE = Path.of("ada.uids").toAbsolutePath();
    static final Mail A = mail("a", "one");
    static final Mail B = mail("b", "two");
    static final Mail C = mail("c", "three");

    final FakeDisk disk = new FakeDisk();
    final List<String> received = new ArrayList<>();
    Instant now = Instant.parse("2026-11-20T14:00:00Z");
    MaildropServer server;
    MaildropSync sync;
    Receiver receiver =
            message -> body -> received.add(subject(BodySink.text(1000).readFrom(body)));

    static Mail mail(String uid, String subject) {
        return new Mail(uid, "Subject: " + subject + "\r\n\r\ntext\r\n");
    }

    static String subject(String text) {
        return text.lines().findFirst().orElse("").replace("Subject: ", "");
    }

    @BeforeEach
    void listen() throws IOException {
        server = new MaildropServer();
        sync = MaildropSync.in(STORE, "ada@pop.example.org").withDisk(disk).withClock(() -> now);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    SyncReport run() throws IOException {
        received.clear();
        return sync.run(server.open(), receiver);
    }

    SyncStoppedException runStopped() {
        return catchThrowableOfType(SyncStoppedException.class, this::run);
    }

    List<String> runWith(Mail... mails) throws IOException {
        server.mails = List.of(mails);
        run();
        return List.copyOf(received);
    }

    String store() {
        return new String(disk.content(STORE), US_ASCII);
    }
}
