package dev.wireside.it;

import dev.wireside.codec.wire.WireStep;
import dev.wireside.it.faults.Grammar;
import dev.wireside.net.WireClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Replies of POP3 (RFC 1939 section 3), for the fault suite. */
class Pop3Grammar implements Grammar {
    @Override
    public List<String> garbage() {
        return List.of(
                "",
                "+",
                "OK",
                " +OK",
                "250 ok",
                "-err",
                "HTTP/1.1 400 Bad Request",
                "\u0000\u0001\uDCFF\uDCFE",
                "99999999999 1");
    }

    /** Of the lines behind a status there may be any number; the status itself is one line. */
    @Override
    public Optional<String> endless(String line) {
        return line.startsWith("+") || line.startsWith("-") ? Optional.empty() : Optional.of("9 100");
    }

    @Override
    public String injected() {
        return "+OK";
    }

    /** Answers come in the order of their commands, of which several may be under way. */
    @Override
    public Wait waitAt(WireStep next, List<WireStep> played) {
        if (next instanceof WireStep.Tls) {
            return new Wait(Set.of(WireClock.CONNECT), "TLS");
        }
        Deque<String> asked = new ArrayDeque<>(List.of("greeting"));
        boolean challenged = false;
        boolean lines = false;
        for (WireStep step : played) {
            switch (step) {
                case WireStep.ClientLine(String line) -> {
                    if (!challenged) {
                        asked.add(line);
                    }
                }
                case WireStep.ServerLine(String line) -> {
                    challenged = !lines && (line.equals("+") || line.startsWith("+ "));
                    lines = lines ? !line.equals(".") : line.startsWith("+OK") && hasLines(asked.element());
                    if (!challenged && !lines) {
                        asked.remove();
                    }
                }
                default -> {}
            }
        }
        boolean message =
                lines && (asked.element().startsWith("RETR") || asked.element().startsWith("TOP"));
        return new Wait(
                Set.of(message ? WireClock.IDLE : WireClock.REPLY),
                asked.element().replaceFirst(" •••", ""));
    }

    private static boolean hasLines(String command) {
        return command.equals("CAPA")
                || command.equals("LIST")
                || command.equals("UIDL")
                || command.equals("LANG")
                || command.startsWith("RETR")
                || command.startsWith("TOP");
    }
}
