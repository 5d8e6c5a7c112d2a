package dev.wireside.pop3.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wireside.codec.GrammarException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Whatever a file holds: what is known, or a {@link GrammarException}, nothing else. */
class StoreFuzzTest {
    @FuzzTest
    void file(byte[] file) {
        try {
            assertReadBack(StoreText.read(file).known());
        } catch (GrammarException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(600);
        }
    }

    /** With the right checksums, which chance does not find. */
    @FuzzTest
    void lines(byte[] lines) {
        var chain = new StoreText.Chain();
        var file = new ByteArrayOutputStream();
        file.writeBytes(chain.line(StoreText.header("ada@pop.example.org")));
        for (String line : new String(lines, ISO_8859_1).split("\n", -1)) {
            file.writeBytes(chain.line(line));
        }
        file(file.toByteArray());
    }

    @FuzzTest
    void change(byte[] line) {
        String text = new String(line, ISO_8859_1);
        try {
            assertThat(Change.parse(text).text()).isEqualTo(text);
        } catch (GrammarException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(600);
        }
    }

    private static void assertReadBack(KnownMessages known) throws GrammarException {
        KnownMessages again = new KnownMessages();
        List<String> texts = new ArrayList<>();
        for (Change change : known.changes()) {
            texts.add(change.text());
            again.apply(Change.parse(change.text()));
        }
        assertThat(again.changes()).extracting(Change::text).isEqualTo(texts);
        known.open().forEach(id -> assertThat(id.name()).hasSize(64));
    }
}
