package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySource;
import dev.wireside.smtp.ChunkingUse;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.dkim.Canonicalization;
import dev.wireside.smtp.dkim.DkimKeys;
import dev.wireside.smtp.dkim.DkimSigner;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.UUID;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A signature survives a real server: what lies in the mailbox is verified by Apache jDKIM. */
@RequiresServer("postfix")
@Timeout(60)
final class PostfixDkimTest {
    private static final Envelope ENVELOPE = Envelope.from("ada@example.test").to("wireside@example.test");

    @ParameterizedTest
    @EnumSource
    void simple_and_relaxed_by_data_and_by_bdat(ChunkingUse chunking, RealServer postfix) throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        DkimSigner signer = DkimSigner.of("example.test", "mail", rsa.getPrivate());
        SmtpOptions options =
                SmtpOptions.defaults().withTlsSettings(postfix.tls()).withChunking(chunking);
        try (SmtpClient smtp = SmtpClient.connect(postfix.endpoint(), options)) {
            for (Canonicalization form : Canonicalization.values()) {
                for (String body :
                        List.of("hello\r\n", "a\n.\n..b\rc \t d\r\n\r\n\r\n", "gr\u00fc\u00dfe\r\nno line end")) {
                    String mark = UUID.randomUUID() + "@example.test";
                    String message = "From:  Ada\r\n\t<ada@example.test>\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\n"
                            + "Message-ID: <" + mark + ">\r\n\r\n" + body;
                    smtp.send(ENVELOPE, signer.withCanonicalization(form, form).sign(BodySource.ofText(message)));
                    List<SignatureRecord> verified = new DKIMVerifier(
                                    (methods, selector, domain) -> List.of(DkimKeys.txtRecord(rsa.getPublic())))
                            .verify(new ByteArrayInputStream(stored(postfix, mark)));
                    assertThat(verified).as("%s %s", form, body).hasSize(1);
                }
            }
        }
    }

    /** Lines end in LF in a Maildir. */
    private static byte[] stored(RealServer postfix, String mark) throws Exception {
        long until = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < until) {
            try {
                for (Path file : postfix.messages(RealServer.USER)) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (text.contains(mark)) {
                        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                    }
                }
            } catch (NoSuchFileException | UncheckedIOException moved) {
                // From tmp to new, where it is found next time.
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not delivered within 20 s: " + mark);
    }
}
