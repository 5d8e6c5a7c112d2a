package dev.wireside.it.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.it.faults.Canary;
import dev.wireside.net.BodySink;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Transcript;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.MessageOutcome;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.sync.MaildropSync;
import dev.wireside.pop3.sync.Receiver;
import dev.wireside.pop3.sync.SyncReport;
import dev.wireside.pop3.sync.SyncStoppedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random secrets against a maildrop that repeats them in every answer, by the logins that few servers need: nor are they
 * seen after many messages at once, nor in the store of a synchronisation. Of APOP the digest is a secret, too.
 */
@Timeout(120)
final class Pop3CanaryTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/";
    private static final int[] LENGTHS = {8, 9, 10, 17, 40};

    enum Login {
        APOP,
        XOAUTH2_IN_TWO_LINES;

        Pop3Options options() {
            Pop3Options clear =
                    Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).withUtf8();
            return this == APOP
                    ? clear.withApop()
                    : clear.allowingSecretsOnUnencryptedChannel()
                            .withSasl(Sasl::xoauth2)
                            .withoutInitialResponse();
        }
    }

    private final Overheard overheard = new Overheard();
    private final List<Object> seen = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stopListening() {
        overheard.close();
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void login(Login login) throws Exception {
        for (String secret : secrets()) {
            for (Parrot.Verdict verdict : Parrot.Verdict.values()) {
                Transcript transcript = new Transcript();
                try (Pop3Parrot server = new Pop3Parrot(verdict, secret);
                        Pop3Client maildrop = open(server, secret, login, transcript)) {
                    seen.add(maildrop);
                    use(maildrop);
                } catch (IOException failure) {
                    seen.add(failure);
                }
                assertThat(seen.stream().anyMatch(Pop3Client.class::isInstance))
                        .as("%s with %s lets \"%s\" in: %s", verdict, login, secret, seen)
                        .isEqualTo(verdict == Parrot.Verdict.YES);
                mustBeUnseen(secret, transcript);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void synchronisation(Login login) throws Exception {
        for (String secret : secrets()) {
            Transcript transcript = new Transcript();
            Path store = folder.resolve("uids" + Integer.toHexString(secret.hashCode()));
            MaildropSync sync = MaildropSync.in(store, "ada@pop.example.org").deletingDelivered();
            try (Pop3Parrot server = new Pop3Parrot(Parrot.Verdict.YES, secret)) {
                server.garbling = true;
                caught(() -> sync.run(open(server, secret, login, transcript), nowhere()));
                server.garbling = false;
                caught(() -> sync.run(open(server, secret, login, transcript), nowhere()));
            }
            for (Object one : List.copyOf(seen)) {
                switch (one) {
                    case SyncStoppedException stopped -> lookInto(stopped.report());
                    case SyncReport report -> lookInto(report);
                    default -> {}
                }
            }
            assertThat(seen).hasAtLeastOneElementOfType(SyncStoppedException.class);
            assertThat(seen).hasAtLeastOneElementOfType(SyncReport.Delivered.class);
            seen.add(Files.readString(store, StandardCharsets.ISO_8859_1));
            mustBeUnseen(secret, transcript);
        }
    }

    private Pop3Client open(Pop3Parrot server, String secret, Login login, Transcript transcript) throws IOException {
        Credentials credentials = Credentials.of("ada", Secret.of(secret));
        Pop3Options options = login.options().withTap(transcript);
        seen.add(options.toString() + credentials);
        return Pop3Client.open(Endpoint.of("127.0.0.1", server.port()), credentials, options);
    }

    private void lookInto(SyncReport report) {
        seen.addAll(report.delivered());
        report.refused().forEach(problem -> seen.add(problem.reason()));
        report.deletionProblem().ifPresent(seen::add);
    }

    private static Receiver nowhere() {
        return message -> body -> body.readAllBytes().length;
    }

    private void use(Pop3Client maildrop) throws Exception {
        caught(maildrop::stat);
        caught(maildrop::languages);
        caught(() -> maildrop.language("fr"));
        List<Listing> listed = maildrop.list();
        seen.add(listed);
        refused(maildrop.retrieveAll(listed, message -> BodySink.text(100_000)));
        refused(maildrop.topAll(listed, 1, message -> BodySink.text(100_000)));
        refused(maildrop.deleteAll(listed));
        caught(() -> maildrop.retrieveAll(listed, message -> body -> {
            throw new IOException("no room");
        }));
        caught(maildrop::commit);
    }

    /** What was fetched is the server's words; why something was not is ours. */
    private void refused(List<? extends MessageOutcome<?>> outcomes) {
        for (MessageOutcome<?> outcome : outcomes) {
            seen.add(outcome.listing());
            if (outcome instanceof MessageOutcome.Refused<?> refused) {
                seen.add(refused);
                seen.add(refused.reason());
            }
        }
        assertThat(outcomes).hasAtLeastOneElementOfType(MessageOutcome.Refused.class);
    }

    private interface Call {
        Object call() throws Exception;
    }

    private void caught(Call call) {
        try {
            seen.add(call.call());
        } catch (Exception failure) {
            seen.add(failure);
        }
    }

    private void mustBeUnseen(String secret, Transcript transcript) throws GeneralSecurityException {
        StringBuilder all = new StringBuilder(transcript.render())
                .append(transcript.toScript().render())
                .append(transcript.entries())
                .append(overheard);
        for (Object one : seen) {
            all.append('\n').append(one instanceof Throwable failure ? Canary.everythingSaidBy(failure) : one);
        }
        assertThat(transcript.render()).contains("•••");
        for (String hidden : List.of(secret, digest(secret))) {
            assertThat(new Canary(hidden).seenIn(all.toString()))
                    .as("\"%s\"", hidden)
                    .isEmpty();
        }
        seen.clear();
    }

    private static String digest(String secret) throws GeneralSecurityException {
        byte[] hashed = (Pop3Parrot.STAMP + secret).getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(hashed));
    }

    private static List<String> secrets() {
        Random random = new Random(20_261_120);
        List<String> secrets = new ArrayList<>();
        for (int length : LENGTHS) {
            StringBuilder secret = new StringBuilder();
            while (secret.length() < length) {
                secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            secrets.add(secret.toString());
        }
        return secrets;
    }
}
