package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.net.BodySource;
import dev.wireside.net.Endpoint;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTls;
import dev.wireside.testkit.ScriptedServer;
import dev.wireside.testkit.ServerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Signed, sent, received, and verified by Apache jDKIM, which knows RSA only (version 0.5); Ed25519 is verified by another
 * implementation in it-tests.
 */
@Timeout(60)
class OnTheWireTest {
    private static final Envelope ENVELOPE = Envelope.from("ada@example.org").to("bob@example.net");
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

    private static KeyPair rsa;

    @BeforeAll
    static void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        rsa = generator.generateKeyPair();
    }

    private static ScriptedServer server(String extension) throws IOException {
        return ScriptedServer.play(
                WireScript.parse("""
                    S: 220 mail.example.net
                    C~ EHLO .*
                    S: 250-mail.example.net
                    S: 250-8BITMIME
                    S: 250 %s
                    !on (MAIL .*|RCPT .*|RSET)
                      S: 250 ok
                    !on DATA
                      S: 354 go on
                      !until .
                      S: 250 queued
                    !on QUIT
                      S: 221 bye
                      !close
                    """.formatted(extension)),
                ServerOptions.defaults().withoutVerification());
    }

    private static SmtpClient connect(ScriptedServer server) throws IOException {
        return SmtpClient.connect(
                Endpoint.of(server.host(), server.port()),
                SmtpOptions.defaults().withTls(SmtpTls.UNENCRYPTED).withClientName("client.example"));
    }

    private static byte[] received(BodySource message) throws IOException {
        try (ScriptedServer server = server("SIZE")) {
            try (SmtpClient smtp = connect(server)) {
                smtp.send(ENVELOPE, message);
            }
            server.close();
            return server.conversations().getFirst().bodies().getFirst().message();
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
                HEADER + "A line of five megabytes. ".repeat(3).concat("\r\n").repeat(65_536));
        // jDKIM hashes an empty relaxed body as CRLF, but RFC 6376 section 3.4.4 gives the hash of nothing.
        List<String> empty = List.of(HEADER + "\r\n\r\n", HEADER, HEADER.substring(0, HEADER.length() - 2));
        return Stream.concat(
                messages.stream().flatMap(message -> forms(message, Canonicalization.values())),
                empty.stream().flatMap(message -> forms(message, Canonicalization.SIMPLE)));
    }

    private static Stream<Arguments> forms(String message, Canonicalization... bodies) {
        return Arrays.stream(Canonicalization.values())
                .flatMap(header -> Arrays.stream(bodies).map(body -> Arguments.of(header, body, message)));
    }

    @ParameterizedTest(name = "{0}/{1} {index}")
    @MethodSource("messages")
    void what_the_server_got_is_verified_by_somebody_else(
            Canonicalization header, Canonicalization body, String message) throws Exception {
        DkimSigner signer = DkimSigner.of("example.org", "mail2026", rsa.getPrivate())
                .withCanonicalization(header, body)
                .withIdentity("ada@example.org");
        BodySource source = BodySource.ofBytes(message.getBytes(StandardCharsets.ISO_8859_1));
        List<SignatureRecord> verified = verify(received(signer.sign(source)));
        assertThat(verified).singleElement().satisfies(signature -> {
            assertThat(signature.getDToken()).hasToString("example.org");
            assertThat(signature.getIdentity()).hasToString("ada@example.org");
            assertThat(signature.getHeaderCanonicalisationMethod()).isEqualTo(header.tag());
            assertThat(signature.getBodyCanonicalisationMethod()).isEqualTo(body.tag());
            assertThat(signature.getBodyHashLimit()).isEqualTo(-1);
        });
    }

    private static List<SignatureRecord> verify(byte[] message) throws IOException, FailException {
        String record = DkimKeys.txtRecord(rsa.getPublic());
        return new DKIMVerifier((methods, selector, domain) -> {
                    assertThat(selector + "._domainkey." + domain).isEqualTo("mail2026._domainkey.example.org");
                    return List.of(record);
                })
                .verify(new ByteArrayInputStream(message));
    }

    @Test
    void another_from_subject_or_reply_to_breaks_the_signature() throws Exception {
        DkimSigner signer = DkimSigner.of("example.org", "mail2026", rsa.getPrivate());
        String message = new String(
                received(signer.sign(BodySource.ofText("From: ada@example.org\r\nSubject: a\r\n\r\nb\r\n"))),
                StandardCharsets.ISO_8859_1);
        assertThat(verify(message.getBytes(StandardCharsets.ISO_8859_1))).hasSize(1);
        assertThat(verify(("Received: x\r\nDate: y\r\nMessage-ID: z\r\n" + message)
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .hasSize(1);
        for (String added :
                List.of("From: eve@example.com", "Subject: b", "Reply-To: eve@example.com", "To: x", "Cc: x")) {
            byte[] forged = (added + "\r\n" + message).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(catchThrowable(() -> verify(forged))).as(added).isInstanceOf(FailException.class);
        }
    }

    private static BodySource changing() throws IOException {
        AtomicInteger readings = new AtomicInteger();
        BodySource changing =
                out -> out.write(("From: ada@example.org\r\n\r\nreading " + readings.getAndIncrement() + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return DkimSigner.of("example.org", "mail2026", rsa.getPrivate()).sign(changing);
    }

    @Test
    void message_that_changes_between_signing_and_sending_gets_no_end_mark() throws Exception {
        BodySource signed = changing();
        try (ScriptedServer server = server("SIZE")) {
            try (SmtpClient smtp = connect(server)) {
                assertThat(catchThrowable(() -> smtp.send(ENVELOPE, signed)))
                        .isInstanceOf(MessageChangedException.class);
                assertThat(smtp.isOpen()).isFalse();
            }
            server.close();
            assertThat(clientBytes(server)).contains("DATA\r\n").doesNotContain("\r\n.\r\n");
        }
    }

    @Test
    void message_that_changes_is_taken_back_by_rset_where_it_goes_in_chunks() throws Exception {
        BodySource signed = changing();
        try (ScriptedServer server = server("CHUNKING")) {
            try (SmtpClient smtp = connect(server)) {
                assertThat(catchThrowable(() -> smtp.send(ENVELOPE, signed)))
                        .isInstanceOf(MessageChangedException.class);
                assertThat(smtp.isOpen()).isTrue();
            }
            server.close();
            assertThat(clientBytes(server)).contains("RSET\r\n").doesNotContain("LAST", "DATA");
        }
    }

    private static String clientBytes(ScriptedServer server) {
        return new String(server.conversations().getFirst().bytes(), StandardCharsets.ISO_8859_1);
    }
}
