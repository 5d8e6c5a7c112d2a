package dev.wireside.codec.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import dev.wireside.codec.line.LineScanner;
import dev.wireside.codec.reply.ReplyParser.Dialect;

/** Whatever lines a server sends: replies within the limits or a {@link GrammarException}, nothing else. */
class ReplyParserFuzzTest {
    private static final int MAX_LINE = 8 * 1024;

    @FuzzTest
    void smtp(byte[] wire) {
        parse(Dialect.SMTP, wire);
    }

    @FuzzTest
    void ftp(byte[] wire) {
        parse(Dialect.FTP, wire);
    }

    private static void parse(Dialect dialect, byte[] wire) {
        ReplyParser parser = new ReplyParser(dialect);
        int from = 0;
        try {
            int cr = LineScanner.find(wire, from, wire.length, MAX_LINE);
            while (cr != LineScanner.INCOMPLETE) {
                Reply reply = parser.push(wire, from, cr);
                if (reply != null) {
                    assertThat(reply.lines()).hasSizeBetween(1, ReplyParser.MAX_LINES);
                    assertThat(reply.text()).hasSizeLessThanOrEqualTo(ReplyParser.MAX_BYTES);
                    assertThat(reply.toString()).hasSizeLessThan(1100).doesNotContain("\n", "\u001b");
                }
                from = cr + 2;
                cr = LineScanner.find(wire, from, wire.length, MAX_LINE);
            }
        } catch (GrammarException broken) {
            assertThat(broken.getMessage()).hasSizeLessThan(600);
        }
    }
}
