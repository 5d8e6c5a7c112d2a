package dev.wireside.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One side's source file, as it is packaged. Code lines are those that are neither empty nor a comment nor an import.
 *
 * @param fileName such as {@code WiresideSmtpTask.java}
 * @param text the whole file
 */
record SourceCode(String fileName, String text) {
    /** Members stand four columns in, which the formatter sees to. */
    private static final Pattern METHOD =
            Pattern.compile("^ {4}(?:public |private |static )*[\\w<>\\[\\], .?]+ (\\w+)\\(.*");

    private static final Pattern CALL = Pattern.compile("(?<![.\\w])(\\w+)\\(");

    /** Reads the source of this class out of the jar that it came in. */
    static SourceCode of(Class<?> type) {
        String name = "/META-INF/sources/" + type.getName().replace('.', '/') + ".java";
        try (InputStream in = type.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the source " + name + " is not packaged");
            }
            return new SourceCode(
                    type.getSimpleName() + ".java", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The code lines of the whole file. */
    int codeLines() {
        return codeLines(text.lines().toList());
    }

    /** The code lines of a method and of the methods of this file that it calls, directly or through others. */
    int codeLines(String method) {
        Map<String, List<String>> methods = methods();
        Set<String> needed = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(method));
        while (!open.isEmpty()) {
            String name = open.pop();
            List<String> body = methods.get(name);
            if (body == null || !needed.add(name)) {
                continue;
            }
            Matcher call = CALL.matcher(String.join("\n", body));
            while (call.find()) {
                open.push(call.group(1));
            }
        }
        return needed.stream()
                .mapToInt(name -> codeLines(methods.getOrDefault(name, List.of())))
                .sum();
    }

    private Map<String, List<String>> methods() {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher start = METHOD.matcher(lines.get(i));
            if (start.matches() && !lines.get(i).endsWith("{}")) {
                int end = i;
                while (!lines.get(end).equals("    }")) {
                    end++;
                }
                methods.put(start.group(1), lines.subList(i, end + 1));
                i = end;
            }
        }
        return methods;
    }

    private static int codeLines(List<String> lines) {
        int count = 0;
        boolean inComment = false;
        for (String line : lines) {
            String code = line.strip();
            if (code.startsWith("/*")) {
                inComment = true;
            }
            boolean counts = !inComment
                    && !code.isEmpty()
                    && !code.startsWith("//")
                    && !code.startsWith("import ")
                    && !code.startsWith("package ");
            count += counts ? 1 : 0;
            if (code.endsWith("*/")) {
                inComment = false;
            }
        }
        return count;
    }
}
