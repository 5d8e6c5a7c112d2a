package dev.wireside.codec.sasl;

import static dev.wireside.codec.sasl.Wire.PENCIL;
import static dev.wireside.codec.sasl.Wire.base64;
import static dev.wireside.codec.sasl.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramServerFirstTest {
    private static final String NONCE = "abcdef";
    private static final String SALT = "QSXCR+Q6sek8bf92";

    private static ScramServerFirst parse(String message) throws GrammarException {
        return ScramServerFirst.parse(message, NONCE);
    }

    @Test
    void well_formed() throws GrammarException {
        ScramServerFirst first = parse("r=abcdefXYZ,s=" + SALT + ",i=4096");
        assertThat(first.nonce()).isEqualTo("abcdefXYZ");
        assertThat(base64(first.salt())).isEqualTo(SALT);
        assertThat(first.iterations()).isEqualTo(4096);
    }

    @Test
    void optional_extensions_are_skipped() throws GrammarException {
        assertThat(parse("r=abcdefX,s=" + SALT + ",i=5000,x=anything=\u00e9,Y=1")
                        .iterations())
                .isEqualTo(5000);
    }

    static Stream<Arguments> malformed() {
        String s = ",s=" + SALT;
        return Stream.of(
                Arguments.of("server nonce does not extend ours", "r=abcdeXYZ" + s + ",i=4096", "extends"),
                Arguments.of("server nonce is ours unchanged", "r=abcdef" + s + ",i=4096", "extends"),
                Arguments.of("nonce differs in case", "r=ABCDEFxyz" + s + ",i=4096", "extends"),
                Arguments.of("nonce with a space", "r=abcdef g" + s + ",i=4096", "printable"),
                Arguments.of("nonce with a letter beyond ascii", "r=abcdef\u00e9" + s + ",i=4096", "printable"),
                Arguments.of("mandatory extension first", "m=x,r=abcdefX" + s + ",i=4096", "mandatory"),
                Arguments.of("mandatory extension last", "r=abcdefX" + s + ",i=4096,m=x", "mandatory"),
                Arguments.of("no nonce", "s=" + SALT + ",i=4096", "starts with"),
                Arguments.of("no salt", "r=abcdefX,i=4096", "starts with"),
                Arguments.of("no count", "r=abcdefX" + s, "starts with"),
                Arguments.of("other order", "s=" + SALT + ",r=abcdefX,i=4096", "starts with"),
                Arguments.of("extension in between", "r=abcdefX,x=1" + s + ",i=4096", "starts with"),
                Arguments.of("two nonces", "r=abcdefX,r=abcdefY" + s + ",i=4096", "once"),
                Arguments.of("two counts", "r=abcdefX" + s + ",i=4096,i=8192", "once"),
                Arguments.of("two equal extensions", "r=abcdefX" + s + ",i=4096,x=1,x=1", "once"),
                Arguments.of("trailing comma", "r=abcdefX" + s + ",i=4096,", "attribute"),
                Arguments.of("leading comma", ",r=abcdefX" + s + ",i=4096", "attribute"),
                Arguments.of("empty value", "r=abcdefX,s=,i=4096", "attribute"),
                Arguments.of("digit as a name", "r=abcdefX" + s + ",i=4096,1=x", "attribute"),
                Arguments.of("name of two letters", "r=abcdefX" + s + ",i=4096,xy=1", "attribute"),
                Arguments.of("nul in a value", "r=abcdefX" + s + ",i=4096,x=a\0b", "NUL"),
                Arguments.of("empty message", "", "attribute"),
                Arguments.of("salt is not base64", "r=abcdefX,s=***,i=4096", "Base64"),
                Arguments.of("salt without padding", "r=abcdefX,s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096", "Base64"),
                Arguments.of("salt in url alphabet", "r=abcdefX,s=QSXCR-Q6sek8bf92,i=4096", "Base64"),
                Arguments.of("salt of six octets", "r=abcdefX,s=AAAAAAAA,i=4096", "octets"),
                Arguments.of("endless salt", "r=abcdefX,s=" + "A".repeat(2000) + ",i=4096", "octets"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String situation, String message, String rule) {
        assertThatThrownBy(() -> parse(message))
                .as(situation)
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4095", "2000001", "2147483648", "99999999999999999999"})
    void iteration_count_out_of_bounds(String count) {
        assertThatThrownBy(() -> parse("r=abcdefX,s=" + SALT + ",i=" + count))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("4096 to 2000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "04096", "-4096", "+4096", "4096 ", "0x1000", "4e3", "\u0664\u0660\u0669\u0666"})
    void iteration_count_is_not_a_number(String count) {
        assertThatThrownBy(() -> parse("r=abcdefX,s=" + SALT + ",i=" + count))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("positive number");
    }

    @Test
    void iteration_count_at_the_bounds() throws GrammarException {
        for (int count : new int[] {ScramServerFirst.MIN_ITERATIONS, ScramServerFirst.MAX_ITERATIONS}) {
            assertThat(parse("r=abcdefX,s=" + SALT + ",i=" + count).iterations())
                    .isEqualTo(count);
        }
    }

    @Test
    void challenge_is_not_utf8() {
        SaslExchange exchange = Sasl.scramSha256("user", PENCIL).start();
        assertThatThrownBy(() -> exchange.answer(new byte[] {'r', '=', (byte) 0xc0, (byte) 0x80}))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("UTF-8");
    }

    /** One changed octet anywhere: a value within the limits, or a GrammarException, and never anything else. */
    @Test
    void any_octet_changed() {
        byte[] good = bytes("r=abcdefXYZ,s=" + SALT + ",i=4096,x=y");
        var random = new Random(7677);
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = good.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            try {
                ScramServerFirst first = parse(PeerText.of(changed, "test"));
                assertThat(first.iterations()).isBetween(4096, 2_000_000);
                assertThat(first.nonce()).startsWith(NONCE).hasSizeGreaterThan(NONCE.length());
            } catch (GrammarException expected) {
                assertThat(expected.getMessage()).hasSizeLessThan(600);
            }
        }
    }
}
