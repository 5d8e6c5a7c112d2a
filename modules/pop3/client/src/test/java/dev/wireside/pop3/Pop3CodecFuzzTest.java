package dev.wireside.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import dev.wireside.net.LineParser;

/** Whatever a server sends: a value within the limits or a {@link GrammarException}, nothing else. */
class Pop3CodecFuzzTest {
    private static final int LIMIT = 20;

    @FuzzTest
    void statusLine(byte[] line) {
        try {
            PopStatus status = PopStatus.parse(line, 0, line.length);
            PopStatus brief = PopStatus.parseBrief(line, 0, line.length);
            assertThat(brief).isEqualTo(status.isOk() ? new PopStatus(PopStatus.Indicator.OK, "") : status);
            assertThat(status.code().map(PopResponseCode::name).orElse("X"))
                    .matches("[!-.0-\\\\^-~]+(/[!-.0-\\\\^-~]+)*");
            assertThat(status.toString())
                    .startsWith(status.isOk() ? "+OK" : status.isError() ? "-ERR" : "+")
                    .hasSizeLessThanOrEqualTo(1003)
                    .doesNotContainPattern("\\p{Cntrl}");
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void statLine(byte[] line) {
        try {
            var answer = Answer.parse(line, 0, line.length, DropListing::read);
            assertThat(answer.value().isPresent()).isEqualTo(answer.status().isOk());
            answer.value().ifPresent(drop -> {
                assertThat(drop.messages()).isNotNegative();
                assertThat(drop.octets()).isNotNegative();
            });
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void listLines(byte[] lines) {
        try {
            var sizes = feed(NumberedLines.sizes(LIMIT), lines);
            assertThat(sizes.keySet()).hasSizeLessThanOrEqualTo(LIMIT).allMatch(number -> number > 0);
            assertThat(sizes.values()).allMatch(size -> size >= 0);
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void uidlLines(byte[] lines) {
        try {
            var uids = feed(NumberedLines.uids(LIMIT), lines);
            assertThat(uids.keySet()).hasSizeLessThanOrEqualTo(LIMIT).allMatch(number -> number > 0);
            assertThat(uids.values())
                    .allMatch(uid -> uid.length() <= NumberedLines.MAX_UID)
                    .allMatch(uid -> uid.chars().allMatch(c -> c >= ' ' && c != 0x7f));
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void capaLines(byte[] lines) {
        try {
            Pop3Capabilities capabilities = feed(Pop3Capabilities.parser(), lines);
            assertThat(capabilities.isKnown()).isTrue();
            assertThat(capabilities.saslMechanisms()).allMatch(name -> !name.isEmpty());
            capabilities
                    .expire()
                    .ifPresent(expiry -> assertThat(expiry.days().orElse(0)).isNotNegative());
            capabilities
                    .loginDelay()
                    .ifPresent(delay -> assertThat(delay.minimum().isNegative()).isFalse());
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void langLines(byte[] lines) {
        try {
            assertThat(feed(Language.parser(), lines)).allSatisfy(Pop3CodecFuzzTest::assertTagged);
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    @FuzzTest
    void langChoice(byte[] line) {
        try {
            var answer = Answer.parse(line, 0, line.length, Language::read);
            assertThat(answer.value().isPresent()).isEqualTo(answer.status().isOk());
            answer.value().ifPresent(Pop3CodecFuzzTest::assertTagged);
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    private static void assertTagged(Language language) {
        assertThat(language.tag()).matches("[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*");
    }

    @FuzzTest
    void apopTimestamp(byte[] greeting) {
        try {
            String timestamp =
                    Apop.timestamp(PopStatus.parse(greeting, 0, greeting.length).text());
            assertThat(timestamp).hasSizeLessThanOrEqualTo(Apop.MAX_TIMESTAMP).matches("<[!-;=?-~]+@[!-;=?-~]+>");
        } catch (GrammarException refused) {
            assertBounded(refused);
        }
    }

    /** Cuts at LF into lines, and adds the lone dot. */
    private static <T> T feed(LineParser<T> parser, byte[] lines) throws GrammarException {
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                T whole = parser.parse(lines, from, at);
                if (whole != null) {
                    return whole;
                }
                from = at + 1;
            }
        }
        T whole = parser.parse(new byte[] {'.'}, 0, 1);
        assertThat(whole).isNotNull();
        return whole;
    }

    private static void assertBounded(GrammarException refused) {
        assertThat(refused.getMessage()).hasSizeLessThan(600);
    }
}
