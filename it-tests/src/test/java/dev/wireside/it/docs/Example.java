package dev.wireside.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of Java in a page of the documentation. It is compiled, and also run if the comment {@value #RUNS} stands on
 * the line above it.
 *
 * <p>A block of statements is put into a method that has these names around it: {@code password}, {@code folder}, and
 * everything of the modules and of java.base imported. A block that begins with {@code import} or a type or {@code void
 * main} is a file of its own, with the same imports above its own. What is not meant to be compiled is a block without
 * {@code java}.
 *
 * @param page the file it stands in
 * @param line of the block's fence, from 1
 * @param code the block
 * @param runs whether it is to be run
 */
record Example(Path page, int line, String code, boolean runs) {
    static final String RUNS = "<!-- runs -->";

    private static final String FENCE = "```";

    private static final String IMPORTS = """
        import module java.base;
        import dev.wireside.codec.*;
        import dev.wireside.codec.dot.*;
        import dev.wireside.codec.reply.*;
        import dev.wireside.codec.sasl.*;
        import dev.wireside.codec.wire.*;
        import dev.wireside.net.*;
        import dev.wireside.pop3.*;
        import dev.wireside.pop3.jakarta.*;
        import dev.wireside.pop3.sync.*;
        import dev.wireside.smtp.*;
        import dev.wireside.smtp.Delivery;
        import dev.wireside.smtp.dkim.*;
        import dev.wireside.smtp.jakarta.*;
        import dev.wireside.testkit.*;
        import jakarta.mail.*;
        import jakarta.mail.internet.*;
        """;

    /** All blocks of Java in this page. */
    static List<Example> in(Path page) {
        try {
            return in(page, Files.readAllLines(page));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Example> in(Path page, List<String> lines) {
        List<Example> examples = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            String fence = lines.get(i).strip();
            if (!fence.startsWith(FENCE)) {
                i++;
                continue;
            }
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).strip().equals(FENCE)) {
                end++;
            }
            if (fence.equals(FENCE + "java")) {
                boolean runs = i > 0 && lines.get(i - 1).strip().equals(RUNS);
                String code = String.join("\n", lines.subList(i + 1, Math.min(end, lines.size()))) + "\n";
                examples.add(new Example(page, i + 1, code, runs));
            }
            i = end + 1;
        }
        return examples;
    }

    /** A file {@code Example.java} that can be compiled and, with {@code main}, started. */
    String source() {
        return isFile() ? IMPORTS + code : IMPORTS + """

            final class Example {
                static final String password = "pass-word-of-ada";
                static final Path folder = Path.of("").toAbsolutePath();

                public static void main(String[] args) throws Exception {
            """ + code + """
                }
            }
            """;
    }

    private boolean isFile() {
        return code.lines()
                .map(String::strip)
                .filter(first -> !first.isEmpty() && !first.startsWith("//"))
                .findFirst()
                .filter(first ->
                        first.matches("(import|(public |final |sealed |abstract )*(class|record|interface|enum)|(static"
                                + " )?void main)\\b.*"))
                .isPresent();
    }

    @Override
    public String toString() {
        return page.getFileName() + " line " + line + (runs ? ", compiled and run" : ", compiled");
    }
}
