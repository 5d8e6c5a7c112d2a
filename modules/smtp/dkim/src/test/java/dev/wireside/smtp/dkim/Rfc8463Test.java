package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of RFC 8463 appendix A: its keys, its message, and both of its signatures to the last bit. */
class Rfc8463Test {
    private static final String MESSAGE = resource("rfc8463.eml");

    static PrivateKey key(String name) {
        return DkimKeys.privateKey(resource("rfc8463-" + name + ".pem"));
    }

    static String resource(String name) {
        try (InputStream in = Rfc8463Test.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new AssertionError(name, unreadable);
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, brisbane, 0", "rsa, test, 1"})
    void signature_is_reproduced(String algorithm, String selector, int position) throws Exception {
        byte[] message = MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        Bytes.Split split = Bytes.split(message, 7);
        String field = new String(split.header().get(position).bytes(), StandardCharsets.US_ASCII);
        int value = field.indexOf("; b=") < 0 ? field.indexOf(" b=") + 3 : field.indexOf("; b=") + 4;
        assertThat(field).contains("s=" + selector, "a=" + algorithm);

        List<String> names =
                Arrays.stream(tag(field, "h").split(":")).map(String::strip).toList();
        byte[] header = SignedFields.canonical(split.header(), names, Canonicalization.RELAXED);
        byte[] signature = DkimSigner.signature(
                SigningKey.of(selector, key(algorithm)),
                header,
                field.substring(0, value).getBytes(StandardCharsets.US_ASCII),
                Canonicalization.RELAXED);
        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo(field.substring(value).replaceAll("\\s", ""));

        byte[] body = Bytes.body(Canonicalization.RELAXED, Bytes.bytes(split.body()), 3);
        assertThat(Base64.getEncoder().encodeToString(Sha256.digest().digest(body)))
                .isEqualTo(tag(field, "bh"));
    }

    private static String tag(String field, String name) {
        int from = field.indexOf(" " + name + "=") + name.length() + 2;
        return field.substring(from, field.indexOf(';', from)).replaceAll("\\s", "");
    }

    /** Appendix A.2. */
    @Test
    void records_in_dns() {
        String ed25519 = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        assertThat(DkimKeys.txtRecord(DkimKeys.publicKey(pem(ed25519))))
                .isEqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        String rsa =
                "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx"
                    + "/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l"
                    + "/K4w3QIDAQAB";
        assertThat(DkimKeys.txtRecord(DkimKeys.publicKey(pem(rsa)))).isEqualTo("v=DKIM1; k=rsa; p=" + rsa);
    }

    private static String pem(String base64) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }
}
