package dev.wireside.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** RFC 5321, with the secrets of RFC 4954. */
final class SmtpDialogue implements Dialogue {
    private record Command(int exchange, String verb, String argument) {}

    private final Deque<Command> unanswered = new ArrayDeque<>();
    private final List<String> recipients = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();
    private int exchanges;
    private boolean inSasl;
    private boolean inData;
    private String message = "";

    /** What the server has taken responsibility for: recipients and content of each message. */
    @Override
    public List<String> evidence() {
        return List.copyOf(delivered);
    }

    @Override
    public Shown client(String line) {
        Command current = unanswered.peek();
        if (inSasl && current != null) {
            // An answer to a challenge: the password itself, or what proves it.
            return new Shown(current.exchange, current.verb, MASK, MASK);
        }
        String verb = Dialogue.verb(line);
        Command command =
                new Command(++exchanges, verb, line.substring(verb.length()).strip());
        unanswered.add(command);
        String shown = line;
        if (verb.equals("AUTH")) {
            String[] words = line.split(" ", 3);
            shown = words.length < 3 ? line : words[0] + " " + words[1] + " " + MASK;
            inSasl = true;
        }
        return new Shown(command.exchange, verb, shown, stable(verb, shown));
    }

    private static String stable(String verb, String shown) {
        return switch (verb) {
            case "EHLO", "HELO" -> shown.endsWith(" [127.0.0.1]") ? shown : verb + " <this host>";
            // The size hangs on the length of the date and the message id.
            case "MAIL" -> shown.replaceAll("SIZE=[0-9]+", "SIZE=<size>");
            default -> shown;
        };
    }

    @Override
    public Shown server(String line) {
        Command command = unanswered.peek();
        if (command == null) {
            return new Shown(exchanges, exchanges == 0 ? GREETING : "", line, line);
        }
        boolean last = line.length() < 4 || line.charAt(3) != '-';
        if (last) {
            answered(command, line);
        }
        return new Shown(command.exchange, command.verb, line, line);
    }

    private void answered(Command command, String line) {
        char kind = line.isEmpty() ? '?' : line.charAt(0);
        if (kind == '3') {
            inData = command.verb.equals("DATA");
            return;
        }
        unanswered.remove();
        inSasl = false;
        switch (command.verb) {
            case "MAIL", "RSET" -> recipients.clear();
            case "RCPT" -> {
                if (kind == '2') {
                    recipients.add(command.argument.replaceAll(".*<(.*)>.*", "$1"));
                }
            }
            case "DATA" -> {
                if (kind == '2') {
                    delivered.add("to " + String.join(", ", recipients) + ": " + message);
                }
            }
            default -> {}
        }
    }

    @Override
    public boolean clientSendsBody() {
        return inData;
    }

    @Override
    public boolean serverSendsBody() {
        return false;
    }

    @Override
    public Shown body(BodySummary body) {
        inData = false;
        Command data = unanswered.peek();
        int exchange = data == null ? exchanges : data.exchange;
        message = "\"" + body.subject() + "\", content " + body.contentSha256();
        return new Shown(exchange, "DATA", "[message of " + Figures.bytes(body.bytes()) + "] .", "[message] .");
    }
}
