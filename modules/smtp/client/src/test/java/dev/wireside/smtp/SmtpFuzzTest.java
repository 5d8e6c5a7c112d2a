package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Whatever a server sends: a value within its grammar, or none; never an exception. */
class SmtpFuzzTest {
    @FuzzTest
    void capabilities(byte[] lines) {
        SmtpCapabilities server = SmtpCapabilities.of(reply(lines));
        server.sizeLimit().ifPresent(limit -> assertThat(limit).isPositive());
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

    /** The first byte chooses the code, lines end in LF. */
    private static Reply reply(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int code = bytes.length == 0 ? 250 : List.of(250, 354, 421, 550).get(bytes[0] & 3);
        return new Reply(new ReplyCode(code), List.of(text.split("\n", -1)));
    }
}
