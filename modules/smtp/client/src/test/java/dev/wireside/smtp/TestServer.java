package dev.wireside.smtp;

import dev.wireside.codec.Secret;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Tls;
import dev.wireside.net.Transcript;
import dev.wireside.testkit.Conversation;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** A scripted server, and the options of a client for it. */
final class TestServer implements AutoCloseable {
    static final Credentials ADA = Credentials.of("ada", Secret.of("s3cr3t"));
    static final Credentials ADA_WITH_TOKEN = Credentials.of("ada", Secret.of("t0k3n"));

    /** Far longer than anything here takes, so that it ends a test that hangs and nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Transcript transcript = new Transcript();
    private final ScriptedServer server;

    private TestServer(ScriptedServer server) {
        this.server = server;
    }

    static TestServer plays(String script, Delivery delivery) throws IOException {
        return new TestServer(ScriptedServer.play(
                load(script), ServerOptions.defaults().withDelivery(delivery).withPatience(PATIENCE)));
    }

    /** For a client that is going to leave the script. */
    static TestServer playsWithoutVerification(String script, Delivery delivery) throws IOException {
        return new TestServer(ScriptedServer.play(
                load(script),
                ServerOptions.defaults()
                        .withDelivery(delivery)
                        .withPatience(PATIENCE)
                        .withoutVerification()));
    }

    private static WireScript load(String name) {
        try (InputStream in = Objects.requireNonNull(TestServer.class.getResourceAsStream(name + ".wire"), name)) {
            return WireScript.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Endpoint endpoint() {
        return Endpoint.of(server.host(), server.port());
    }

    SmtpOptions unencrypted() {
        return SmtpOptions.defaults()
                .withTls(SmtpTls.UNENCRYPTED)
                .withTap(transcript)
                .withClientName("client.example")
                .withTimeouts(SmtpTimeouts.defaults().cappedAt(PATIENCE));
    }

    SmtpOptions encrypted(SmtpTls when) {
        return unencrypted().withTls(when).withTlsSettings(Tls.defaults().trusting(TestCertificates.authority()));
    }

    SmtpClient connect() throws IOException {
        return SmtpClient.connect(endpoint(), unencrypted());
    }

    Conversation conversation() {
        return server.conversations().getFirst();
    }

    /** What the client sent, to be looked at after {@link #close}. */
    String clientBytes() {
        return new String(conversation().bytes(), StandardCharsets.ISO_8859_1);
    }

    String message() {
        return new String(conversation().bodies().getFirst().message(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
