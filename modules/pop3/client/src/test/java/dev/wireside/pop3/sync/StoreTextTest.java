package dev.wireside.pop3.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.GrammarException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of a store: read back as they were written, torn at the end, damaged elsewhere. */
class StoreTextTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:03:11Z");
    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final MessageId A = MessageId.of(MessageId.keyOfUid("a"));
    private static final MessageId B = MessageId.of(MessageId.keyOfUid("b c"), SHA);
    private static final List<Change> CHANGES = List.of(
            new Change.Ambiguous(B.key()),
            new Change.Fetching(NOW, A),
            new Change.Delivered(NOW, SHA, A, Optional.of(B)),
            new Change.Withdrawn(NOW, B, Optional.of(A)),
            new Change.Withdrawn(NOW, A, Optional.empty()),
            new Change.Missing(NOW, SHA, A.key()),
            new Change.Delivered(NOW, SHA, MessageId.of(MessageId.keyOfNothing(), SHA), Optional.empty()),
            new Change.Fetching(NOW, MessageId.of(MessageId.keyOfHeaders(SHA, 1043))));

    private static byte[] store(List<Change> changes) {
        var chain = new StoreText.Chain();
        var file = new ByteArrayOutputStream();
        file.writeBytes(chain.line(StoreText.header("ad a@p\u00f6p.example.org")));
        changes.forEach(change -> file.writeBytes(chain.line(change.text())));
        return file.toByteArray();
    }

    private static KnownMessages sum(List<Change> changes) {
        KnownMessages known = new KnownMessages();
        changes.forEach(known::apply);
        return known;
    }

    @Test
    void what_is_written_is_read_back() throws GrammarException {
        for (Change change : CHANGES) {
            assertThat(Change.parse(change.text())).isEqualTo(change);
        }
        var contents = StoreText.read(store(CHANGES));
        assertThat(contents.account()).isEqualTo("ad a@p\u00f6p.example.org");
        assertThat(contents.known().changes()).isEqualTo(sum(CHANGES).changes());
        assertThat(contents.torn()).isFalse();
        assertThat(sum(contents.known().changes()).changes())
                .as("a compacted store says the same")
                .isEqualTo(contents.known().changes());
    }

    @Test
    void the_checksums_do_not_change_from_version_to_version() {
        assertThat(new String(store(List.of(new Change.Fetching(NOW, A))), ISO_8859_1))
                .isEqualTo("""
                    wireside-maildrop 1 ad%20a@p%C3%B6p.example.org fd995015
                    fetching 2026-11-20T14:03:11Z uid:a 0a9ddda1
                    """);
    }

    @Test
    void a_last_line_that_is_cut_at_any_byte_is_as_if_it_were_not_there() throws GrammarException {
        byte[] whole = store(CHANGES);
        for (int lines = 0; lines < CHANGES.size(); lines++) {
            int from = store(CHANGES.subList(0, lines)).length;
            int to = store(CHANGES.subList(0, lines + 1)).length;
            for (int end = from; end < to; end++) {
                var contents = StoreText.read(Arrays.copyOf(whole, end));
                assertThat(contents.torn()).as("cut at %d", end).isEqualTo(end > from);
                assertThat(contents.known().changes())
                        .isEqualTo(sum(CHANGES.subList(0, lines)).changes());
            }
        }
    }

    @Test
    void a_header_that_is_cut_at_any_byte_is_no_store() {
        byte[] header = store(List.of());
        for (int end = 0; end < header.length; end++) {
            byte[] cut = Arrays.copyOf(header, end);
            assertThatThrownBy(() -> StoreText.read(cut)).isInstanceOf(GrammarException.class);
        }
    }

    @Test
    void any_wrong_byte_in_front_of_the_last_line_is_noticed() {
        byte[] whole = store(CHANGES);
        // Without the LF between them, the last two lines are one, which is torn.
        int lastEnd = store(CHANGES.subList(0, CHANGES.size() - 1)).length - 1;
        for (int at = 0; at < lastEnd; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> StoreText.read(damaged))
                        .as("bit %d of byte %d", bit, at)
                        .isInstanceOf(GrammarException.class);
            }
        }
    }

    @Test
    void any_wrong_byte_in_the_last_line_loses_that_line_only() throws GrammarException {
        byte[] whole = store(CHANGES);
        int lastLine = store(CHANGES.subList(0, CHANGES.size() - 1)).length;
        for (int at = lastLine; at < whole.length - 1; at++) {
            byte[] torn = whole.clone();
            torn[at] = 0;
            var contents = StoreText.read(torn);
            assertThat(contents.torn()).isTrue();
            assertThat(contents.known().changes())
                    .isEqualTo(sum(CHANGES.subList(0, CHANGES.size() - 1)).changes());
        }
    }

    @Test
    void a_line_that_is_gone_or_came_twice_or_out_of_order_is_noticed() {
        String whole = new String(store(CHANGES), ISO_8859_1);
        List<String> lines = whole.lines().toList();
        String second = lines.get(1) + "\n";
        String third = lines.get(2) + "\n";
        assertDamaged(whole.replace(second, ""), 2);
        assertDamaged(whole.replace(second, second + second), 3);
        assertDamaged(whole.replace(second + third, third + second), 2);
    }

    private static void assertDamaged(String store, int line) {
        assertThatThrownBy(() -> StoreText.read(store.getBytes(ISO_8859_1)))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("line " + line + " of the store has its checksum");
    }

    @Test
    void a_later_version_is_refused() {
        byte[] later = new StoreText.Chain().line("wireside-maildrop 2 ada@pop.example.org");
        assertThatThrownBy(() -> StoreText.read(later))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("this program knows version 1 of the store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "deliver",
                "delivered",
                "delivered 2026-11-20T14:03:11Z",
                "delivered 2026-11-20T14:03:11Z 00 uid:a",
                "delivered 2026-11-20T14:03:11Z 00 uid:a uid:b uid:c",
                "fetching 2026-11-20T14:03:11Z uid:a ",
                "fetching  2026-11-20T14:03:11Z uid:a",
                "fetching 2026-11-20T14:03:11Z uid:a uid:b",
                "fetching 2026-13-20T14:03:11Z uid:a",
                "fetching 2026-11-20T14:03:11z uid:a",
                "fetching 2026-11-20T24:00:00Z uid:a",
                "fetching +99999-11-20T14:03:1Z uid:a",
                "fetching 2026-11-20T14:03:11Z a",
                "fetching 2026-11-20T14:03:11Z uid:a#",
                "fetching 2026-11-20T14:03:11Z uid:a#b#c",
                "fetching 2026-11-20T14:03:11Z uid:\u00e9",
                "ambiguous",
                "ambiguous uid:a#b",
                "ambiguous none ",
            })
    void a_line_that_breaks_the_grammar_is_refused(String line) {
        assertThatThrownBy(() -> Change.parse(line)).isInstanceOf(GrammarException.class);
        var chain = new StoreText.Chain();
        var file = new ByteArrayOutputStream();
        file.writeBytes(chain.line(StoreText.header("ada")));
        file.writeBytes(chain.line(line));
        assertThatThrownBy(() -> StoreText.read(file.toByteArray()))
                .as("its checksum is right, so it is not torn")
                .isInstanceOf(GrammarException.class);
    }

    @Test
    void every_uid_makes_one_word_and_comes_back() {
        for (char c = ' '; c < 256; c++) {
            String uid = "a" + c + "%41#";
            MessageId id = MessageId.of(MessageId.keyOfUid(uid));
            assertThat(id.uid()).contains(uid);
            assertThat(id.text())
                    .doesNotContainAnyWhitespaces()
                    .doesNotContain("#")
                    .isPrintable();
            assertThat(id.name()).matches("[0-9a-f]{64}");
        }
    }
}
