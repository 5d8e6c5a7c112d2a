package dev.wireside.it;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.it.faults.Grammar;
import dev.wireside.net.WireClock;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Replies of SMTP (RFC 5321 section 4.2), for the fault suite. */
class SmtpGrammar implements Grammar {
    @Override
    public List<String> garbage() {
        return List.of(
                "",
                "2",
                "+OK pop",
                "HTTP/1.1 400 Bad Request",
                "25x hm",
                "-250 hm",
                "2500 hm",
                "\u0000\u0001\uDCFF\uDCFE",
                " 250 hm");
    }

    @Override
    public Optional<String> endless(String line) {
        return Optional.of(line.substring(0, 3) + "-and more");
    }

    @Override
    public String injected() {
        return "250 AUTH PLAIN";
    }

    /** How many replies the end of a message has for which so many recipients were accepted. */
    int answersToTheEnd(int accepted) {
        return 1;
    }

    @Override
    public Wait waitAt(WireStep next, List<WireStep> played) {
        if (next instanceof WireStep.Tls) {
            return new Wait(Set.of(WireClock.CONNECT), "TLS");
        }
        Owed owed = new Owed();
        played.forEach(owed::play);
        return new Wait(Set.of(WireClock.REPLY), owed.asked.element());
    }

    /** Replies come in the order of their commands, of which several may be under way. */
    private final class Owed {
        final Deque<String> asked = new ArrayDeque<>(List.of("greeting"));
        private String open = "";
        private int accepted;

        void play(WireStep step) {
            switch (step) {
                case WireStep.ClientLine(String line) -> ask(line);
                case WireStep.ClientMatch(String line) -> ask(line);
                case WireStep.ClientUntil ignored -> askForTheEnd();
                case WireStep.ServerLine(String line) when isLast(line) -> answer(line);
                default -> {}
            }
        }

        private void ask(String line) {
            if (line.startsWith("BDAT") && line.endsWith("LAST")) {
                askForTheEnd();
            } else {
                asked.add(open.isEmpty() ? verb(line) : open);
            }
        }

        private void askForTheEnd() {
            asked.addAll(Collections.nCopies(answersToTheEnd(accepted), "message"));
        }

        private void answer(String line) {
            String answered = asked.remove();
            open = line.startsWith("334") ? answered : "";
            switch (answered) {
                case "MAIL" -> accepted = 0;
                case "RCPT" -> accepted += line.startsWith("2") ? 1 : 0;
                default -> {}
            }
        }
    }

    private static String verb(String line) {
        return line.replaceFirst("[^A-Z].*", "");
    }

    private static boolean isLast(String line) {
        return line.length() <= 3 || line.charAt(3) == ' ';
    }
}
