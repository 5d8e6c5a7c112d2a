package dev.wireside.pop3.sync;

import dev.wireside.codec.GrammarException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The text of a store: a line that says whose it is, and a line for each {@link Change}.
 *
 * <pre>
 * store   =  "wireside-maildrop" SP version SP account SP check LF
 *            *(change SP check LF)
 *            [torn]                  ; what a crash left of the last line
 * check   =  8HEXDIG                 ; CRC-32C of the texts of all lines so far, each with an LF
 * </pre>
 *
 * <p>A line is one change, and nothing is written before the line in front of it is on the disk: so the last line is the
 * only one that can be torn. It is, when it has no LF or the wrong checksum. Any other line with a wrong checksum means that
 * the file was damaged.
 */
final class StoreText {
    static final int VERSION = 1;

    private static final String MAGIC = "wireside-maildrop";
    private static final int CHECK_LENGTH = 8;

    /** Writes lines: each checksum continues the one before, so that a line that is gone or moved is noticed too. */
    static final class Chain {
        private final CRC32C sum = new CRC32C();

        byte[] line(String text) {
            return (text + " " + check(text) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        }

        private String check(String text) {
            sum.update((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().toHexDigits((int) sum.getValue());
        }
    }

    /**
     * What a file holds.
     *
     * @param account whose it is
     * @param chain where the next line goes on, unless the file is torn
     * @param lines how many there are, the first one too
     * @param torn whether a crash left a part of a line, which must not be appended to
     */
    record Contents(String account, KnownMessages known, Chain chain, int lines, boolean torn) {}

    private final byte[] file;
    private final Chain chain = new Chain();
    private final KnownMessages known = new KnownMessages();
    private int at;
    private int lines;

    private StoreText(byte[] file) {
        this.file = file;
    }

    static String header(String account) {
        return MAGIC + " " + VERSION + " " + Token.of(account, StandardCharsets.UTF_8);
    }

    /** @throws GrammarException if this is no store, one of a later version, or damaged; says in which line */
    static Contents read(byte[] file) throws GrammarException {
        return new StoreText(file).read();
    }

    private Contents read() throws GrammarException {
        String account = account();
        boolean torn = false;
        while (at < file.length && !torn) {
            int end = endOfLine();
            String text = checked(end);
            torn = text == null;
            if (text == null && end < file.length - 1) {
                throw Token.broken("line " + lines + " of the store has its checksum", line(end));
            }
            if (text != null) {
                known.apply(Change.parse(text));
            }
            at = end + 1;
        }
        return new Contents(account, known, chain, lines, torn);
    }

    /** The first line is never torn: a store gets its name when it is whole. */
    private String account() throws GrammarException {
        int end = endOfLine();
        String text = checked(end);
        if (text == null || !text.startsWith(MAGIC + " ")) {
            throw Token.broken("a store begins with \"" + MAGIC + "\", a version and a checksum", line(end));
        }
        if (!text.startsWith(MAGIC + " " + VERSION + " ")) {
            throw Token.broken("this program knows version " + VERSION + " of the store", text);
        }
        at = end + 1;
        return Token.decode(text.substring(header("").length()), StandardCharsets.UTF_8);
    }

    /** Where the next LF is; the end of the file if there is none. */
    private int endOfLine() {
        int end = at;
        while (end < file.length && file[end] != '\n') {
            end++;
        }
        return end;
    }

    private String line(int end) {
        return new String(file, at, end - at, StandardCharsets.ISO_8859_1);
    }

    /** The line's text; null if its LF is missing or its checksum is not right. */
    private @Nullable String checked(int end) {
        lines++;
        String line = line(end);
        int space = line.length() - CHECK_LENGTH - 1;
        if (end == file.length || space < 0 || line.charAt(space) != ' ') {
            return null;
        }
        String text = line.substring(0, space);
        return line.substring(space + 1).equals(chain.check(text)) ? text : null;
    }
}
