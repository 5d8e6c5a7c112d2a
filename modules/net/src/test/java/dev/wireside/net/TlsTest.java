package dev.wireside.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.WireText;
import dev.wireside.codec.sasl.ChannelBinding;
import dev.wireside.testkit.ServerCertificate;
import dev.wireside.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {
    private static final Tls TRUSTING = Tls.defaults().trusting(TestCertificates.authority());
    private static final Peer.Manner ECHO_LINES = socket -> {
        for (String line = Peer.line(socket); !line.isEmpty(); line = Peer.line(socket)) {
            Peer.send(socket, line + "\r\n");
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void lines_go_to_and_fro(String version) throws Exception {
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES);
                Connection connection = peer.connectTls(TRUSTING.withVersions(version))) {
            assertThat(exchange(connection, "hello")).isEqualTo("hello");
            TlsFacts facts = connection.tls().orElseThrow();
            assertThat(facts.version()).isEqualTo(version);
            assertThat(facts.cipherSuite()).startsWith("TLS_");
            assertThat(facts.chain().getFirst()).isEqualTo(TestCertificates.certificate(ServerCertificate.VALID));
            assertThat(facts.fingerprint()).hasSize(64);
        }
    }

    /** RFC 9525 section 6.3; the JDK alone would accept it. */
    @Test
    void a_common_name_alone_is_no_host_name() throws Exception {
        CommonNameOnly localhost = CommonNameOnly.make("localhost");
        Peer.Manner manner = socket -> Peer.secure(localhost.context(), socket).close();
        try (Peer peer = Peer.that(manner);
                Connection connection = to(peer, "localhost")) {
            Tls trusting = Tls.defaults().trusting(localhost.certificate());
            assertThatThrownBy(() -> connection.upgradeToTls(trusting, Deadline.after(Peer.LONG)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("RFC 9525");
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.tls()).isEmpty();
        }
        try (Peer peer = Peer.that(manner);
                Connection connection = to(peer, "localhost")) {
            connection.upgradeToTls(Tls.defaults().trustingExactly(localhost.certificate()), Deadline.after(Peer.LONG));
            assertThat(connection.tls()).isPresent();
        }
    }

    @Test
    void tls_is_a_link_in_a_chain_of_connectors() throws Exception {
        List<Endpoint> asked = new ArrayList<>();
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES)) {
            Connector proxy = (target, deadline, tap) -> {
                asked.add(target);
                Connection through = Connector.direct().connect(peer.endpoint(), deadline, tap);
                through.leadsOnTo(target);
                return through;
            };
            Endpoint target = Endpoint.of("localhost", 1);
            try (Connection connection =
                    Connector.tls(TRUSTING).via(proxy).connect(target, Deadline.after(Peer.LONG))) {
                assertThat(exchange(connection, "hello")).isEqualTo("hello");
                assertThat(connection.hops()).containsExactly(peer.endpoint(), target);
                assertThat(connection.target()).isEqualTo(target);
            }
            assertThat(asked).containsExactly(target);
            Connector toAnother = Connector.tls(TRUSTING).via(proxy);
            assertThatThrownBy(() -> toAnother.connect(Endpoint.of("other.example", 1), Deadline.after(Peer.LONG)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("other.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void the_name_or_address_that_was_asked_for_is_what_counts(String host) throws Exception {
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES);
                Connection connection = to(peer, host)) {
            connection.upgradeToTls(TRUSTING, Deadline.after(Peer.LONG));
            assertThat(exchange(connection, "hello")).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "my_host.example", "127.0.0.2"})
    void a_certificate_for_another_name_is_refused(String host) throws Exception {
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES);
                Connection connection = to(peer, host)) {
            assertThatThrownBy(() -> connection.upgradeToTls(TRUSTING, Deadline.after(Peer.LONG)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining(host);
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.tls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VALID")
    void a_certificate_that_is_not_right_is_refused_and_the_connection_is_dead(ServerCertificate wrong)
            throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (Peer peer = Peer.tls(wrong, ECHO_LINES);
                    Connection connection = peer.connect()) {
                Tls tls = TRUSTING.withVersions(version);
                assertThatThrownBy(() -> connection.upgradeToTls(tls, Deadline.after(Peer.LONG)))
                        .isInstanceOf(SSLException.class);
                assertThat(connection.isOpen()).isFalse();
                assertThat(connection.tls()).isEmpty();
            }
        }
    }

    @Test
    void the_test_authority_is_unknown_to_the_jdk() throws Exception {
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES);
                Connection connection = peer.connect()) {
            assertThatThrownBy(() -> connection.upgradeToTls(Tls.defaults(), Deadline.after(Peer.LONG)))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void exactly_one_certificate_is_accepted_under_any_name_while_it_is_valid() throws Exception {
        for (ServerCertificate kind : List.of(ServerCertificate.SELF_SIGNED, ServerCertificate.WRONG_NAME)) {
            Tls exactly = Tls.defaults().trustingExactly(TestCertificates.certificate(kind));
            try (Peer peer = Peer.tls(kind, ECHO_LINES);
                    Connection connection = peer.connectTls(exactly)) {
                assertThat(exchange(connection, "hello")).isEqualTo("hello");
            }
        }
        for (ServerCertificate kind : List.of(ServerCertificate.EXPIRED, ServerCertificate.NOT_YET_VALID)) {
            Tls exactly = Tls.defaults().trustingExactly(TestCertificates.certificate(kind));
            try (Peer peer = Peer.tls(kind, ECHO_LINES)) {
                assertThatThrownBy(() -> peer.connectTls(exactly)).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void another_certificate_than_the_named_one_is_refused_even_from_a_known_authority() throws Exception {
        Tls exactly = Tls.defaults().trustingExactly(TestCertificates.certificate(ServerCertificate.SELF_SIGNED));
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES)) {
            assertThatThrownBy(() -> peer.connectTls(exactly))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("not the one that was named");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_shows_its_certificate_when_asked(String version) throws Exception {
        KeyStore store = TestCertificates.clientKeyStore();
        char[] password = TestCertificates.PASSWORD.toCharArray();
        String alias = store.aliases().nextElement();
        Tls tls = TRUSTING.withVersions(version)
                .withClientKey(
                        (PrivateKey) store.getKey(alias, password), (X509Certificate) store.getCertificate(alias));
        BlockingQueue<X509Certificate> shown = new LinkedBlockingQueue<>();
        SSLContext context = TestCertificates.serverContext(ServerCertificate.VALID);
        Peer.Manner demanding = socket -> {
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 1, true);
            secured.setUseClientMode(false);
            secured.setNeedClientAuth(true);
            secured.startHandshake();
            shown.add((X509Certificate) secured.getSession().getPeerCertificates()[0]);
            ECHO_LINES.serve(secured);
        };
        try (Peer peer = Peer.that(demanding)) {
            try (Connection connection = peer.connectTls(tls)) {
                assertThat(exchange(connection, "hello")).isEqualTo("hello");
                assertThat(shown.take()).isEqualTo(TestCertificates.clientCertificate());
            }
            // With TLS 1.3 the client has finished before the server finds the certificate missing.
            assertThatThrownBy(() -> {
                        try (Connection without = peer.connectTls(TRUSTING.withVersions(version))) {
                            exchange(without, "hello");
                        }
                    })
                    .isInstanceOfAny(SSLException.class, ConnectionLostException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_stream_that_ends_without_close_notify_is_truncated_and_not_at_its_end(String version) throws Exception {
        try (Peer peer = dropping("250-half");
                Connection connection = peer.connectTls(TRUSTING.withVersions(version))) {
            InputStream input = connection.input();
            assertThat(input.readNBytes(8)).isEqualTo("250-half".getBytes(US_ASCII));
            assertThatThrownBy(input::read)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("without close_notify");
        }
    }

    @Test
    void a_stream_that_ends_with_close_notify_is_at_its_end() throws Exception {
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> Peer.send(socket, "all"));
                Connection connection = peer.connectTls()) {
            assertThat(connection.input().readAllBytes()).isEqualTo("all".getBytes(US_ASCII));
        }
    }

    @Test
    void closing_says_so_to_the_peer() throws Exception {
        BlockingQueue<Integer> record = new LinkedBlockingQueue<>();
        SSLContext context = TestCertificates.serverContext(ServerCertificate.VALID);
        try (Peer peer = Peer.that(socket -> {
            Peer.secure(context, socket);
            record.add(socket.getInputStream().read());
        })) {
            peer.connectTls(TRUSTING.withVersions("TLSv1.2")).close();
            // RFC 5246 section 6.2.1: content type 21 is an alert, and close_notify is one.
            assertThat(record.take()).isEqualTo(21);
        }
    }

    @Test
    void plaintext_glued_behind_the_go_ahead_is_refused_and_never_read_as_protected() throws Exception {
        try (Peer peer = Peer.says("220 go\r\n250 injected\r\n");
                Connection connection = peer.connect()) {
            assertThat(new LineReader(connection).readLine()).isEqualTo("220 go");
            assertThatThrownBy(() -> connection.upgradeToTls(TRUSTING, Deadline.after(Peer.LONG)))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("CVE-2021-22947")
                    .hasMessageContaining("250 injected\\r\\n");
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.input().available()).isZero();
        }
    }

    @Test
    void plaintext_that_comes_after_the_upgrade_has_begun_is_no_tls() throws Exception {
        try (Peer peer = Peer.that(socket -> {
                    socket.getInputStream().read();
                    Peer.send(socket, "250 injected\r\n");
                    socket.getInputStream().readAllBytes();
                });
                Connection connection = peer.connect()) {
            assertThatThrownBy(() -> connection.upgradeToTls(TRUSTING, Deadline.after(Peer.LONG)))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void the_peer_leaves_in_the_middle_of_the_handshake() throws Exception {
        try (Peer peer = Peer.that(socket -> socket.getInputStream().readNBytes(20));
                Connection connection = peer.connect()) {
            assertThatThrownBy(() -> connection.upgradeToTls(TRUSTING, Deadline.after(Peer.LONG)))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("the TLS handshake");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void large_bodies_pass_both_ways_at_once(String version) throws Exception {
        int size = 8 * 1024 * 1024;
        byte[] block = new byte[size];
        new java.util.SplittableRandom(5).nextBytes(block);
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> {
                    byte[] received = socket.getInputStream().readNBytes(size);
                    socket.getOutputStream().write(received);
                });
                Connection connection = peer.connectTls(TRUSTING.withVersions(version))) {
            try (Step step = connection.within(WireClock.IDLE, Peer.LONG, "a large body")) {
                connection.output().write(block);
                connection.output().flush();
                byte[] back = connection.input().readNBytes(size);
                assertThat(Arrays.equals(back, block)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_peer_that_changes_its_keys_in_the_middle_is_followed(String version) throws Exception {
        // After a handshake, JSSE's startHandshake updates the keys of TLS 1.3 and renegotiates TLS 1.2.
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> {
                    for (int i = 0; i < 3; i++) {
                        String line = Peer.line(socket);
                        ((SSLSocket) socket).startHandshake();
                        Peer.send(socket, line + "\r\n");
                    }
                    socket.getInputStream().read();
                });
                Connection connection = peer.connectTls(TRUSTING.withVersions(version))) {
            for (String line : List.of("one", "two", "three")) {
                assertThat(exchange(connection, line)).isEqualTo(line);
            }
        }
    }

    @Test
    void a_renegotiation_while_we_write_ends_in_time() throws Exception {
        byte[] block = new byte[64 * 1024];
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> {
                    ((SSLSocket) socket).startHandshake();
                    Peer.send(socket, "x");
                    socket.getInputStream().readAllBytes();
                });
                Connection connection = peer.connectTls(TRUSTING.withVersions("TLSv1.2"))) {
            assertThatThrownBy(() -> {
                        try (Step step = connection.within(WireClock.REPLY, Peer.SHORT, "the step")) {
                            connection.input().read();
                            while (true) {
                                connection.output().write(block);
                            }
                        }
                    })
                    .isInstanceOfAny(DeadlineException.class, SSLException.class);
        }
    }

    @Test
    void the_exporter_binding_of_tls_1_3_is_what_the_server_exports() throws Exception {
        BlockingQueue<byte[]> exported = new LinkedBlockingQueue<>();
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> {
                    exported.add(export(((SSLSocket) socket).getSession()));
                    ECHO_LINES.serve(socket);
                });
                Connection connection = peer.connectTls(TRUSTING.withVersions("TLSv1.3"))) {
            exchange(connection, "hello");
            ChannelBinding binding = connection.channelBinding().orElseThrow();
            if (Runtime.version().feature() >= 25) {
                assertThat(binding.type()).isEqualTo(ChannelBinding.TLS_EXPORTER);
                assertThat(binding.data()).isEqualTo(exported.take());
            } else {
                assertThat(binding.type()).isEqualTo("tls-server-end-point");
            }
        }
    }

    @Test
    void the_binding_of_tls_1_2_is_the_hash_of_the_servers_certificate() throws Exception {
        try (Peer peer = Peer.tls(ServerCertificate.VALID, ECHO_LINES);
                Connection connection = peer.connectTls(TRUSTING.withVersions("TLSv1.2"))) {
            ChannelBinding binding = connection.channelBinding().orElseThrow();
            byte[] certificate =
                    TestCertificates.certificate(ServerCertificate.VALID).getEncoded();
            assertThat(binding.type()).isEqualTo("tls-server-end-point");
            assertThat(binding.data())
                    .isEqualTo(
                            java.security.MessageDigest.getInstance("SHA-256").digest(certificate));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_session_is_resumed_by_the_same_value_only(String version) throws Exception {
        BlockingQueue<Long> created = new LinkedBlockingQueue<>();
        try (Peer peer = Peer.tls(ServerCertificate.VALID, socket -> {
            created.add(((SSLSocket) socket).getSession().getCreationTime());
            ECHO_LINES.serve(socket);
        })) {
            Tls tls = TRUSTING.withVersions(version);
            long first = sessionOf(peer, tls, created);
            assertThat(sessionOf(peer, tls, created)).as("the same value").isEqualTo(first);
            Tls equal = TRUSTING.withVersions(version);
            assertThat(sessionOf(peer, equal, created)).as("another value").isGreaterThan(first);
        }
    }

    private static long sessionOf(Peer peer, Tls tls, BlockingQueue<Long> created) throws Exception {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 3) {
            Thread.onSpinWait();
        }
        try (Connection connection = peer.connectTls(tls)) {
            exchange(connection, "hello");
            return created.take();
        }
    }

    @Test
    void what_tls_cannot_be_told_is_refused_at_once() {
        assertThatThrownBy(() -> Tls.defaults().withVersions()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tls.defaults().withVersions("TLSv1.1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tls.defaults().trusting()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tls_within_tls() throws Exception {
        SSLContext context = TestCertificates.serverContext(ServerCertificate.VALID);
        int size = 1024 * 1024;
        try (Peer peer = Peer.that(socket -> {
                    SSLSocket outer = Peer.secure(context, socket);
                    SSLSocket inner = Peer.secure(context, outer);
                    byte[] received = inner.getInputStream().readNBytes(size);
                    inner.getOutputStream().write(received);
                    inner.getInputStream().read();
                });
                Connection connection = peer.connectTls()) {
            connection.upgradeToTls(TRUSTING, Deadline.after(Peer.LONG));
            byte[] block = new byte[size];
            new java.util.SplittableRandom(6).nextBytes(block);
            connection.output().write(block);
            assertThat(Arrays.equals(connection.input().readNBytes(size), block))
                    .isTrue();
        }
    }

    private static String exchange(Connection connection, String line) throws IOException {
        try (Step step = connection.within(WireClock.REPLY, Peer.LONG, "the reply to " + line)) {
            connection.output().line(WireText.of(line));
            return new LineReader(connection).readLine();
        }
    }

    private static Connection to(Peer peer, String name) throws IOException {
        InetAddress address = InetAddress.getLoopbackAddress();
        SocketChannelTo channel = new SocketChannelTo(address, peer.endpoint().port());
        return Connection.over(
                channel.connected(), Endpoint.of(name, peer.endpoint().port()), WireTap.none());
    }

    /** A channel to an address, for a connection that believes it is to somebody else. */
    private record SocketChannelTo(InetAddress address, int port) {
        java.nio.channels.SocketChannel connected() throws IOException {
            return java.nio.channels.SocketChannel.open(new java.net.InetSocketAddress(address, port));
        }
    }

    /** Speaks TLS, says this, and ends TCP beneath it. */
    private static Peer dropping(String text) throws IOException {
        SSLContext context = TestCertificates.serverContext(ServerCertificate.VALID);
        return Peer.that(socket -> {
            SSLSocket secured = Peer.secure(context, socket);
            Peer.send(secured, text);
            endTcp(socket);
        });
    }

    private static void endTcp(Socket socket) throws IOException {
        socket.shutdownOutput();
        socket.getInputStream().read();
    }

    private static byte[] export(SSLSession session) throws Exception {
        Method export =
                ExtendedSSLSession.class.getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class);
        return (byte[]) export.invoke(session, "EXPORTER-Channel-Binding", new byte[0], 32);
    }
}
