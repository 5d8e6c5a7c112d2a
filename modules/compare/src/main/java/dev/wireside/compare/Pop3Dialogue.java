package dev.wireside.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** RFC 1939 and RFC 2449, with the secrets of RFC 1939 and RFC 5034. */
final class Pop3Dialogue implements Dialogue {
    private static final Set<String> LISTINGS = Set.of("CAPA", "LIST", "UIDL");
    private static final Set<String> MESSAGES = Set.of("RETR", "TOP");

    private record Command(int exchange, String verb, String argument) {
        boolean hasListing() {
            return LISTINGS.contains(verb) && argument.isEmpty();
        }
    }

    private final Deque<Command> unanswered = new ArrayDeque<>();
    private final List<String> marked = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private int exchanges;
    private boolean greeting = true;
    private boolean inSasl;
    private boolean inListing;
    private boolean inMessage;

    /** The messages whose deletion the server has confirmed. */
    @Override
    public List<String> evidence() {
        return deleted.stream().map(number -> "deleted: message " + number).toList();
    }

    @Override
    public void connected() {
        greeting = true;
        exchanges += exchanges == 0 ? 0 : 1;
        unanswered.clear();
        marked.clear();
        inSasl = false;
        inListing = false;
        inMessage = false;
    }

    @Override
    public Shown client(String line) {
        greeting = false;
        Command current = unanswered.peek();
        if (inSasl && current != null) {
            return new Shown(current.exchange, current.verb, MASK, MASK);
        }
        String verb = Dialogue.verb(line);
        Command command =
                new Command(++exchanges, verb, line.substring(verb.length()).strip());
        unanswered.add(command);
        String[] words = line.split(" ", 3);
        String shown = switch (verb) {
            case "PASS" -> "PASS " + MASK;
            case "APOP" -> "APOP " + words[1] + " " + MASK;
            case "AUTH" -> words.length < 3 ? line : words[0] + " " + words[1] + " " + MASK;
            default -> line;
        };
        inSasl = verb.equals("AUTH");
        return new Shown(command.exchange, verb, shown, shown);
    }

    @Override
    public Shown server(String line) {
        Command command = unanswered.peek();
        if (command == null) {
            return new Shown(exchanges, greeting ? GREETING : "", line, line);
        }
        if (inListing) {
            inListing = !line.equals(".");
            if (!inListing) {
                unanswered.remove();
            }
        } else {
            status(command, line);
        }
        return new Shown(command.exchange, command.verb, line, stable(command.verb, line));
    }

    /** Unique ids are made of the time by some servers. */
    private String stable(String verb, String line) {
        int space = line.indexOf(' ');
        return verb.equals("UIDL") && inListing && space > 0 && Character.isDigit(line.charAt(0))
                ? line.substring(0, space) + " <uid>"
                : line;
    }

    private void status(Command command, String line) {
        boolean ok = line.startsWith("+OK");
        if (line.startsWith("+ ") || line.equals("+")) {
            return;
        }
        inSasl = false;
        inListing = ok && command.hasListing();
        inMessage = ok && MESSAGES.contains(command.verb);
        if (!inListing && !inMessage) {
            unanswered.remove();
        }
        if (ok) {
            done(command);
        }
    }

    private void done(Command command) {
        switch (command.verb) {
            case "DELE" -> marked.add(command.argument);
            case "RSET" -> marked.clear();
            case "QUIT" -> deleted.addAll(marked);
            default -> {}
        }
    }

    @Override
    public boolean clientSendsBody() {
        return false;
    }

    @Override
    public long clientSendsChunk() {
        return 0;
    }

    @Override
    public void chunk(byte[] bytes, int from, int to) {
        throw new IllegalStateException("clients of POP3 send lines only");
    }

    @Override
    public boolean serverSendsBody() {
        return inMessage;
    }

    @Override
    public Shown body(BodySummary body) {
        inMessage = false;
        Command command = unanswered.poll();
        int exchange = command == null ? exchanges : command.exchange;
        String verb = command == null ? "" : command.verb;
        String what = verb.equals("TOP") ? "header" : "message";
        return new Shown(exchange, verb, "[" + what + " of " + Figures.bytes(body.bytes()) + "] .", "[" + what + "] .");
    }
}
