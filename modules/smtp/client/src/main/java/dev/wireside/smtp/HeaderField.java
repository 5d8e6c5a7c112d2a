package dev.wireside.smtp;

/**
 * One header field, folded (RFC 5322 section 2.2.3): lines of at most 78 characters where its words allow that, 76 being
 * what RFC 2047 section 2 wants for lines with an encoded-word.
 */
final class HeaderField {
    private static final int MAX_LINE = 76;

    private final StringBuilder text;
    private int column;

    HeaderField(String name) {
        text = new StringBuilder(name).append(':');
        column = text.length();
    }

    /** How long a word may be to stand on this line, behind its space. */
    int room() {
        return MAX_LINE - column - 1;
    }

    /** Adds a space and the word, on a new line if this one is too short for it. */
    HeaderField word(String word) {
        if (word.length() > room() && column > 1 && text.charAt(text.length() - 1) != ':') {
            text.append("\r\n");
            column = 0;
        }
        text.append(' ').append(word);
        column += 1 + word.length();
        return this;
    }

    /** Adds to the last word, such as the comma between addresses. */
    HeaderField glue(String punctuation) {
        text.append(punctuation);
        column += punctuation.length();
        return this;
    }

    /**
     * Adds text of which nothing but its meaning is known: as it is if that is safe, else as encoded words.
     *
     * @param allowed whether plain text may stand here
     */
    HeaderField unstructured(String value, boolean allowed) {
        if (allowed && isPlain(value)) {
            for (String word : value.split(" ", -1)) {
                word(word);
            }
        } else {
            EncodedWords.append(this, value);
        }
        return this;
    }

    /** Printable US-ASCII words that fit a line, one space between them, and none that looks encoded. */
    private static boolean isPlain(String value) {
        int word = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            word = c == ' ' ? 0 : word + 1;
            boolean emptyWord = c == ' ' && (i == 0 || i == value.length() - 1 || value.charAt(i - 1) == ' ');
            if (c < ' ' || c >= 0x7f || word >= MAX_LINE - 1 || emptyWord) {
                return false;
            }
        }
        return !value.contains("=?");
    }

    /** The field with its CRLF. */
    @Override
    public String toString() {
        return text + "\r\n";
    }
}
