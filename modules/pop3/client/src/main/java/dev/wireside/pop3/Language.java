package dev.wireside.pop3;

import dev.wireside.codec.GrammarException;
import dev.wireside.codec.line.LineText;
import dev.wireside.net.LineParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A language that a server can write its texts in (RFC 6856 section 3.2).
 *
 * <pre>
 * language-listing = language-tag [SP text]
 * language-tag     = 1*8alphanum *("-" 1*8alphanum)      ; RFC 5646: fr-CA, i-default
 * </pre>
 *
 * @param tag as the server wrote it; case does not count
 * @param text in a listing, what the language is called in itself; when it was just chosen, the server's first words in it;
 *     may be empty
 */
public record Language(String tag, String text) {
    /** There are fewer than 200 languages with a code of two letters; five times that is a server that never stops. */
    static final int MAX_LISTED = 1000;

    private static final int MAX_SUBTAG = 8;

    /** Reads what stands behind {@code +OK} when a language was chosen. */
    static Language read(LineFields line) throws GrammarException {
        byte[] rest = line.rest().getBytes(StandardCharsets.ISO_8859_1);
        return parse(rest, 0, rest.length);
    }

    /** Reads one listing. */
    static Language parse(byte[] buffer, int from, int to) throws GrammarException {
        String line = LineText.of(buffer, from, to);
        int space = line.indexOf(' ');
        String tag = space < 0 ? line : line.substring(0, space);
        if (!isTag(tag)) {
            throw new GrammarException(
                    "a language begins with its tag",
                    "RFC 6856 section 3.2",
                    GrammarException.excerpt(buffer, from, to));
        }
        return new Language(tag, space < 0 ? "" : line.substring(space + 1));
    }

    /** Reads the lines of one answer. */
    static LineParser<List<Language>> parser() {
        return new MultiLine<>(new Lines(), MAX_LISTED, "Language.MAX_LISTED");
    }

    /** Whether this is a language tag, which is also the simplest language range (RFC 4647 section 2.1). */
    static boolean isTag(String text) {
        int inSubtag = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (alphanumeric ? inSubtag == MAX_SUBTAG : c != '-' || inSubtag == 0) {
                return false;
            }
            inSubtag = alphanumeric ? inSubtag + 1 : 0;
        }
        return inSubtag > 0;
    }

    /** For people: {@code Language[tag=fr-CA, text=Français]}; what is invisible in the server's text is escaped. */
    @Override
    public String toString() {
        return "Language[tag=" + Shown.of(tag) + ", text=" + Shown.of(text) + "]";
    }

    private static final class Lines implements MultiLine.Collector<List<Language>> {
        private final List<Language> all = new ArrayList<>();

        @Override
        public void line(byte[] buffer, int from, int to) throws GrammarException {
            all.add(parse(buffer, from, to));
        }

        @Override
        public List<Language> whole() {
            return List.copyOf(all);
        }
    }
}
