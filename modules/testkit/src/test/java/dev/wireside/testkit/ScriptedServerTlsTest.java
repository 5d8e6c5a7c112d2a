package dev.wireside.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.wire.WireScript;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ScriptedServerTlsTest {
    private static final WireScript STARTTLS = WireScript.parse("""
        S: 220 hi
        C: STARTTLS
        S: 220 go ahead
        !tls
        C: EHLO me
        S: 250 secure
        C: QUIT
        S: 221 bye
        """);

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void after_the_reply_to_starttls_the_dialogue_goes_on_inside(String protocol) throws Exception {
        var writes = new Writes();
        var options = ServerOptions.defaults().withTlsProtocols(protocol).withListener(writes);
        var server = ScriptedServer.play(STARTTLS, options);
        try (server;
                RawClient client = new RawClient(server)) {
            SSLSocket tls = secured(client);
            assertThat(tls.getSession().getProtocol()).isEqualTo(protocol);
            client.send("EHLO me\r\n");
            assertThat(client.line()).isEqualTo("250 secure\r\n");
            client.send("QUIT\r\n");
            assertThat(client.rest()).asString().isEqualTo("221 bye\r\n");
        }
        assertThat(server.conversations().get(0).tlsProtocol()).contains(protocol);
        assertThat(writes.events)
                .containsExactly(
                        "S 220 hi\r\n",
                        "C STARTTLS\r\n",
                        "S 220 go ahead\r\n",
                        "TLS",
                        "C EHLO me\r\n",
                        "S 250 secure\r\n",
                        "C QUIT\r\n",
                        "S 221 bye\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void inside_tls_too_the_bytes_are_the_same_however_they_are_delivered(Delivery delivery) throws Exception {
        var options = ServerOptions.defaults().withDelivery(delivery);
        try (var server = ScriptedServer.play(WireScript.parse("!tls\nS: 220 hi\nC: QUIT\nS: 221 bye"), options);
                RawClient client = new RawClient(server)) {
            client.startTls(TestCertificates.clientContext());
            client.send("QUIT\r\n");
            assertThat(client.rest()).asString().isEqualTo("220 hi\r\n221 bye\r\n");
        }
    }

    @Test
    void the_cut_counts_the_bytes_inside_of_tls() throws Exception {
        for (int n = 23; n < 34; n++) {
            var options = ServerOptions.defaults().withCutAt(n, Ending.FIN);
            try (var server = ScriptedServer.play(STARTTLS, options);
                    RawClient client = new RawClient(server)) {
                secured(client).setSoTimeout(5000);
                client.send("EHLO me\r\n");
                String arrived = "250 secure\r\n".substring(0, n - 22);
                assertThat(client.read()).isEqualTo(arrived);
                // There was no close_notify, but an SSLSocket does not tell: it reads this as the end of the stream.
                assertThat(client.read()).isNull();
            }
        }
    }

    @Test
    void plaintext_behind_the_reply_to_starttls_arrives_with_it() throws Exception {
        WireScript script = WireScript.parse("""
            C: STARTTLS
            S: 220 go ahead
            S: 250 injected
            !tls
            !close
            """);
        try (var server = ScriptedServer.play(script);
                RawClient client = new RawClient(server)) {
            client.send("STARTTLS\r\n");
            assertThat(client.read()).isEqualTo("220 go ahead\r\n250 injected\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VALID")
    void every_wrong_certificate_is_refused_by_a_client_that_checks(ServerCertificate kind) throws Exception {
        var options = ServerOptions.defaults().withTls(TestCertificates.serverContext(kind));
        try (var server = ScriptedServer.play(WireScript.parse("!tls"), options);
                RawClient client = new RawClient(server)) {
            assertThatThrownBy(() -> client.startTls(TestCertificates.clientContext()))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void a_refused_certificate_is_a_mismatch_if_the_script_wanted_more() throws Exception {
        var options = ServerOptions.defaults().withTls(TestCertificates.serverContext(ServerCertificate.EXPIRED));
        var server = ScriptedServer.play(WireScript.parse("!tls\nC: EHLO me"), options);
        try (RawClient client = new RawClient(server)) {
            assertThatThrownBy(() -> client.startTls(TestCertificates.clientContext()))
                    .isInstanceOf(SSLException.class);
        }
        assertThatThrownBy(server::close).hasMessageContaining("at line 1").hasMessageContaining("certificate");
    }

    @Test
    void a_client_certificate_can_be_demanded() throws Exception {
        var options = ServerOptions.defaults().withClientCertificate();
        try (var server = ScriptedServer.play(WireScript.parse("!tls\nS: hi"), options)) {
            try (RawClient client = new RawClient(server)) {
                client.startTls(TestCertificates.clientContextWithCertificate());
                assertThat(client.line()).isEqualTo("hi\r\n");
            }
            try (RawClient client = new RawClient(server)) {
                assertThatThrownBy(() -> {
                            client.startTls(TestCertificates.clientContext());
                            client.line();
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void the_certificates_are_made_once_and_signed_by_the_authority() throws Exception {
        X509Certificate valid = TestCertificates.certificate(ServerCertificate.VALID);
        assertThat(valid).isSameAs(TestCertificates.certificate(ServerCertificate.VALID));
        assertThatCode(() -> valid.verify(TestCertificates.authority().getPublicKey()))
                .doesNotThrowAnyException();
        assertThat(TestCertificates.trustStore().size()).isOne();
        assertThat(TestCertificates.clientKeyStore().isKeyEntry("key")).isTrue();
        assertThat(valid.getSubjectAlternativeNames().toString()).contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    private static SSLSocket secured(RawClient client) throws IOException {
        assertThat(client.line()).isEqualTo("220 hi\r\n");
        client.send("STARTTLS\r\n");
        assertThat(client.line()).isEqualTo("220 go ahead\r\n");
        return client.startTls(TestCertificates.clientContext());
    }
}
