package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.PENCIL;
import static dev.wireside.codec.sasl.Wire.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wireside.codec.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslChooserTest {
    private static final ChannelBinding BINDING = new ChannelBinding(ChannelBinding.TLS_EXPORTER, new byte[32]);
    private static final SaslChooser CLEAR = SaslChooser.forPassword("user", PENCIL);
    private static final SaslChooser TLS = CLEAR.onEncryptedChannel();
    private static final SaslChooser BOUND = CLEAR.onEncryptedChannel(BINDING);

    private static List<String> names(String spaced) {
        return List.of(spaced.split(" "));
    }

    private static SaslMechanism chosen(SaslChooser chooser, String offered) {
        return ((SaslChoice.Chosen) chooser.choose(names(offered))).mechanism();
    }

    private static SaslChoice.None none(SaslChooser chooser, String offered) {
        return (SaslChoice.None) chooser.choose(names(offered));
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS, SCRAM-SHA-256-PLUS",
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS, SCRAM-SHA-1-PLUS",
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256, SCRAM-SHA-256",
        "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1, SCRAM-SHA-1",
        "LOGIN PLAIN CRAM-MD5, CRAM-MD5",
        "LOGIN PLAIN, PLAIN",
        "NTLM LOGIN XOAUTH2, LOGIN",
        "plain Login, PLAIN"
    })
    void strongest_on_a_channel_that_can_be_bound(String offered, String expected) {
        assertThat(chosen(BOUND, offered).name()).isEqualTo(expected);
    }

    @Test
    void plus_is_not_chosen_without_a_binding() {
        assertThat(chosen(TLS, "SCRAM-SHA-256-PLUS SCRAM-SHA-256").name()).isEqualTo("SCRAM-SHA-256");
    }

    @Test
    void plus_was_removed_from_the_offers() {
        SaslMechanism scram = chosen(BOUND, "SCRAM-SHA-256 PLAIN");
        assertThat(scram.name()).isEqualTo("SCRAM-SHA-256");
        assertThat(first(scram.start())).startsWith("y,,n=user,r=");
    }

    @Test
    void y_is_under_the_proof() throws Exception {
        SaslExchange exchange = chosen(BOUND, "SCRAM-SHA-256").start();
        new ScramServer(ScramHash.SHA_256, "pencil", 4096, new byte[16])
                .expecting("y,,", new byte[0])
                .accept(exchange);
    }

    @Test
    void client_that_cannot_bind_says_n() {
        assertThat(first(chosen(TLS, "SCRAM-SHA-256").start())).startsWith("n,,n=user,r=");
    }

    @Test
    void plus_says_p() {
        assertThat(first(chosen(BOUND, "SCRAM-SHA-256 SCRAM-SHA-256-PLUS").start()))
                .startsWith("p=tls-exporter,,n=user,r=");
    }

    @Test
    void password_never_in_clear() {
        SaslChoice.None none = none(CLEAR, "PLAIN LOGIN");
        assertThat(none.offered()).containsExactly("PLAIN", "LOGIN");
        assertThat(none.withheld()).containsExactly("PLAIN", "LOGIN");
        assertThat(none.reason())
                .isEqualTo("PLAIN LOGIN may not be used on an unencrypted channel with the floor CLEARTEXT;"
                        + " the server offers PLAIN LOGIN");
    }

    @Test
    void token_never_in_clear() {
        SaslChooser token = SaslChooser.forToken("user", PENCIL);
        assertThat(none(token, "XOAUTH2 OAUTHBEARER").withheld()).containsExactly("OAUTHBEARER", "XOAUTH2");
        assertThat(chosen(token.onEncryptedChannel(), "XOAUTH2 OAUTHBEARER").name())
                .isEqualTo("OAUTHBEARER");
        assertThat(chosen(token.onEncryptedChannel(), "XOAUTH2 PLAIN").name()).isEqualTo("XOAUTH2");
    }

    @Test
    void password_in_clear_when_loudly_allowed() {
        assertThat(chosen(CLEAR.allowingSecretsOnUnencryptedChannel(), "PLAIN LOGIN")
                        .name())
                .isEqualTo("PLAIN");
    }

    @Test
    void scram_and_cram_md5_work_in_clear() {
        assertThat(chosen(CLEAR, "PLAIN SCRAM-SHA-256").name()).isEqualTo("SCRAM-SHA-256");
        assertThat(chosen(CLEAR, "PLAIN CRAM-MD5").name()).isEqualTo("CRAM-MD5");
    }

    @Test
    void offers_shortened_below_the_floor() {
        SaslChoice.None none = none(CLEAR.withFloor(SaslStrength.SCRAM_SHA_1), "CRAM-MD5 PLAIN");
        assertThat(none.withheld()).containsExactly("CRAM-MD5", "PLAIN");
        assertThat(none.floor()).isEqualTo(SaslStrength.SCRAM_SHA_1);
    }

    @Test
    void loud_permission_does_not_lower_the_floor() {
        SaslChooser chooser = CLEAR.allowingSecretsOnUnencryptedChannel().withFloor(SaslStrength.CHALLENGE);
        assertThat(none(chooser, "PLAIN").withheld()).containsExactly("PLAIN");
    }

    @Test
    void nothing_offered() {
        assertThat(TLS.choose(List.of()))
                .isInstanceOfSatisfying(
                        SaslChoice.None.class,
                        none -> assertThat(none.reason()).isEqualTo("the server offers no SASL mechanism"));
    }

    @Test
    void only_unknown_mechanisms() {
        assertThat(none(TLS, "NTLM GSSAPI").reason()).endsWith("credentials: NTLM GSSAPI");
    }

    @Test
    void hostile_names_do_not_reach_the_message() {
        String reason = none(TLS, "\u001b[2J\r\nX " + "Y".repeat(100_000)).reason();
        assertThat(reason).contains("?[2J??X").hasSizeLessThan(400).matches("[ -~]*");
    }

    @Test
    void every_choice_is_at_or_above_the_floor() {
        var random = new Random(4422);
        List<String> all = new ArrayList<>(names("PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS"
                + " SCRAM-SHA-256-PLUS EXTERNAL NTLM"));
        List<SaslStrength> floors = List.of(SaslStrength.values());
        for (int round = 0; round < 2_000; round++) {
            Collections.shuffle(all, random);
            List<String> offered = all.subList(0, random.nextInt(all.size()));
            SaslStrength floor = floors.get(random.nextInt(floors.size()));
            boolean encrypted = random.nextBoolean();
            SaslChoice choice = (encrypted ? BOUND : CLEAR).withFloor(floor).choose(offered);
            if (choice instanceof SaslChoice.Chosen some) {
                assertThat(offered).contains(some.mechanism().name());
                assertThat(some.mechanism().strength()).isGreaterThanOrEqualTo(floor);
                assertThat(encrypted || some.mechanism().strength() != SaslStrength.CLEARTEXT)
                        .isTrue();
            }
        }
    }

    @Test
    void credentials_that_no_mechanism_carries() {
        assertThatIllegalArgumentException().isThrownBy(() -> SaslChooser.forPassword("a\0b", PENCIL));
        assertThatIllegalArgumentException().isThrownBy(() -> SaslChooser.forPassword("a", Secret.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> SaslChooser.forToken("a", Secret.of("t t")));
    }

    @Test
    void a_password_that_SASLprep_refuses_goes_by_a_mechanism_that_sends_it_as_it_is() {
        SaslChooser chooser = SaslChooser.forPassword("user", Secret.of("p\tw")).onEncryptedChannel();
        assertThat(chooser.choose(List.of("SCRAM-SHA-256", "PLAIN")))
                .isInstanceOfSatisfying(
                        SaslChoice.Chosen.class,
                        chosen -> assertThat(chosen.mechanism().name()).isEqualTo("PLAIN"));
        assertThat(chooser.choose(List.of("SCRAM-SHA-256")))
                .isInstanceOfSatisfying(
                        SaslChoice.None.class,
                        none -> assertThat(none.reason()).contains("SASLprep").doesNotContain("p\tw"));
    }
}
