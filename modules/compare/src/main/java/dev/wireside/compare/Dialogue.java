package dev.wireside.compare;

import java.util.List;
import java.util.Locale;

/**
 * What the lines of one protocol mean, as far as it takes to match replies to commands, to tell lines from bodies and to
 * find the secrets. Sees one connection from outside, in the order of the wire.
 */
sealed interface Dialogue permits SmtpDialogue, Pop3Dialogue {
    /** Stands in place of a secret; always as long. */
    String MASK = "•••";

    /** The step of what the server says unasked, at the beginning. */
    String GREETING = "greeting";

    /**
     * A line as it may be shown.
     *
     * @param exchange the number of the command it belongs to
     */
    record Shown(int exchange, String step, String text, String stable) {}

    /** A client has connected; after the first, what comes is another session of the same task. */
    void connected();

    /** The client said this line. */
    Shown client(String line);

    /** The server said this line. */
    Shown server(String line);

    /** Whether the client's next lines are a body, up to a lone dot. */
    boolean clientSendsBody();

    /** How many of the client's next bytes are a part of a message, and no line. */
    long clientSendsChunk();

    /** These are, or some of them. */
    void chunk(byte[] bytes, int from, int to);

    /** Whether the server's next lines are a body, up to a lone dot. */
    boolean serverSendsBody();

    /** The body has ended, with so many bytes. */
    Shown body(BodySummary body);

    /** What the server has done by its own answers, for the comparison: delivered, deleted. */
    List<String> evidence();

    /** Nothing but the verb, in capitals. */
    static String verb(String line) {
        int space = line.indexOf(' ');
        return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    }
}
