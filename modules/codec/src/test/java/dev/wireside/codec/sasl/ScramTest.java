package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.PENCIL;
import static dev.wireside.codec.sasl.Wire.bytes;
import static dev.wireside.codec.sasl.Wire.first;
import static dev.wireside.codec.sasl.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.Secret;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScramTest {
    private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";
    private static final String SERVER_FIRST = "r=" + NONCE + "3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    private static final String SERVER_FINAL = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";

    private static SaslExchange rfc5802() {
        return Sasl.scram(ScramHash.SHA_1, "user", PENCIL, Gs2Header.NOT_SUPPORTED, () -> NONCE)
                .start();
    }

    private static SaslExchange rfc5802AfterFirst() throws GrammarException {
        SaslExchange exchange = rfc5802();
        exchange.answer(bytes(SERVER_FIRST));
        return exchange;
    }

    @Test
    void scram_sha_1_as_in_rfc5802_section_5() throws GrammarException {
        SaslExchange exchange = rfc5802();
        assertThat(first(exchange)).isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assertThat(text(exchange.answer(bytes(SERVER_FIRST))))
                .isEqualTo("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(exchange.answer(bytes(SERVER_FINAL))).isEmpty();
        exchange.succeeded(null);
        assertThat(exchange.failureDetail()).isEmpty();
    }

    @Test
    void scram_sha_256_as_in_rfc7677_section_3() throws GrammarException {
        SaslExchange exchange = Sasl.scram(
                        ScramHash.SHA_256, "user", PENCIL, Gs2Header.NOT_SUPPORTED, () -> "rOprNGfwEbeRWgbNEkqO")
                .start();
        assertThat(first(exchange)).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        byte[] serverFirst =
                bytes("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(text(exchange.answer(serverFirst)))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(exchange.answer(bytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")))
                .isEmpty();
        exchange.succeeded(null);
    }

    @Test
    void server_final_comes_with_the_success() throws GrammarException {
        rfc5802AfterFirst().succeeded(bytes(SERVER_FINAL));
    }

    @Test
    void success_without_the_servers_signature() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        assertThatThrownBy(() -> exchange.succeeded(null))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("only after the server's signature");
        assertThatThrownBy(() -> exchange.succeeded(new byte[0])).isInstanceOf(GrammarException.class);
    }

    @Test
    void success_at_once() {
        assertThatThrownBy(() -> rfc5802().succeeded(null)).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> rfc5802().succeeded(bytes(SERVER_FINAL))).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> rfc5802().succeeded(bytes("v="))).isInstanceOf(GrammarException.class);
    }

    @Test
    void wrong_signature_in_a_challenge() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        assertThatThrownBy(() -> exchange.answer(bytes("v=rmF9pqV8S7suAoZWja4dJRkFsKA=")))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("knows the password");
    }

    @Test
    void wrong_signature_with_the_success() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        assertThatThrownBy(() -> exchange.succeeded(bytes("v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=")))
                .isInstanceOf(GrammarException.class);
    }

    @Test
    void signature_cut_short() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        assertThatThrownBy(() -> exchange.answer(bytes("v=rmF9"))).isInstanceOf(GrammarException.class);
    }

    @Test
    void signature_sent_twice() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        exchange.answer(bytes(SERVER_FINAL));
        assertThatThrownBy(() -> exchange.answer(bytes(SERVER_FINAL))).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> exchange.succeeded(bytes(SERVER_FINAL))).isInstanceOf(GrammarException.class);
    }

    @Test
    void server_error_is_told_and_answered_with_nothing() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        assertThat(exchange.answer(bytes("e=invalid-proof"))).isEmpty();
        assertThat(exchange.failureDetail()).hasValue("invalid-proof");
        assertThatThrownBy(() -> exchange.succeeded(null)).isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> exchange.answer(bytes(SERVER_FINAL))).isInstanceOf(GrammarException.class);
    }

    @Test
    void server_error_instead_of_the_first_message() throws GrammarException {
        SaslExchange exchange = rfc5802();
        assertThat(exchange.answer(bytes("e=unknown-user\u001b"))).isEmpty();
        assertThat(exchange.failureDetail()).hasValue("unknown-user?");
    }

    @Test
    void success_that_carries_an_error() throws GrammarException {
        SaslExchange exchange = rfc5802AfterFirst();
        assertThatThrownBy(() -> exchange.succeeded(bytes("e=other-error"))).isInstanceOf(GrammarException.class);
    }

    @Test
    void comma_and_equals_sign_in_the_user_name() {
        assertThat(first(Sasl.scramSha256("a,b=c", PENCIL).start())).startsWith("n,,n=a=2Cb=3Dc,r=");
    }

    @Test
    void user_name_is_prepared_before_it_is_escaped() {
        // U+FF0C, the fullwidth comma, becomes a plain one under NFKC.
        assertThat(first(Sasl.scramSha256("\u2168\u00ad\uff0c", PENCIL).start()))
                .startsWith("n,,n=IX=2C,r=");
    }

    @Test
    void credentials_that_saslprep_prohibits() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sasl.scramSha256("a\ue000", PENCIL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sasl.scramSha256("a", Secret.of("canary\u0007")))
                .withMessageNotContaining("canary");
    }

    @Test
    void nonce_is_fresh_printable_and_long() {
        SaslMechanism scram = Sasl.scramSha256("user", PENCIL);
        String one = first(scram.start());
        assertThat(one).matches("n,,n=user,r=[A-Za-z0-9+/]{32}").isNotEqualTo(first(scram.start()));
    }

    @Test
    void initial_response_is_the_same_when_asked_twice() {
        SaslExchange exchange = Sasl.scramSha256("user", PENCIL).start();
        assertThat(first(exchange)).isEqualTo(first(exchange));
    }

    @Test
    void plus_names_the_binding_and_proves_its_data() throws GrammarException {
        var binding = new ChannelBinding(ChannelBinding.TLS_EXPORTER, new byte[] {1, 2, 3});
        SaslExchange exchange = Sasl.scramSha256Plus("user", PENCIL, binding).start();
        assertThat(first(exchange)).startsWith("p=tls-exporter,,n=user,r=");
        new ScramServer(ScramHash.SHA_256, "pencil", 4096, new byte[16])
                .expecting("p=tls-exporter,,", binding.data())
                .accept(exchange);
    }

    @Test
    void man_in_the_middle_has_another_channel() {
        var ours = new ChannelBinding(ChannelBinding.TLS_EXPORTER, new byte[] {1, 2, 3});
        SaslExchange exchange = Sasl.scramSha1Plus("user", PENCIL, ours).start();
        var server = new ScramServer(ScramHash.SHA_1, "pencil", 4096, new byte[16])
                .expecting("p=tls-exporter,,", new byte[] {9, 9, 9});
        assertThatThrownBy(() -> server.accept(exchange)).hasMessageContaining("channel-bindings-dont-match");
    }

    /** An independent server (PBKDF2 of the platform) and the client must agree for any password, salt and count. */
    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void any_password_salt_and_count(ScramHash hash) throws GrammarException {
        var random = new Random(5802);
        for (int round = 0; round < 30; round++) {
            String password = randomPassword(random);
            byte[] salt = new byte[ScramServerFirst.MIN_SALT + random.nextInt(60)];
            random.nextBytes(salt);
            SaslMechanism scram = Sasl.scram(hash, "ada", Secret.of(password), Gs2Header.NOT_SUPPORTED, Sasl::nonce);
            new ScramServer(hash, password, 4096 + random.nextInt(500), salt).accept(scram.start());
        }
    }

    /** Letters that SASLprep leaves alone, so that the server needs no preparation of its own. */
    private static String randomPassword(Random random) {
        String letters = "abcXYZ019 ,=\"\\~\u00e4\u00df\u0436\u4e2d";
        var password = new StringBuilder();
        int length = 1 + random.nextInt(100);
        for (int i = 0; i < length; i++) {
            password.append(letters.charAt(random.nextInt(letters.length())));
        }
        return password.toString();
    }

    @Test
    void wrong_password_is_refused_by_the_server() {
        var server = new ScramServer(ScramHash.SHA_256, "pencil", 4096, new byte[16]);
        SaslExchange exchange = Sasl.scramSha256("user", Secret.of("pen")).start();
        assertThatThrownBy(() -> server.accept(exchange)).hasMessageContaining("invalid-proof");
    }

    @Test
    void password_is_prepared() throws GrammarException {
        SaslExchange exchange =
                Sasl.scramSha256("user", Secret.of("I\u00adX\u00a0\u00aa")).start();
        new ScramServer(ScramHash.SHA_256, "IX a", 4096, new byte[16]).accept(exchange);
    }
}
