package dev.wireside.codec.reply;

import dev.wireside.codec.Printable;
import java.util.List;

/**
 * One whole reply: its code and the text of each line, without code, separator and CRLF. Immutable.
 *
 * @param code the code of the last line, which all marked lines share
 * @param lines at least one; in the FTP dialect, lines between the first and the last are kept as they were sent
 */
public record Reply(ReplyCode code, List<String> lines) {
    /** A refusal with its reasons and a link fits; a hostile reply must not become a huge message. */
    private static final int SHOWN = 1000;

    /** @throws IllegalArgumentException if there is no line */
    public Reply {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
    }

    /** Whether the code fits one of the masks, as {@link ReplyCode#matches} reads them. */
    public boolean matches(String... masks) {
        for (String mask : masks) {
            if (code.matches(mask)) {
                return true;
            }
        }
        return false;
    }

    /** The lines as one text, joined by line feeds. */
    public String text() {
        return lines.size() == 1 ? lines.getFirst() : String.join("\n", lines);
    }

    /** For a message: code and text on one line, invisible characters escaped, and cut where it gets too long. */
    @Override
    public String toString() {
        String shown = Printable.of(code + " " + String.join(" / ", lines));
        return shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...";
    }
}
