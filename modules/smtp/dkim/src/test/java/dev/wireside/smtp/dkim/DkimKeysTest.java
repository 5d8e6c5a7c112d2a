package dev.wireside.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimKeysTest {
    @TempDir
    Path folder;

    @Test
    void file_with_a_private_key() throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), Rfc8463Test.resource("rfc8463-rsa.pem"));
        assertThat(DkimKeys.privateKey(file)).isInstanceOf(RSAPrivateKey.class);
        assertThat(Rfc8463Test.key("ed25519")).isInstanceOf(EdECPrivateKey.class);
        assertThatThrownBy(() -> DkimKeys.privateKey(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cr3t",
                "-----BEGIN RSA PRIVATE KEY-----\ns3cr3t\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\ns3cr3t\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\ns3cr3t\n",
                "-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\ns3cr3tA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "-----END PRIVATE KEY-----\ns3cr3t\n-----BEGIN PRIVATE KEY-----\n",
            })
    void text_that_is_no_private_key_is_not_shown(String pem) {
        assertThatThrownBy(() -> DkimKeys.privateKey(pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr3t")
                .hasNoCause();
    }

    @Test
    void keys_that_dkim_does_not_know() throws Exception {
        for (String algorithm : new String[] {"EC", "Ed448", "X25519"}) {
            var pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            assertThatThrownBy(() -> DkimKeys.txtRecord(pair.getPublic())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DkimSigner.of("example.org", "s", pair.getPrivate()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Ed25519 (RFC 8463)");
        }
    }
}
