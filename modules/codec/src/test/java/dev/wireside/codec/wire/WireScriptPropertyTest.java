package dev.wireside.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireScriptPropertyTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_rendered_script_parses_to_an_equal_one(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            WireScript script = script(random);
            String rendered = script.render();
            assertThat(WireScript.parse(rendered)).as(rendered).isEqualTo(script);
            assertThat(WireScript.parse(rendered.replace("\n", "\r\n"))).isEqualTo(script);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytes_and_their_text_and_its_written_form_are_the_same(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            String text = WireEscapes.text(bytes);
            assertThat(WireEscapes.bytes(text)).isEqualTo(bytes);
            String written = WireEscapes.escape(text);
            assertThat(written).doesNotContain("\r", "\n");
            assertThat(WireEscapes.bytes(WireEscapes.unescape(written))).isEqualTo(bytes);
        }
    }

    private static WireScript script(Random random) {
        List<WireRule> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add(new WireRule(regex(random), steps(random, 0)));
        }
        return new WireScript(steps(random, 0), rules);
    }

    private static List<WireStep> steps(Random random, int depth) {
        List<WireStep> steps = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            steps.add(step(random, depth));
        }
        return steps;
    }

    private static WireStep step(Random random, int depth) {
        return switch (random.nextInt(depth < 7 ? 16 : 15)) {
            case 0 -> new WireStep.Comment(comment(random));
            case 1 -> new WireStep.ServerLine(text(random));
            case 2 -> new WireStep.ServerBytes(text(random));
            case 3 -> new WireStep.ServerBody(2 + number(random));
            case 4 -> new WireStep.ClientLine(text(random));
            case 5 -> new WireStep.ClientMatch(regex(random));
            case 6 -> new WireStep.ClientUntil(text(random));
            case 7 -> new WireStep.ClientBytes(number(random));
            case 8 -> new WireStep.Tls();
            case 9 -> new WireStep.Stall(Duration.ofMillis(random.nextInt(86_400_001)));
            case 10 -> new WireStep.Pieces(1 + random.nextInt(Integer.MAX_VALUE));
            case 11 -> new WireStep.HalfClose();
            case 12 -> new WireStep.Close();
            case 13 -> new WireStep.Reset();
            case 14 -> new WireStep.ClientChunk();
            default -> new WireStep.Repeat(1 + number(random), steps(random, depth + 1));
        };
    }

    /** Of any magnitude, often a round one. */
    private static long number(Random random) {
        long number = random.nextLong(1L << random.nextInt(1, 50));
        return random.nextBoolean() ? number : number >> 20 << 20;
    }

    private static String text(Random random) {
        byte[] bytes = new byte[random.nextInt(10)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte)
                    (random.nextInt(3) == 0 ? random.nextInt(256) : " \\xS:!.#\r\n\té".charAt(random.nextInt(11)));
        }
        return WireEscapes.text(bytes);
    }

    private static String comment(Random random) {
        return text(random).replace('\r', 'r').replace('\n', 'n');
    }

    private static String regex(Random random) {
        String[] some = {"QUIT", "(?i)MAIL FROM:.*", " .* ", "", "\\S+\\\\", "[•é]{3}\t", "EHLO \\x41"};
        return some[random.nextInt(some.length)];
    }
}
