package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySource;
import dev.wireside.net.Endpoint;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTls;
import dev.wireside.smtp.dkim.Canonicalization;
import dev.wireside.smtp.dkim.DkimKeys;
import dev.wireside.smtp.dkim.DkimSigner;
import dev.wireside.testkit.Delivery;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was signed, sent and received is verified by dkimpy, which knows RSA and Ed25519. */
@RequiresServer("dkimpy")
@Timeout(60)
final class DkimTest {
    private static final Envelope ENVELOPE = Envelope.from("ada@example.org").to("bob@example.net");
    private static final KeyPair RSA = pair("RSA", 2048);
    private static final KeyPair ED25519 = pair("Ed25519", 255);
    private static final DkimSigner SIGNER = DkimSigner.of("example.org", "ed2026", ED25519.getPrivate())
            .alsoWith("rsa2026", RSA.getPrivate())
            .withIdentity("ada@mail.example.org");
    private static final String HEADER = "Received: from a\r\n"
            + "Received: from b;\r\n"
            + "\tFri, 20 Nov 2026 12:00:00 +0000\r\n"
            + "From:  Ada   Lovelace <ada@example.org> \r\n"
            + "To: bob@example.net,\r\n"
            + "  eve@example.net\r\n"
            + "SUBJECT: =?utf-8?q?gr=C3=BC=C3=9Fe?=\tand   blanks  \r\n"
            + "Date: Fri, 20 Nov 2026 12:00:00 +0000\r\n"
            + "MIME-Version: 1.0\r\n"
            + "Content-Type: text/plain;\r\n"
            + "\tcharset=utf-8\r\n"
            + "X-Empty:\r\n\r\n";

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(algorithm, impossible);
        }
    }

    static Stream<Arguments> messages() {
        String text = "one\r\n two  \t three \r\n";
        List<String> messages = List.of(
                HEADER + text,
                HEADER + ".\r\n..\r\n.dot\r\n" + text + ".\r\n",
                HEADER.replace("\r\n", "\n") + "one\n.\ntwo\rthree\n\n\n",
                HEADER + text + "\r\n\r\n \t\r\n\r\n",
                HEADER + "\r\n\r\n" + text,
                HEADER + "gr\u00c3\u00bc\u00c3\u009fe \u00ff\r\n",
                HEADER + "no line end ",
                HEADER + "\r\n\r\n",
                HEADER,
                HEADER + "A line of five megabytes. ".repeat(3).concat("\r\n").repeat(65_536));
        return messages.stream()
                .flatMap(message -> Arrays.stream(Canonicalization.values())
                        .flatMap(header -> Arrays.stream(Canonicalization.values())
                                .map(body -> Arguments.of(header, body, message))));
    }

    @ParameterizedTest(name = "{0}/{1} {index}")
    @MethodSource("messages")
    void both_signatures_are_valid_where_they_arrive(
            Canonicalization header, Canonicalization body, String message, RealServer dkimpy) throws Exception {
        BodySource source = BodySource.ofBytes(message.getBytes(StandardCharsets.ISO_8859_1));
        byte[] received = received(SIGNER.withCanonicalization(header, body).sign(source), Delivery.WHOLE);
        assertThat(verified(dkimpy, received))
                .containsExactly("ed25519-sha256 example.org pass", "rsa-sha256 example.org pass");
    }

    @Test
    void forged_message_is_not_valid(RealServer dkimpy) throws Exception {
        byte[] received = received(SIGNER.sign(BodySource.ofText(HEADER + "pay Ada\r\n")), Delivery.COALESCED);
        String text = new String(received, StandardCharsets.ISO_8859_1);
        List<String> forged = List.of(
                text.replace("pay Ada", "pay Eve"),
                text + "and Eve\r\n",
                text.replace("Ada   Lovelace", "Eve"),
                "From: eve@example.com\r\n" + text,
                "Reply-To: eve@example.com\r\n" + text,
                text.replace("text/plain", "text/html"),
                "Content-Type: text/html\r\n" + text);
        for (String one : forged) {
            assertThat(verified(dkimpy, one.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(one)
                    .containsExactly("ed25519-sha256 example.org fail", "rsa-sha256 example.org fail");
        }
        String relayed = "Received: from somewhere\r\n" + text.replace("   Lovelace", " Lovelace") + "\r\n\r\n";
        assertThat(verified(dkimpy, relayed.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("ed25519-sha256 example.org pass", "rsa-sha256 example.org pass");
    }

    private static byte[] received(BodySource message, Delivery delivery) throws IOException {
        WireScript script = WireScript.parse("""
            S: 220 mail.example.net
            C~ EHLO .*
            S: 250-mail.example.net
            S: 250-PIPELINING
            S: 250 8BITMIME
            !on (MAIL|RCPT) .*
              S: 250 ok
            !on DATA
              S: 354 go on
              !until .
              S: 250 queued
            !on QUIT
              S: 221 bye
              !close
            """);
        try (ScriptedServer server =
                ScriptedServer.play(script, ServerOptions.defaults().withDelivery(delivery))) {
            SmtpOptions options = SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED);
            try (SmtpClient smtp = SmtpClient.connect(Endpoint.of(server.host(), server.port()), options)) {
                smtp.send(ENVELOPE, message);
            }
            server.close();
            return server.conversations().getFirst().bodies().getFirst().message();
        }
    }

    private static List<String> verified(RealServer dkimpy, byte[] message) throws Exception {
        Endpoint at = dkimpy.endpoint();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + at.host() + ":" + at.port() + "/"))
                .header("Record", "rsa2026._domainkey.example.org " + DkimKeys.txtRecord(RSA.getPublic()))
                .header("Record", "ed2026._domainkey.example.org " + DkimKeys.txtRecord(ED25519.getPublic()))
                .POST(BodyPublishers.ofByteArray(message))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request, BodyHandlers.ofString()).body().lines().toList();
        }
    }
}
