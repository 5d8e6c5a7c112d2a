package dev.wireside.pop3.vs;

import dev.wireside.testkit.ServerSideListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What both said, in the order of the wire, for people to read when a test is looked at. */
final class Dialogue implements ServerSideListener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String speaker = "";
    private boolean challenged;

    @Override
    public synchronized void clientBytes(int connection, byte[] bytes, int from, int to) {
        said("C: ", bytes, from, to);
    }

    @Override
    public synchronized void serverBytes(int connection, byte[] bytes, int from, int to) {
        said("S: ", bytes, from, to);
    }

    private void said(String by, byte[] bytes, int from, int to) {
        if (!speaker.equals(by)) {
            endLine();
        }
        speaker = by;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                endLine();
            } else if (bytes[i] != '\r') {
                line.write(bytes[i]);
            }
        }
    }

    private void endLine() {
        if (line.size() > 0) {
            String said = line.toString(StandardCharsets.UTF_8);
            text.append("    ").append(speaker).append(masked(said)).append('\n');
            line.reset();
        }
    }

    /** Without what is secret: what follows PASS, an initial response of AUTH, and whatever answers a challenge. */
    private String masked(String said) {
        boolean answer = challenged;
        challenged = speaker.equals("S: ") && (said.equals("+") || said.startsWith("+ "));
        if (speaker.equals("S: ")) {
            return said;
        }
        return answer ? "***" : said.replaceFirst("(?i)^(AUTH [^ ]+|PASS) .*", "$1 ***");
    }

    @Override
    public synchronized void closed(int connection) {
        endLine();
        text.append("    -- closed\n");
    }

    @Override
    public synchronized String toString() {
        return text.toString();
    }
}
