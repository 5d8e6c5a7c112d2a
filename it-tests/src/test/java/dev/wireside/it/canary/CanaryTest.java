package dev.wireside.it.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.Sasl;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.it.faults.Canary;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Transcript;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.Mailbox;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTimeouts;
import dev.wireside.smtp.SmtpTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random secrets against servers that repeat them in every answer: they are seen in no transcript, no exception, no
 * {@code toString}, no log and no output.
 */
@Timeout(120)
final class CanaryTest {
    private static final String ASCII =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=-._~!$%&()*,:;<>?@[]^`{|}\"'#";
    private static final String TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/";
    private static final String WIDE = "äöüßéñøłжшыλΩ漢字かな한글€😀aB3";
    private static final String OFFERS = "250-PIPELINING\r\n250-CHUNKING\r\n250-DSN\r\n";
    private static final int[] LENGTHS = {8, 9, 10, 17, 40};

    /** One way to log in. A mechanism of this name is offered; USER stands for USER and PASS. */
    record Way(String name, BiFunction<String, Secret, SaslMechanism> mechanism, boolean token) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Way> SASL = List.of(
            new Way("PLAIN", Sasl::plain, false),
            new Way("LOGIN", Sasl::login, false),
            new Way("CRAM-MD5", Sasl::cramMd5, false),
            new Way("SCRAM-SHA-1", Sasl::scramSha1, false),
            new Way("SCRAM-SHA-256", Sasl::scramSha256, false),
            new Way("XOAUTH2", Sasl::xoauth2, true),
            new Way("OAUTHBEARER", Sasl::oauthBearer, true));

    private final Overheard overheard = new Overheard();

    @AfterEach
    void stopListening() {
        overheard.close();
    }

    static Stream<Way> sasl() {
        return SASL.stream();
    }

    static Stream<Way> saslAndUserPass() {
        return Stream.concat(SASL.stream(), Stream.of(new Way("USER", null, false)));
    }

    @ParameterizedTest
    @MethodSource("sasl")
    void smtp(Way way) throws Exception {
        for (String secret : secrets(way)) {
            for (Parrot.Verdict verdict : Parrot.Verdict.values()) {
                Transcript transcript = new Transcript();
                Credentials credentials = Credentials.of("ada", Secret.of(secret));
                SmtpOptions options = options(credentials, way, transcript);
                List<Object> seen = new ArrayList<>(List.of(options, credentials));
                try (Parrot server = new Parrot(false, way.name(), verdict, secret);
                        SmtpClient client = SmtpClient.connect(Endpoint.of("127.0.0.1", server.port()), options)) {
                    useSmtp(client, seen);
                } catch (Exception failure) {
                    seen.add(failure);
                }
                mustBeUnseen(secret, way, verdict, seen, transcript);
            }
        }
    }

    private static SmtpOptions options(Credentials credentials, Way way, Transcript transcript) {
        return SmtpOptions.defaults()
                .withTls(SmtpTls.UNENCRYPTED)
                .allowingSecretsOnUnencryptedChannel()
                .withLogin(credentials, way.mechanism())
                .withTimeouts(SmtpTimeouts.defaults().cappedAt(Duration.ofSeconds(10)))
                .withTap(transcript);
    }

    private static void useSmtp(SmtpClient client, List<Object> seen) throws Exception {
        seen.add(client);
        seen.add(client.capabilities());
        client.noop();
        Envelope envelope = Envelope.from("ada@example.org").to("bob@example.net", "eve@example.net");
        caught(() -> client.send(envelope, BodySource.ofText("hi\r\n")), seen);
        caught(() -> client.command(WireText.of("VRFY bob")), seen);
    }

    /** Many messages at once: one accepted, one refused, one of which nobody knows, and one behind it. */
    @ParameterizedTest
    @MethodSource("sasl")
    void smtp_batch(Way way) throws Exception {
        for (String secret : secrets(way)) {
            Transcript transcript = new Transcript();
            Credentials credentials = Credentials.of("ada", Secret.of(secret));
            SmtpOptions options = options(credentials, way, transcript);
            List<Object> seen = new ArrayList<>(List.of(options, credentials));
            try (Parrot server = new Parrot(false, OFFERS, way.name(), Parrot.Verdict.YES, secret);
                    SmtpClient client = SmtpClient.connect(Endpoint.of("127.0.0.1", server.port()), options)) {
                seen.add(client);
                seen.add(client.help());
                seen.add(client.expand("staff"));
                List<Delivery> deliveries = client.sendAll(List.of(
                        mail("bob@example.net", "hi"),
                        mail("eve@example.net", "hi"),
                        mail("bob@example.net", Parrot.GARBLE),
                        mail("bob@example.net", "hi")));
                assertThat(deliveries.stream().map(Object::getClass).toList())
                        .isEqualTo(List.of(
                                Delivery.Accepted.class,
                                Delivery.Refused.class,
                                Delivery.Unknown.class,
                                Delivery.Unknown.class));
                seen.addAll(deliveries);
                deliveries.forEach(delivery -> caught(delivery::receipt, seen));
            }
            mustBeUnseen(secret, way, Parrot.Verdict.YES, seen, transcript);
        }
    }

    /** Neither its submitter nor its number is secret, and both are in the middle of what is. */
    private static MailObject mail(String recipient, String text) {
        Envelope envelope = Envelope.from("ada@example.org")
                .to(recipient)
                .withSubmitter(Optional.of(Mailbox.of("root@example.org")))
                .withEnvelopeId("QQ314159");
        return new MailObject(envelope, BodySource.ofText(text + "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("sasl")
    void lmtp(Way way) throws Exception {
        for (String secret : secrets(way)) {
            for (Parrot.Verdict verdict : Parrot.Verdict.values()) {
                Transcript transcript = new Transcript();
                Credentials credentials = Credentials.of("ada", Secret.of(secret));
                SmtpOptions options = options(credentials, way, transcript);
                List<Object> seen = new ArrayList<>(List.of(options, credentials));
                try (Parrot server = new Parrot(false, OFFERS, way.name(), verdict, secret);
                        LmtpClient client = LmtpClient.connect(Endpoint.of("127.0.0.1", server.port()), options)) {
                    seen.add(client);
                    for (MailObject mail : List.of(
                            mail("bob@example.net", "hi"),
                            mail("eve@example.net", "hi"),
                            mail("bob@example.net", Parrot.GARBLE))) {
                        caught(() -> seen.add(client.send(mail.envelope(), mail.content())), seen);
                    }
                } catch (Exception failure) {
                    seen.add(failure);
                }
                mustBeUnseen(secret, way, verdict, seen, transcript);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("saslAndUserPass")
    void pop3(Way way) throws Exception {
        for (String secret : secrets(way)) {
            for (Parrot.Verdict verdict : Parrot.Verdict.values()) {
                Transcript transcript = new Transcript();
                Credentials credentials = Credentials.of("ada", Secret.of(secret));
                Pop3Options options = Pop3Options.defaults()
                        .withTls(Pop3Tls.UNENCRYPTED)
                        .allowingSecretsOnUnencryptedChannel()
                        .withTap(transcript);
                Pop3Options complete = way.mechanism() == null ? options : options.withSasl(way.mechanism());
                List<Object> seen = new ArrayList<>(List.of(complete, credentials));
                try (Parrot server = new Parrot(true, way.name(), verdict, secret);
                        Pop3Client client =
                                Pop3Client.open(Endpoint.of("127.0.0.1", server.port()), credentials, complete)) {
                    seen.add(client);
                    caught(client::stat, seen);
                } catch (Exception failure) {
                    seen.add(failure);
                }
                mustBeUnseen(secret, way, verdict, seen, transcript);
            }
        }
    }

    private interface Call {
        Object call() throws Exception;
    }

    private static void caught(Call call, List<Object> seen) {
        try {
            Object _ = call.call();
        } catch (Exception failure) {
            seen.add(failure);
        }
    }

    /** Values that a caller asked for, such as a reply, are the server's words; what is shown unasked is not. */
    private void mustBeUnseen(
            String secret, Way way, Parrot.Verdict verdict, List<Object> seen, Transcript transcript) {
        Canary canary = new Canary(secret);
        StringBuilder all = new StringBuilder(transcript.render())
                .append(transcript.toScript().render())
                .append(transcript.entries())
                .append(overheard);
        for (Object one : seen) {
            all.append('\n').append(one instanceof Throwable failure ? Canary.everythingSaidBy(failure) : one);
        }
        assertThat(canary.seenIn(all.toString()))
                .as("the secret \"%s\" after %s with %s", secret, verdict, way)
                .isEmpty();
        assertThat(transcript.render())
                .as("%s with %s: it came to the login", verdict, way)
                .contains("•••");
        assertThat(seen.stream().anyMatch(AutoCloseable.class::isInstance))
                .as("%s with %s lets \"%s\" in: %s", verdict, way, secret, seen)
                .isEqualTo(verdict == Parrot.Verdict.YES);
    }

    private static List<String> secrets(Way way) {
        Random random = new Random(20_261_120L + way.name().hashCode());
        List<String> secrets = new ArrayList<>();
        for (int length : LENGTHS) {
            secrets.add(random(random, way.token() ? TOKEN : ASCII, length));
            if (!way.token()) {
                secrets.add(random(random, WIDE, length));
            }
        }
        return secrets;
    }

    private static String random(Random random, String alphabet, int length) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }
}
