package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.BodySink;
import dev.wireside.net.ConnectFailedException;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Timeouts;
import dev.wireside.net.Tls;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.testkit.FaultProxy;
import dev.wireside.testkit.Faults;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The encrypted bytes themselves go wrong, in the handshake and behind it: TLS or the grammar notices, always. */
@Timeout(120)
final class TlsBytesTest {
    private static final Tls TRUST = Tls.defaults().trusting(TestCertificates.authority());
    private static final String MESSAGE = "Subject: hi\r\n\r\ntext\r\n";

    /** More than the server sends from its first byte to the end of the dialogue. */
    private static final int BYTES = 2600;

    private static final int STRIDE = 17;

    private static final WireScript SCRIPT = WireScript.parse("""
        !tls
        S: +OK ready
        C: CAPA
        S: +OK
        S: SASL PLAIN
        S: .
        C: AUTH PLAIN •••
        S: +OK
        C: CAPA
        S: +OK
        S: .
        C: LIST
        S: +OK
        S: 1 20
        S: .
        C: RETR 1
        S: +OK
        S: Subject: hi
        S:
        S: text
        S: .
        C: QUIT
        S: +OK bye
        """);

    @Test
    void cut_off_with_fin_at_a_byte_of_the_encrypted_stream() throws Exception {
        assertThat(successes(at -> Faults.none().withHalfCloseAt(at))).isPositive();
    }

    @Test
    void cut_off_with_rst_at_a_byte_of_the_encrypted_stream() throws Exception {
        assertThat(successes(at -> Faults.none().withResetAt(at))).isPositive();
    }

    @Test
    void one_wrong_byte_in_the_encrypted_stream() throws Exception {
        assertThat(successes(at -> Faults.none().withCorruptByteAt(at))).isPositive();
    }

    /** How often the fault came too late to matter; every other time it was one of the documented exceptions. */
    private static long successes(LongFunction<Faults> toClient) throws Exception {
        ServerOptions options =
                ServerOptions.defaults().withPatience(Duration.ofSeconds(5)).withoutVerification();
        try (ScriptedServer server = ScriptedServer.play(SCRIPT, options);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (long at = 0; at < BYTES; at += STRIDE) {
                Faults faults = toClient.apply(at);
                all.add(threads.submit(() -> fetches(server, faults)));
            }
            long successes = 0;
            for (Future<Boolean> one : all) {
                successes += one.get() ? 1 : 0;
            }
            assertThat(successes).as("of " + all.size()).isLessThan(all.size());
            return successes;
        }
    }

    private static boolean fetches(ScriptedServer server, Faults toClient) throws Exception {
        Pop3Options options = Pop3Options.defaults()
                .withTlsSettings(TRUST)
                .withTimeouts(
                        Timeouts.defaults().withConnect(Duration.ofSeconds(20)).withReply(Duration.ofSeconds(20)));
        Credentials ada = Credentials.of("ada", Secret.of("pass-word-of-ada"));
        try (FaultProxy proxy = FaultProxy.to(server.host(), server.port(), Faults.none(), toClient);
                Pop3Client client = Pop3Client.open(Endpoint.of("127.0.0.1", proxy.port()), ada, options)) {
            assertThat(client.retrieve(client.list().getFirst(), BodySink.text(1000)))
                    .isEqualTo(MESSAGE);
            return true;
        } catch (SSLException | ConnectionLostException | ConnectFailedException documented) {
            return false;
        }
    }
}
