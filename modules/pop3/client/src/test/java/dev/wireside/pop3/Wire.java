package dev.wireside.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wireside.codec.Secret;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Timeouts;
import dev.wireside.net.Tls;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

/** The scripts of this package, a server that plays them, and the client's side of the connection. */
final class Wire {
    static final Credentials ADA = Credentials.of("ada", Secret.of("sesame"));

    private Wire() {}

    /** One dialogue, written in one or more files that follow each other: a beginning, what is tested, an end. */
    static WireScript script(String... files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            try (InputStream in = Wire.class.getResourceAsStream(file + ".wire")) {
                text.append(new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8))
                        .append('\n');
            }
        }
        return WireScript.parse(text.toString());
    }

    /** A server whose {@code close()} fails the test if the client did anything else than the script says. */
    static ScriptedServer play(Delivery delivery, String... files) throws IOException {
        return ScriptedServer.play(script(files), ServerOptions.defaults().withDelivery(delivery));
    }

    /** A server whose client is expected to break off in the middle. */
    static ScriptedServer playUnchecked(Delivery delivery, String... files) throws IOException {
        return ScriptedServer.play(
                script(files), ServerOptions.defaults().withDelivery(delivery).withoutVerification());
    }

    static Endpoint at(ScriptedServer server) {
        return Endpoint.of(server.host(), server.port());
    }

    static Pop3Options encrypted(Pop3Tls tls) {
        return Pop3Options.defaults()
                .withTls(tls)
                .withTlsSettings(Tls.defaults().trusting(TestCertificates.authority()))
                .withTimeouts(Timeouts.defaults().withReply(Duration.ofSeconds(10)));
    }

    static Pop3Options inClear() {
        return encrypted(Pop3Tls.UNENCRYPTED).allowingSecretsOnUnencryptedChannel();
    }

    static Pop3Client open(ScriptedServer server) throws IOException {
        return open(server, inClear());
    }

    static Pop3Client open(ScriptedServer server, Pop3Options options) throws IOException {
        return Pop3Client.open(at(server), ADA, options);
    }
}
