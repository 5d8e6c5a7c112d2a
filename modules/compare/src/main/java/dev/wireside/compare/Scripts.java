package dev.wireside.compare;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.codec.wire.WireStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The scripts of the servers: those that the contract tests play, and maildrops of any size. */
final class Scripts {
    private Scripts() {}

    /** A script that is packaged with the two clients. */
    static WireScript load(Protocol protocol, String name) {
        String path = "/META-INF/wire/" + protocol.id() + "/" + name + ".wire";
        try (InputStream in = protocol.anchor().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the script " + path + " is not packaged");
            }
            return WireScript.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the script says about itself, in its first line. */
    static String comment(Protocol protocol, String name) {
        return load(protocol, name).steps().getFirst() instanceof WireStep.Comment comment ? comment.text() : "";
    }

    /** The server with rules put before its own, so that they win. */
    static WireScript withRulesOf(WireScript first, WireScript server) {
        WireScript.Builder both = WireScript.builder();
        server.steps().forEach(both::add);
        Stream.concat(first.rules().stream(), server.rules().stream())
                .forEach(rule -> both.on(rule.regex(), answer -> rule.steps().forEach(answer::add)));
        return both.build();
    }

    /** The packaged maildrop, but with so many messages of so many bytes and a header. */
    static WireScript maildrop(int messages, int bytes) {
        WireScript.Builder script = WireScript.builder();
        script.on("STAT", answer -> answer.server("+OK " + messages + " " + (long) messages * bytes));
        script.on("LIST", answer -> listing(answer, messages, number -> number + " " + bytes));
        script.on("UIDL", answer -> listing(answer, messages, number -> number + " uid-" + number));
        for (int number = 1; number <= messages; number++) {
            String subject = "Subject: Message " + number;
            script.on("TOP " + number + " .*", answer -> header(answer, subject).server("."));
            script.on(
                    "RETR " + number,
                    answer -> header(answer, subject).serverBody(bytes).server("."));
        }
        return withRulesOf(script.build(), load(Protocol.POP3, "maildrop"));
    }

    private interface Line {
        String about(int number);
    }

    private static void listing(WireScript.Builder answer, int messages, Line line) {
        answer.server("+OK");
        for (int number = 1; number <= messages; number++) {
            answer.server(line.about(number));
        }
        answer.server(".");
    }

    private static WireScript.Builder header(WireScript.Builder answer, String subject) {
        return answer.server("+OK")
                .server("From: Ada <ada@example.org>")
                .server("To: Bob <bob@example.net>")
                .server(subject)
                .server("");
    }
}
