package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.codec.Secret;
import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.AbortedException;
import dev.wireside.net.BodySink;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Endpoint;
import dev.wireside.net.Tls;
import dev.wireside.pop3.CommitUnknownException;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTls;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads, and both families of addresses, in clear and in TLS. */
@Timeout(60)
final class ConcurrencyTest {
    private static final Credentials LOGIN = Credentials.of("ada", Secret.of("pass-word-of-ada"));
    private static final Tls TRUST = Tls.defaults().trusting(TestCertificates.authority());
    private static final Envelope ENVELOPE = Envelope.from("ada@example.org").to("bob@example.net");
    private static final int MANY = 200;

    private static final String SMTP = """
        S: 220 ready
        C~ EHLO .+
        S: 250-mail.example.org
        S: 250 PIPELINING
        C: MAIL FROM:<ada@example.org>
        C: RCPT TO:<bob@example.net>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go on
        !until .
        """;

    private static final String POP3 = """
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
        S: 1 40
        S: .
        C: RETR 1
        S: +OK
        """;

    /** With TLS from the first byte or none, which makes a difference to who may close what. */
    enum Channel {
        CLEAR,
        TLS;

        WireScript script(String text) {
            return WireScript.parse(this == TLS ? "!tls\n" + text : text);
        }

        SmtpClient smtp(Endpoint server) throws IOException {
            SmtpTls when = this == TLS ? SmtpTls.IMPLICIT : SmtpTls.UNENCRYPTED;
            return SmtpClient.connect(
                    server, SmtpOptions.defaults().withTls(when).withTlsSettings(TRUST));
        }

        Pop3Client maildrop(Endpoint server) throws IOException {
            Pop3Tls when = this == TLS ? Pop3Tls.IMPLICIT : Pop3Tls.UNENCRYPTED;
            return Pop3Client.open(
                    server,
                    LOGIN,
                    Pop3Options.defaults().withTls(when).withTlsSettings(TRUST).allowingSecretsOnUnencryptedChannel());
        }
    }

    private static Endpoint of(ScriptedServer server) {
        return Endpoint.of(server.host(), server.port());
    }

    private static ScriptedServer silent(Channel channel, String script) throws IOException {
        return ScriptedServer.play(
                channel.script(script + "!stall 60s\n"),
                ServerOptions.defaults().withoutVerification());
    }

    // What two threads do to one client

