package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import dev.wireside.net.BodySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A message may come from anywhere: it is signed, or refused, and what is signed does not depend on its blocks. */
class DkimFuzzTest {
    private static final DkimSigner SIGNER = DkimSigner.of("example.org", "s", Rfc8463Test.key("ed25519"));

    /** The first byte chooses the blocks. */
    @FuzzTest
    void header(byte[] input) {
        byte[] message = message(input);
        List<HeaderField> whole = null;
        String body = "";
        try {
            Bytes.Split split = Bytes.split(message, message.length + 1);
            whole = split.header();
            body = split.body();
            for (HeaderField field : whole) {
                byte[] relaxed = Canonicalization.RELAXED.field(field.bytes());
                assertThat(relaxed).startsWith(field.name().getBytes(StandardCharsets.US_ASCII));
                assertThat(Canonicalization.RELAXED.field(relaxed)).isEqualTo(relaxed);
            }
        } catch (GrammarException refused) {
            assertThat(refused.excerpt()).isEmpty();
        }
        try {
            Bytes.Split split = Bytes.split(message, block(input));
            assertThat(split.header()).hasSize(whole.size());
            assertThat(split.body()).isEqualTo(body);
        } catch (GrammarException refused) {
            assertThat(whole).isNull();
        }
    }

    /** The first byte chooses the blocks. */
    @FuzzTest
    void body(byte[] input) {
        byte[] body = new String(message(input), StandardCharsets.ISO_8859_1)
                .replaceAll("\r\n?|\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        for (Canonicalization form : Canonicalization.values()) {
            byte[] whole = Bytes.body(form, body, body.length + 1);
            assertThat(Bytes.body(form, body, block(input))).isEqualTo(whole);
            assertThat(Bytes.body(form, whole, block(input))).isEqualTo(whole);
        }
    }

    @FuzzTest
    void signer(byte[] message) {
        try {
            BodySource signed = SIGNER.sign(BodySource.ofBytes(message));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            signed.writeTo(out);
            String text = out.toString(StandardCharsets.ISO_8859_1);
            assertThat(signed.size()).hasValue(text.length());
            assertThat(text).startsWith("DKIM-Signature: v=1;").endsWith("\r\n");
            assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        } catch (IOException refused) {
            assertThat(refused).isInstanceOf(UnsignableMessageException.class);
        }
    }

    private static byte[] message(byte[] input) {
        return input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    }

    private static int block(byte[] input) {
        return input.length == 0 ? 1 : 1 + (input[0] & 0x3f);
    }
}
