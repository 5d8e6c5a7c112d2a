package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Whatever a server sends: a value within its grammar, or none; never an exception. */
class SmtpFuzzTest {
    private static final Duration MAX_SECONDS = Duration.ofSeconds(999_999_999);

    @FuzzTest
    void capabilities(byte[] lines) {
        SmtpCapabilities server = SmtpCapabilities.of(reply(lines));
        server.sizeLimit().ifPresent(limit -> assertThat(limit).isPositive());
        server.deliverByMinimum().ifPresent(minimum -> assertThat(minimum).isBetween(Duration.ZERO, MAX_SECONDS));
        server.futureReleaseMaxInterval().ifPresent(most -> assertThat(most).isBetween(Duration.ZERO, MAX_SECONDS));
        server.futureReleaseMaxDate()
                .ifPresent(last -> assertThat(Instant.parse(last.toString())).isEqualTo(last));
        server.priorityProfile().ifPresent(profile -> assertThat(profile).isNotEmpty());
        assertThat(server.maxMailLine()).isBetween(512, 2048);
        server.keywords().forEach((keyword, parameters) -> {
            assertThat(keyword).isEqualTo(keyword.toUpperCase(Locale.ROOT)).isNotEmpty();
            assertThat(parameters).allMatch(parameter -> !parameter.isEmpty() && !parameter.contains(" "));
        });
    }

    @FuzzTest
    void enhancedStatus(byte[] text) {
        Reply reply = reply(text);
        EnhancedStatus.of(reply).ifPresent(status -> {
            assertThat(status.kind()).isEqualTo(reply.code().kind());
            assertThat(reply.lines().getLast()).startsWith(status.toString());
        });
    }

    /** Not a peer's bytes, but those of whoever filled in the form: a mailbox cannot leave its angle brackets. */
    @FuzzTest
    void mailbox(byte[] typed) {
        String text = new String(typed, StandardCharsets.UTF_8);
        try {
            Mailbox mailbox = Mailbox.of(text);
            assertThat(mailbox.toString()).isEqualTo(text);
            for (boolean utf8 : new boolean[] {true, false}) {
                String wire = mailbox.wireForm(utf8);
                assertThat(wire.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(320);
                assertThat(wire.chars()).noneMatch(c -> c < ' ' || c == 0x7f || c == '<' || c == '>');
            }
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).matches("[ -~]*");
        }
    }

    /** What a notification quotes. */
    @FuzzTest
    void xtext(byte[] quoted) throws GrammarException {
        String text = new String(quoted, StandardCharsets.UTF_8);
        try {
            String decoded = Xtext.decode(text);
            assertThat(Xtext.decode(Xtext.encode(decoded))).isEqualTo(decoded);
        } catch (GrammarException notXtext) {
            assertThat(notXtext.getMessage()).matches("[ -~]*");
        }
        String encoded = Xtext.encode(text);
        assertThat(encoded).matches("[!-~]*").doesNotContain("=");
        assertThat(Xtext.decode(encoded)).isEqualTo(text);
    }

    @FuzzTest
    void utf8Address(byte[] quoted) throws GrammarException {
        String text = new String(quoted, StandardCharsets.UTF_8);
        try {
            String decoded = Xtext.decodeUtf8Address(text);
            assertThat(decoded.chars()).noneMatch(c -> c == '\r' || c == '\n' || c == 0);
            for (boolean sevenBit : new boolean[] {true, false}) {
                String encoded = Xtext.encodeUtf8Address(decoded, sevenBit);
                assertThat(encoded).doesNotContain(" ", "+", "=");
                assertThat(Xtext.decodeUtf8Address(encoded)).isEqualTo(decoded);
            }
        } catch (GrammarException noAddress) {
            assertThat(noAddress.getMessage()).matches("[ -~]*");
        }
    }

    /** The first byte chooses the code, lines end in LF. */
    private static Reply reply(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int code = bytes.length == 0 ? 250 : List.of(250, 354, 421, 550).get(bytes[0] & 3);
        return new Reply(new ReplyCode(code), List.of(text.split("\n", -1)));
    }
}
