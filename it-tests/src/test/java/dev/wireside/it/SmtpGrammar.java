package dev.wireside.it;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.it.faults.Grammar;
import dev.wireside.net.WireClock;
import java.util.ArrayDeque;
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

    /** Replies come in the order of their commands, of which several may be under way. */
    @Override
    public Wait waitAt(WireStep next, List<WireStep> played) {
        if (next instanceof WireStep.Tls) {
            return new Wait(Set.of(WireClock.CONNECT), "TLS");
        }
        Deque<String> asked = new ArrayDeque<>(List.of("greeting"));
        String open = "";
        for (WireStep step : played) {
            switch (step) {
                case WireStep.ClientLine(String line) -> asked.add(open.isEmpty() ? verb(line) : open);
                case WireStep.ClientMatch(String line) -> asked.add(open.isEmpty() ? verb(line) : open);
                case WireStep.ClientUntil ignored -> asked.add("message");
                case WireStep.ServerLine(String line)
                when isLast(line) -> {
                    String answered = asked.remove();
                    open = line.startsWith("334") ? answered : "";
                }
                default -> {}
            }
        }
        return new Wait(Set.of(WireClock.REPLY), asked.element());
    }

    private static String verb(String line) {
        return line.replaceFirst("[^A-Z].*", "");
    }

    private static boolean isLast(String line) {
        return line.length() <= 3 || line.charAt(3) == ' ';
    }
}
