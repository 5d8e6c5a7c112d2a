package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.it.faults.Canary;
import dev.wireside.it.faults.Operation;
import dev.wireside.it.faults.Scene;
import dev.wireside.net.BodySink;
import dev.wireside.net.Endpoint;
import dev.wireside.net.TranscriptEvent;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.sync.MaildropSync;
import dev.wireside.pop3.sync.MessageId;
import dev.wireside.pop3.sync.NewMessage;
import dev.wireside.pop3.sync.Receiver;
import dev.wireside.pop3.sync.SyncReport;
import dev.wireside.pop3.sync.SyncStoppedException;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One run of a synchronisation with a server that may fail in any way; then one with a server that is well and has what the
 * first has left. Whatever the first comes to, after both nothing is lost or twice.
 *
 * @param mails what the server has
 * @param how leaving or deleting
 * @param glancing whether the receiver takes the second message after a few bytes of it
 */
record SyncScene(List<Mail> mails, Pop3Options options, UnaryOperator<MaildropSync> how, boolean glancing)
        implements Operation<Object> {
    private static final Canary PASSWORD = new Canary(Scene.PASSWORD);
    private static final String GLANCED_AT = "b";

    /** One message; without a unique id if that is empty. */
    record Mail(String uid, String text) {
        /** What answers RETR. */
        String answer() {
            return answer(text);
        }

        /** What answers TOP with no lines of the body. */
        String headers() {
            return answer(text.substring(0, text.indexOf("\r\n\r\n") + 4));
        }

        private static String answer(String text) {
            return "S: +OK\n!raw " + text.replaceAll("(?m)^\\.", "..").replace("\r\n", "\\r\\n") + "\nS: .\n";
        }

        String sha256() {
            try {
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** What came of the first run; the report is missing if the maildrop could not be opened. */
    private record First(Optional<SyncReport> report, Optional<Exception> failure) {}

    @Override
    public Object perform(Scene scene) throws Exception {
        try {
            Path folder = Files.createDirectory(scene.folder().resolve("first"));
            List<String> received = new ArrayList<>();
            First first = first(scene, folder, received);
            first.report().ifPresent(report -> mustBeNamed(received, report));
            int second = 0;
            for (List<Mail> left : mayBeLeft(first)) {
                Path copy = copy(folder, scene.folder().resolve("second" + second++));
                second(left, copy, new ArrayList<>(received));
            }
            if (first.failure().isPresent()) {
                throw first.failure().get();
            }
            return first.report().map(SyncScene::shown).orElseThrow();
        } finally {
            delete(scene.folder());
        }
    }

    private static String shown(SyncReport report) {
        return report.delivered().size() + " of " + report.newMessages() + " delivered, " + report.deletion();
    }

    private First first(Scene scene, Path folder, List<String> received) throws IOException {
        Pop3Options watched = Pop3Scenes.in(scene, options).withTap(event -> {
            scene.transcript().heard(event);
            mustBeRecorded(event, mails, folder);
        });
        try {
            Pop3Client maildrop = Pop3Client.open(scene.server(), Pop3Scenes.LOGIN, watched);
            SyncReport report = in(folder).run(maildrop, receiver(received));
            return new First(Optional.of(report), report.deletionProblem().map(Exception.class::cast));
        } catch (SyncStoppedException stopped) {
            return new First(Optional.of(stopped.report()), Optional.of((Exception) stopped.getCause()));
        } catch (IOException notOpened) {
            return new First(Optional.empty(), Optional.of(notOpened));
        }
    }

    private MaildropSync in(Path folder) {
        Instant now = Instant.parse("2026-11-20T14:00:00Z");
        return how.apply(MaildropSync.in(folder.resolve("ada.uids"), "ada@pop.example.org")
                .withClock(() -> now));
    }

    private Receiver receiver(List<String> received) {
        return message -> body -> {
            if (isGlancedAt(message)) {
                byte[] few = body.readNBytes(4);
                return received.add(mails.get(1).text().substring(0, few.length)
                        + mails.get(1).text().substring(4));
            }
            return received.add(BodySink.text((int) Pop3Scenes.LONGEST).readFrom(body));
        };
    }

    private boolean isGlancedAt(NewMessage message) {
        return glancing && message.listing().uid().equals(Optional.of(GLANCED_AT));
    }

    /** When DELE goes out, what it is about is on the disk as delivered. */
    private static void mustBeRecorded(TranscriptEvent event, List<Mail> mails, Path folder) {
        if (event instanceof TranscriptEvent.Sent sent && sent.line().masked().startsWith("DELE ")) {
            Mail marked = mails.get(Integer.parseInt(sent.line().masked().substring(5)) - 1);
            assertThat(store(folder))
                    .as("the store when %s goes out", sent)
                    .containsPattern("(?m)^delivered \\S+ " + marked.sha256() + " ");
        }
    }

    private static String store(Path folder) {
        try {
            return Files.readString(folder.resolve("ada.uids"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** What a receiver has is in the report as delivered or in doubt. */
    private void mustBeNamed(List<String> received, SyncReport report) {
        List<String> delivered =
                report.delivered().stream().map(SyncReport.Delivered::sha256).toList();
        for (Mail mail : mails) {
            long copies = received.stream().filter(mail.text()::equals).count();
            boolean recorded = delivered.contains(mail.sha256());
            boolean named = report.inDoubt().stream().anyMatch(doubt -> isOf(doubt.id(), mail));
            assertThat(copies).as("copies of %s, with %s", mail, report).isEqualTo(recorded || named ? 1 : 0);
        }
        assertThat(received)
                .allSatisfy(text -> assertThat(mails).extracting(Mail::text).contains(text));
    }

    private static boolean isOf(MessageId id, Mail mail) {
        return id.uid().orElse("").equals(mail.uid());
    }

    /** What the first server may have left; if nobody knows, each of the two. */
    private List<List<Mail>> mayBeLeft(First first) {
        List<MessageId> gone = first.report().map(SyncReport::deleted).orElse(List.of());
        List<MessageId> perhaps = first.report().map(SyncReport::perhapsDeleted).orElse(List.of());
        return perhaps.isEmpty() ? List.of(without(gone)) : List.of(mails, without(perhaps));
    }

    private List<Mail> without(List<MessageId> gone) {
        return mails.stream()
                .filter(mail -> gone.stream().noneMatch(id -> isOf(id, mail)))
                .toList();
    }

    private void second(List<Mail> left, Path folder, List<String> received) throws IOException {
        ScriptedServer server = ScriptedServer.play(well(left), ServerOptions.defaults());
        SyncReport report;
        try (server) {
            Pop3Options watched = Pop3Scenes.clear().withTap(event -> mustBeRecorded(event, left, folder));
            Endpoint endpoint = Endpoint.of(server.host(), server.port());
            report = in(folder).run(Pop3Client.open(endpoint, Pop3Scenes.LOGIN, watched), receiver(received));
        }
        assertThat(report.failed()).isEmpty();
        assertThat(report.refused()).isEmpty();
        for (Mail mail : mails) {
            boolean doubtful = report.inDoubt().stream()
                    .anyMatch(doubt -> doubt.fate() == SyncReport.Fate.DELIVERED_AGAIN && isOf(doubt.id(), mail));
            assertThat(received.stream().filter(mail.text()::equals).count())
                    .as("copies of %s after both runs, with %s", mail, report.inDoubt())
                    .isEqualTo(doubtful ? 2 : 1);
        }
        assertThat(PASSWORD.seenIn(store(folder))).isEmpty();
    }

    /** A server that answers everything. */
    private WireScript well(List<Mail> left) {
        boolean named = mails.stream().anyMatch(mail -> !mail.uid().isEmpty());
        StringBuilder sizes = new StringBuilder("!on LIST\nS: +OK\n");
        StringBuilder uids = new StringBuilder(named ? "!on UIDL\nS: +OK\n" : "!on UIDL\nS: -ERR what?\n");
        StringBuilder each = new StringBuilder();
        for (int i = 0; i < left.size(); i++) {
            Mail mail = left.get(i);
            int number = i + 1;
            sizes.append("S: " + number + " " + mail.text().length() + "\n");
            uids.append(mail.uid().isEmpty() ? "" : "S: " + number + " " + mail.uid() + "\n");
            each.append("!on RETR " + number + "\n" + mail.answer());
            each.append("!on TOP " + number + " 0\n" + mail.headers());
            each.append("!on DELE " + number + "\nS: +OK\n");
        }
        return WireScript.parse("S: +OK ready\n!on CAPA\nS: +OK\nS: TOP\nS: USER\n" + (named ? "S: UIDL\n" : "")
                + "S: .\n!on (USER|PASS) .+\nS: +OK\n!on QUIT\nS: +OK bye\n!close\n"
                + sizes + "S: .\n" + uids + (named ? "S: .\n" : "") + each);
    }

    private static Path copy(Path folder, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }
}
