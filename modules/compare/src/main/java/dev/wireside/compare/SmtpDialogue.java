package dev.wireside.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RFC 5321 with BDAT of RFC 3030, and LMTP (RFC 2033), with the secrets of RFC 4954. */
final class SmtpDialogue implements Dialogue {
    private record Command(int exchange, String verb, String argument) {}

    private final Deque<Command> unanswered = new ArrayDeque<>();
    private final List<String> recipients = new ArrayList<>();
    private final List<String> delivered = new ArrayList<>();

    /** Messages that are complete and not yet answered, by the exchange that ended them. */
    private final Map<Integer, String> complete = new HashMap<>();

    private int exchanges;
    private boolean greeting = true;
    private boolean inSasl;
    private boolean inData;
    private boolean isLmtp;

    /** In LMTP: how many recipients of the present message have had their answer. */
    private int answered;

    private BodySummary.@Nullable Collector chunks;
    private long chunkLeft;
    private boolean inLastChunk;

    /** What the server has taken responsibility for: recipients and content of each message. */
    @Override
    public List<String> evidence() {
        return List.copyOf(delivered);
    }

    @Override
    public void connected() {
        greeting = true;
        exchanges += exchanges == 0 ? 0 : 1;
        unanswered.clear();
        recipients.clear();
        complete.clear();
        inSasl = false;
        inData = false;
        answered = 0;
        chunks = null;
        chunkLeft = 0;
    }

    @Override
    public Shown client(String line) {
        greeting = false;
        Command current = unanswered.peek();
        if (inSasl && current != null) {
            // An answer to a challenge: the password itself, or what proves it.
            return new Shown(current.exchange, current.verb, MASK, MASK);
        }
        String verb = Dialogue.verb(line);
        String argument = line.substring(verb.length()).strip();
        if (verb.equals("BDAT")) {
            return announced(line, argument.split(" ", 2));
        }
        Command command = new Command(++exchanges, verb, argument);
        unanswered.add(command);
        return verb.equals("AUTH") ? login(command, line) : new Shown(command.exchange, verb, line, stable(verb, line));
    }

    private Shown login(Command command, String line) {
        String[] words = line.split(" ", 3);
        String shown = words.length < 3 ? line : words[0] + " " + words[1] + " " + MASK;
        inSasl = true;
        return new Shown(command.exchange, command.verb, shown, shown);
    }

    /** A chunk is shown with the line that announces it; the last one is a step of its own. */
    private Shown announced(String line, String[] words) {
        inLastChunk = words.length > 1;
        Command command = new Command(++exchanges, inLastChunk ? "BDAT LAST" : "BDAT", "");
        unanswered.add(command);
        chunkLeft = words[0].matches("[0-9]{1,18}") ? Long.parseLong(words[0]) : 0;
        String shown = line + " [" + chunkLeft + " bytes]";
        String stable = inLastChunk ? "BDAT <size> LAST [<size> bytes]" : shown;
        endChunk();
        return new Shown(command.exchange, command.verb, shown, stable);
    }

    private static String stable(String verb, String shown) {
        return switch (verb) {
            case "EHLO", "HELO", "LHLO" -> shown.endsWith(" [127.0.0.1]") ? shown : verb + " <this host>";
            // The size hangs on the length of the date and the message id.
            case "MAIL" -> shown.replaceAll("SIZE=[0-9]+", "SIZE=<size>");
            default -> shown;
        };
    }

    @Override
    public Shown server(String line) {
        Command command = unanswered.peek();
        if (command == null) {
            return new Shown(exchanges, greeting ? GREETING : "", line, line);
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
        inSasl = false;
        String message = complete.get(command.exchange);
        if (message != null && isLmtp && !isLastAnswer(kind, message)) {
            return;
        }
        unanswered.remove();
        complete.remove(command.exchange);
        switch (command.verb) {
            case "LHLO" -> isLmtp = true;
            case "MAIL", "RSET" -> recipients.clear();
            case "RCPT" -> {
                if (kind == '2') {
                    recipients.add(command.argument.replaceAll(".*<(.*)>.*", "$1"));
                }
            }
            default -> {
                if (kind == '2' && message != null && !isLmtp) {
                    deliver(String.join(", ", recipients), message);
                }
            }
        }
    }

    /** RFC 2033 section 4.2: one for each recipient that was accepted, in their order. */
    private boolean isLastAnswer(char kind, String message) {
        if (kind == '2' && answered < recipients.size()) {
            deliver(recipients.get(answered), message);
        }
        answered++;
        boolean last = answered >= recipients.size();
        answered = last ? 0 : answered;
        return last;
    }

    /** A message that was taken for nobody, as after a refused recipient, is delivered to nobody. */
    private void deliver(String to, String message) {
        if (!to.isEmpty()) {
            delivered.add("to " + to + ": " + message);
        }
    }

    @Override
    public boolean clientSendsBody() {
        return inData;
    }

    @Override
    public long clientSendsChunk() {
        return chunkLeft;
    }

    @Override
    public void chunk(byte[] bytes, int from, int to) {
        collector().add(bytes, from, to);
        chunkLeft -= to - from;
        endChunk();
    }

    private void endChunk() {
        if (chunkLeft == 0 && inLastChunk) {
            complete.put(exchanges, described(collector().finish()));
            chunks = null;
        }
    }

    private BodySummary.Collector collector() {
        BodySummary.Collector now = chunks == null ? new BodySummary.Collector() : chunks;
        chunks = now;
        return now;
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
        complete.put(exchange, described(body));
        return new Shown(exchange, "DATA", "[message of " + Figures.bytes(body.bytes()) + "] .", "[message] .");
    }

    private static String described(BodySummary body) {
        return "\"" + body.subject() + "\", content " + body.contentSha256();
    }
}
