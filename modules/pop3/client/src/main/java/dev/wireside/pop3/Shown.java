package dev.wireside.pop3;

import dev.wireside.codec.Printable;

/** The server's words as they may stand in a message: on one line, without what moves a terminal, and not too many. */
final class Shown {
    /** A refusal with its reasons and a link fits; a hostile line must not become a huge message. */
    private static final int MOST = 1000;

    private Shown() {}

    static String of(String text) {
        String shown = Printable.of(text.length() <= MOST ? text : text.substring(0, MOST));
        return text.length() <= MOST && shown.length() <= MOST
                ? shown
                : shown.substring(0, Math.min(MOST, shown.length())) + "...";
    }
}