    @ParameterizedTest
    @EnumSource
    void abort_by_another_thread_while_the_answer_to_a_message_is_waited_for(Channel channel) throws Exception {
        try (ScriptedServer server = silent(channel, SMTP);
                SmtpClient client = channel.smtp(of(server))) {
            Throwable failure = failureOf(
                    Thread.ofPlatform(), () -> client.send(ENVELOPE, BodySource.ofText("hi\r\n")), ignored -> {
                        awaitBody(server);
                        client.abort();
                    });
            assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
            assertThat(failure.getCause()).isInstanceOf(AbortedException.class);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void abort_by_another_thread_in_the_middle_of_a_fetched_message(Channel channel) throws Exception {
        try (ScriptedServer server = silent(channel, POP3 + "S: Subject: half\n");
                Pop3Client client = channel.maildrop(of(server))) {
            CountDownLatch reading = new CountDownLatch(1);
            Listing one = client.list().getFirst();
            Throwable failure = failureOf(
                    Thread.ofPlatform(),
                    () -> client.retrieve(one, body -> {
                        int first = body.read();
                        reading.countDown();
                        return first + body.readAllBytes().length;
                    }),
                    ignored -> {
                        reading.await();
                        client.abort();
                    });
            assertThat(failure).isInstanceOf(AbortedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interrupt_of_a_virtual_thread_that_waits_for_a_reply(Channel channel) throws Exception {
        try (ScriptedServer server = silent(channel, SMTP);
                SmtpClient client = channel.smtp(of(server))) {
            Throwable failure =
                    failureOf(Thread.ofVirtual(), () -> client.send(ENVELOPE, BodySource.ofText("hi\r\n")), thread -> {
                        awaitBody(server);
                        thread.interrupt();
                    });
            assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
            assertThat(failure.getCause()).isInstanceOf(AbortedException.class).hasMessageContaining("interrupt");
        }
    }

    @ParameterizedTest
    @EnumSource
    void interrupt_of_a_virtual_thread_that_commits(Channel channel) throws Exception {
        String script = POP3 + "S: .\nC: QUIT\n";
        try (ScriptedServer server = silent(channel, script);
                Pop3Client client = channel.maildrop(of(server))) {
            client.retrieve(client.list().getFirst(), BodySink.discard());
            Throwable failure = failureOf(Thread.ofVirtual(), client::commit, thread -> {
                while (!server.conversations().getFirst().lines().contains("QUIT")) {
                    Thread.sleep(1);
                }
                thread.interrupt();
            });
            assertThat(failure).isInstanceOf(CommitUnknownException.class);
            assertThat(failure.getCause()).isInstanceOf(AbortedException.class);
        }
    }

    private interface Disturbance {
        void of(Thread thread) throws Exception;
    }

    /** What the operation throws on a thread of its own when it is disturbed. */
    private static Throwable failureOf(Thread.Builder on, Callable<?> operation, Disturbance disturbance)
            throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = on.start(() -> failure.complete(catchThrowable(operation::call)));
        disturbance.of(thread);
        return failure.get(20, TimeUnit.SECONDS);
    }

    private static void awaitBody(ScriptedServer server) throws InterruptedException {
        while (server.conversations().getFirst().bodies().isEmpty()) {
            Thread.sleep(1);
        }
    }

    // Many clients

    @ParameterizedTest
    @EnumSource
    void two_hundred_virtual_threads_send_each_on_its_own_connection(Channel channel) throws Exception {
        WireScript script = channel.script(SMTP + "S: 250 taken\nC: QUIT\nS: 221 bye\n");
        try (ScriptedServer server = ScriptedServer.play(script, patient())) {
            onVirtualThreads(number -> {
                try (SmtpClient client = channel.smtp(of(server))) {
                    client.send(ENVELOPE, BodySource.ofText("number " + number + "\r\n"));
                }
            });
            assertThat(server.awaitConversations(MANY, Duration.ofSeconds(20)))
                    .extracting(one -> one.bodies().getFirst().text())
                    .doesNotHaveDuplicates()
                    .hasSize(MANY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_hundred_virtual_threads_fetch_each_on_its_own_connection(Channel channel) throws Exception {
        WireScript script = channel.script(POP3 + "S: Subject: hi\nS: \nS: ..\nS: .\nC: QUIT\nS: +OK bye\n");
        try (ScriptedServer server = ScriptedServer.play(script, patient())) {
            onVirtualThreads(number -> {
                try (Pop3Client client = channel.maildrop(of(server))) {
                    assertThat(client.retrieve(client.list().getFirst(), BodySink.text(100)))
                            .isEqualTo("Subject: hi\r\n\r\n.\r\n");
                }
            });
        }
    }

    private static ServerOptions patient() {
        return ServerOptions.defaults().withPatience(Duration.ofSeconds(30));
    }

    private interface Work {
        void of(int number) throws Exception;
    }

    private static void onVirtualThreads(Work work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    work.of(number);
                    return null;
                }));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        }
    }

    // Both families of addresses

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void an_address_of_each_family_and_a_name_with_tls(String host) throws Exception {
        String address = host.equals("localhost") ? "127.0.0.1" : host;
        Assumptions.assumeTrue(isHere(address), () -> "this machine has no " + address);
        String literal = address.contains(":") ? "[IPv6:0:0:0:0:0:0:0:1]" : "[127.0.0.1]";
        String smtp = SMTP.replace("C~ EHLO .+", "C: EHLO " + literal) + "S: 250 taken\nC: QUIT\nS: 221 bye\n";
        ServerOptions there = ServerOptions.defaults().withHost(address);
        try (ScriptedServer server = ScriptedServer.play(Channel.TLS.script(smtp), there);
                SmtpClient client = Channel.TLS.smtp(Endpoint.of(host, server.port()))) {
            assertThat(client.send(ENVELOPE, BodySource.ofText("hi\r\n")).accepted())
                    .hasSize(1);
        }
        String pop3 = POP3 + "S: .\nC: QUIT\nS: +OK bye\n";
        try (ScriptedServer server = ScriptedServer.play(Channel.TLS.script(pop3), there);
                Pop3Client client = Channel.TLS.maildrop(Endpoint.of(host, server.port()))) {
            assertThat(client.retrieve(client.list().getFirst(), BodySink.discard()))
                    .isZero();
        }
    }

    private static boolean isHere(String address) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return probe.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
