package dev.wireside.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySink;
import dev.wireside.net.Credentials;
import dev.wireside.net.Transcript;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.PopStatus;
import dev.wireside.pop3.sync.MaildropSync;
import dev.wireside.pop3.sync.Receiver;
import dev.wireside.pop3.sync.SyncReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A maildrop of 200 messages in Dovecot, compared with the files of its Maildir byte for byte. STLS and SCRAM throughout. */
@RequiresServer("dovecot")
@Timeout(120)
final class DovecotMaildropTest {
    private static final Credentials LOGIN = Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD));
    private static final int COUNT = 200;
    private static final int SAME = -1;

    /** Seconds, behind those of the messages that the script makes. */
    private static final AtomicLong NAMES = new AtomicLong(1_700_001_000);

    private static final int LONGEST = 1 << 24;

    private static final String[] LINES = {
        "",
        ".",
        "..",
        "...",
        ".a line that begins with a dot",
        "a line that ends with a dot.",
        "+OK",
        "-ERR no",
        "QUIT",
        "From here",
        "\ttab and space ",
        "a\rbare CR",
        "a NUL \0",
        "\u00e4\u00f6\u00fc\u00ff\u0080",
        "x".repeat(998),
        ".".repeat(5000)
    };

    private final Transcript transcript = new Transcript();

    /** Messages as they lie on the disk: lines end in LF, the last one perhaps not at all. */
    private static List<String> varied() {
        Random random = new Random(20_261_120);
        List<String> messages =
                new ArrayList<>(List.of("", "\n", "no header\n", "Subject: no body\n\n", "Subject: no end"));
        while (messages.size() < COUNT) {
            StringBuilder message =
                    new StringBuilder("Subject: " + messages.size() + "\nX-Random: " + random.nextLong() + "\n\n");
            int lines = random.nextInt(messages.size() % 40 == 0 ? 2000 : 40);
            for (int i = 0; i < lines; i++) {
                message.append(LINES[random.nextInt(LINES.length)])
                        .append(i + 1 < lines || random.nextBoolean() ? "\n" : "");
            }
            messages.add(message.toString());
        }
        return messages;
    }

    /** As POP3 has it: each line ends in CRLF, the last one too. */
    private static String onTheWire(String stored) {
        String lines = stored.replace("\n", "\r\n");
        return lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }

    /** The header, the empty line and so many lines of the body. */
    private static String beginning(String message, int lines) {
        int body = message.startsWith("\r\n") ? 2 : message.indexOf("\r\n\r\n") + 4;
        int end = body < 4 && !message.startsWith("\r\n") ? message.length() : body;
        for (int i = 0; i < lines && end < message.length(); i++) {
            end = message.indexOf("\r\n", end) + 2;
        }
        return message.substring(0, end);
    }

    /** Where the two differ; they are too long to be shown. */
    private static int differ(String found, String expected) {
        return Arrays.mismatch(found.toCharArray(), expected.toCharArray());
    }

    @BeforeEach
    void empty(RealServer dovecot) throws IOException {
        for (Path message : dovecot.messages()) {
            Files.delete(message);
        }
    }

    /** Delivers as every program delivers to a Maildir: whole, by a name that was never there. */
    private static void deliver(RealServer dovecot, String message) throws IOException {
        String name = NAMES.incrementAndGet() + ".M1.localhost";
        Path written = Files.write(dovecot.maildir().resolve("tmp").resolve(name), message.getBytes(ISO_8859_1));
        Files.move(written, dovecot.maildir().resolve("new").resolve(name));
    }

    private static List<String> deliverAll(RealServer dovecot) throws IOException {
        List<String> messages = varied();
        for (String message : messages) {
            deliver(dovecot, message);
        }
        return messages;
    }

    private static List<String> stored(RealServer dovecot) throws IOException {
        List<String> stored = new ArrayList<>();
        for (Path message : dovecot.messages()) {
            stored.add(Files.readString(message, ISO_8859_1));
        }
        return stored;
    }

    private Pop3Client open(RealServer dovecot) throws IOException {
        Pop3Options options = Pop3Options.defaults()
                .withTls(Pop3Tls.STLS)
                .withTlsSettings(dovecot.tls())
                .withTap(transcript);
        Pop3Client maildrop = Pop3Client.open(dovecot.endpoint(), LOGIN, options);
        assertThat(transcript.render()).contains("-- TLSv1.3", "C: AUTH SCRAM-SHA-256 ");
        return maildrop;
    }

    private static BodySink<String> latin1() {
        return body -> new String(body.readNBytes(LONGEST), ISO_8859_1);
    }

    @Test
    void all_messages_come_as_they_lie_on_the_disk(RealServer dovecot, @TempDir Path folder) throws Exception {
        List<String> messages = deliverAll(dovecot);
        try (Pop3Client maildrop = open(dovecot)) {
            List<Listing> listed = maildrop.list();
            var inMemory = maildrop.retrieveAll(listed, message -> latin1());
            var inFiles =
                    maildrop.retrieveAll(listed, message -> BodySink.toFile(folder.resolve(message.number() + ".eml")));
            assertThat(listed).hasSize(COUNT);
            for (int i = 0; i < COUNT; i++) {
                String expected = onTheWire(messages.get(i));
                assertThat(differ(inMemory.get(i).value(), expected))
                        .as("message %s in memory", i)
                        .isEqualTo(SAME);
                String inFile = Files.readString(inFiles.get(i).value(), ISO_8859_1);
                assertThat(differ(inFile, expected))
                        .as("message %s in a file", i)
                        .isEqualTo(SAME);
            }
        }
        assertThat(stored(dovecot)).isEqualTo(messages);
    }

    @Test
    void all_beginnings_come_as_they_lie_on_the_disk(RealServer dovecot) throws Exception {
        List<String> messages = deliverAll(dovecot);
        try (Pop3Client maildrop = open(dovecot)) {
            List<Listing> listed = maildrop.list();
            for (int lines : new int[] {0, 3, 100_000}) {
                var beginnings = maildrop.topAll(listed, lines, message -> latin1());
                for (int i = 0; i < COUNT; i++) {
                    String expected = beginning(onTheWire(messages.get(i)), lines);
                    assertThat(differ(beginnings.get(i).value(), expected))
                            .as("message %s, %s lines", i, lines)
                            .isEqualTo(SAME);
                }
            }
        }
    }

    @Test
    void commit_deletes_what_was_marked_and_nothing_else(RealServer dovecot) throws Exception {
        List<String> messages = deliverAll(dovecot);
        List<String> odd = IntStream.range(0, COUNT)
                .filter(i -> i % 2 == 1)
                .mapToObj(messages::get)
                .toList();
        try (Pop3Client maildrop = open(dovecot)) {
            assertThat(maildrop.deleteAll(maildrop.list())).hasSize(COUNT).allSatisfy(one -> one.value());
        }
        assertThat(stored(dovecot)).as("closed without commit").isEqualTo(messages);
        try (Pop3Client maildrop = open(dovecot)) {
            List<Listing> listed = maildrop.list();
            List<Listing> even =
                    listed.stream().filter(one -> one.number() % 2 == 1).toList();
            assertThat(maildrop.deleteAll(even)).allSatisfy(one -> one.value());
            List<MessageOutcome<PopStatus>> again = maildrop.deleteAll(listed);
            assertThat(again.stream().filter(MessageOutcome.Refused.class::isInstance))
                    .as("marked already")
                    .hasSize(COUNT / 2);
            maildrop.reset();
            assertThat(maildrop.deleteAll(even)).allSatisfy(one -> one.value());
            assertThat(maildrop.commit().isOk()).isTrue();
        }
        assertThat(stored(dovecot)).isEqualTo(odd);
    }

    @Test
    void apop(RealServer dovecot) throws Exception {
        Pop3Options options =
                Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).withApop().withTap(transcript);
        try (Pop3Client maildrop = Pop3Client.open(dovecot.endpoint(), LOGIN, options)) {
            assertThat(maildrop.stat().messages()).isZero();
        }
        Credentials wrong = Credentials.of(RealServer.USER, Secret.of("not the password"));
        assertThatThrownBy(() -> Pop3Client.open(dovecot.endpoint(), wrong, options))
                .isInstanceOf(Pop3RefusedException.class);
        assertThat(transcript.render()).contains("C: APOP wireside •••").doesNotContain(RealServer.PASSWORD);
    }

    @Test
    void messages_are_left_on_the_server_and_expire(RealServer dovecot, @TempDir Path folder) throws Exception {
        List<String> messages = deliverAll(dovecot);
        Instant start = Instant.parse("2026-11-20T14:00:00Z");
        MaildropSync sync =
                MaildropSync.in(folder.resolve("uids"), "wireside@localhost").deletingAfter(Duration.ofDays(10));
        Path inbox = folder.resolve("inbox");

        SyncReport first = sync.withClock(() -> start).run(open(dovecot), Receiver.toFolder(inbox));
        assertThat(first.delivered()).hasSize(COUNT);
        assertThat(first.deletion()).isEqualTo(SyncReport.Deletion.NOTHING_DUE);

        deliver(dovecot, "Subject: later\n\n");
        messages.add("Subject: later\n\n");
        Instant later = start.plus(Duration.ofDays(9));
        SyncReport second = sync.withClock(() -> later).run(open(dovecot), Receiver.toFolder(inbox));
        assertThat(second.delivered()).hasSize(1);
        assertThat(second.alreadyKnown()).isEqualTo(COUNT);
        assertThat(stored(dovecot)).isEqualTo(messages);

        deliver(dovecot, "Subject: last\n\n");
        messages.add("Subject: last\n\n");
        Instant last = start.plus(Duration.ofDays(10));
        SyncReport third = sync.withClock(() -> last).run(open(dovecot), Receiver.toFolder(inbox));
        assertThat(third.delivered()).hasSize(1);
        assertThat(third.deletion()).isEqualTo(SyncReport.Deletion.COMMITTED);
        assertThat(third.deleted()).hasSize(COUNT);
        assertThat(stored(dovecot)).isEqualTo(messages.subList(COUNT, COUNT + 2));

        assertThat(Stream.of(first, second, third).flatMap(run -> run.inDoubt().stream()))
                .isEmpty();
        assertThat(contents(inbox))
                .containsExactlyInAnyOrderElementsOf(
                        messages.stream().map(DovecotMaildropTest::onTheWire).toList());
    }

    private static List<String> contents(Path inbox) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(inbox)) {
            for (Path file : files.toList()) {
                contents.add(Files.readString(file, ISO_8859_1));
            }
        }
        return contents;
    }
}
