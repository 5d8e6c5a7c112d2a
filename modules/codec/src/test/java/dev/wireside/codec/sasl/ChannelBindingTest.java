package dev.wireside.codec.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelBindingTest {
    // Expected values: openssl x509 -outform der | sha256sum (or sha384sum).

    private static final String SHA1 = """
        -----BEGIN CERTIFICATE-----
        MIIBdDCCARqgAwIBAgIURXBxY3XzXLilfzgAaXJtUNh29YIwCQYHKoZIzj0EATAP
        MQ0wCwYDVQQDDARzaGExMCAXDTI2MTEyMDExMTkzN1oYDzIxMjYxMDI3MTExOTM3
        WjAPMQ0wCwYDVQQDDARzaGExMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJxQq
        0lcwneTw7DoB+GRwEWMJQzUeCeApV5CTFukCtQMILuvhKwgSdrNOazfb8VRPD2HM
        1vAL1fWh31/CcqBt16NTMFEwHQYDVR0OBBYEFAuGQwfzrQI7/EYJymtLQ+UzaZqA
        MB8GA1UdIwQYMBaAFAuGQwfzrQI7/EYJymtLQ+UzaZqAMA8GA1UdEwEB/wQFMAMB
        Af8wCQYHKoZIzj0EAQNJADBGAiEAhbsT8vQ/0Mby/pz03ETB1vjIRkJDisBjc8/a
        cuo6LugCIQCOaY825AiSDYN8DTYzUR1P88m8Dfd23JcLVHwl59k2sw==
        -----END CERTIFICATE-----
        """;

    private static final String SHA256 = """
        -----BEGIN CERTIFICATE-----
        MIIBejCCAR+gAwIBAgIUFxHevVhqNsLGQ9CLkXFctyVqzGMwCgYIKoZIzj0EAwIw
        ETEPMA0GA1UEAwwGc2hhMjU2MCAXDTI2MTEyMDExMTkzN1oYDzIxMjYxMDI3MTEx
        OTM3WjARMQ8wDQYDVQQDDAZzaGEyNTYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AAQnFCrSVzCd5PDsOgH4ZHARYwlDNR4J4ClXkJMW6QK1Awgu6+ErCBJ2s05rN9vx
        VE8PYczW8AvV9aHfX8JyoG3Xo1MwUTAdBgNVHQ4EFgQUC4ZDB/OtAjv8RgnKa0tD
        5TNpmoAwHwYDVR0jBBgwFoAUC4ZDB/OtAjv8RgnKa0tD5TNpmoAwDwYDVR0TAQH/
        BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAu0Js1P7Lh2SBcmTPgyvcOksoU19S
        4vsEGChYgCcF5NECIQDqU7QOUw3vykstk6DJVnE8kqCmBO9uNXAtrhNloxzMGg==
        -----END CERTIFICATE-----
        """;

    private static final String SHA384 = """
        -----BEGIN CERTIFICATE-----
        MIIBeDCCAR+gAwIBAgIUUc/e+0SOAVCYWt/jNLSH2y1c8xYwCgYIKoZIzj0EAwMw
        ETEPMA0GA1UEAwwGc2hhMzg0MCAXDTI2MTEyMDExMTkzN1oYDzIxMjYxMDI3MTEx
        OTM3WjARMQ8wDQYDVQQDDAZzaGEzODQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AAQnFCrSVzCd5PDsOgH4ZHARYwlDNR4J4ClXkJMW6QK1Awgu6+ErCBJ2s05rN9vx
        VE8PYczW8AvV9aHfX8JyoG3Xo1MwUTAdBgNVHQ4EFgQUC4ZDB/OtAjv8RgnKa0tD
        5TNpmoAwHwYDVR0jBBgwFoAUC4ZDB/OtAjv8RgnKa0tD5TNpmoAwDwYDVR0TAQH/
        BAUwAwEB/zAKBggqhkjOPQQDAwNHADBEAiBlmRFDwAtcF/mXps2vqQ/BXvSpsahx
        RYGOnkRSbtVqYQIgNNyj6iqv8A6gDvBqE3vIWfX89W3P+Ny5gXfMPvm1I0E=
        -----END CERTIFICATE-----
        """;

    private static final String ED25519 = """
        -----BEGIN CERTIFICATE-----
        MIIBOjCB7aADAgECAhQyxFJ7tVJLvY0tvHDo3LS3HW2gRTAFBgMrZXAwEjEQMA4G
        A1UEAwwHZWQyNTUxOTAgFw0yNjExMjAxMTE5MzdaGA8yMTI2MTAyNzExMTkzN1ow
        EjEQMA4GA1UEAwwHZWQyNTUxOTAqMAUGAytlcAMhAIw0SkKTv4QSz1ujJZryIR2u
        rMh8ELSzBkyP9peMy8n4o1MwUTAdBgNVHQ4EFgQU9H840TlC3EJJrI36HKVev2fP
        T+QwHwYDVR0jBBgwFoAU9H840TlC3EJJrI36HKVev2fPT+QwDwYDVR0TAQH/BAUw
        AwEB/zAFBgMrZXADQQCVJV2YfwMBTJW7maM6F0wBLILqeQv35pHAsgjZIP4ukm7m
        LFCZYjGe3AGuxj2lE42jQISpVXxyIwL6MZdx6PoI
        -----END CERTIFICATE-----
        """;

    private static X509Certificate certificate(String pem) throws CertificateException {
        var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }

    private static String endPoint(String pem) throws CertificateException {
        ChannelBinding binding =
                ChannelBinding.tlsServerEndPoint(certificate(pem)).orElseThrow();
        assertThat(binding.type()).isEqualTo("tls-server-end-point");
        return HexFormat.of().formatHex(binding.data());
    }

    @Test
    void certificate_signed_with_sha_1_is_hashed_with_sha_256() throws CertificateException {
        assertThat(endPoint(SHA1)).isEqualTo("602ba25eb02aec779630577c7047d530b266f7d9d456109c641053d1f9a47e3a");
    }

    @Test
    void certificate_signed_with_sha_256() throws CertificateException {
        assertThat(endPoint(SHA256)).isEqualTo("2d2164af2bfcf34e2ec136a76ea787e1d2bae18d85e56fc43ef53199fab2b913");
    }

    @Test
    void certificate_signed_with_sha_384_is_hashed_with_sha_384() throws CertificateException {
        assertThat(endPoint(SHA384))
                .isEqualTo(
                        "cc3b52c2798a629cb57d869ff66d0b3d8b27df799621c0062953947ca899d078491a159ae9cfc03bd6868132f075424c");
    }

    @Test
    void signature_without_a_hash_of_its_own() throws CertificateException {
        assertThat(ChannelBinding.tlsServerEndPoint(certificate(ED25519))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tls exporter", "tls,exporter", "tls=x", "tls\u0000", "\u00e9"})
    void type_that_would_end_the_header(String type) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelBinding(type, new byte[1]));
    }

    @Test
    void data_that_cannot_be() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelBinding("x", new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelBinding("x", new byte[1025]));
    }

    @Test
    void value_semantics_and_copies() {
        byte[] data = {1, 2, 3};
        var binding = new ChannelBinding("tls-exporter", data);
        var same = new ChannelBinding("tls-exporter", data);
        data[0] = 9;
        binding.data()[1] = 9;
        assertThat(binding.data()).containsExactly(1, 2, 3);
        assertThat(binding).isEqualTo(same).hasSameHashCodeAs(same).hasToString("tls-exporter");
        assertThat(binding).isNotEqualTo(new ChannelBinding("tls-exporter", data));
    }
}
