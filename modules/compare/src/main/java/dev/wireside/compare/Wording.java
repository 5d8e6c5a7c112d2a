package dev.wireside.compare;

import dev.wireside.pop3.vs.Pop3Task;
import dev.wireside.smtp.vs.SmtpTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Outcomes in words. */
final class Wording {
    private Wording() {}

    static String of(Object outcome) {
        return switch (outcome) {
            case SmtpTask.Outcome smtp -> smtp(smtp);
            case Pop3Task.Outcome<?> pop3 -> pop3(pop3);
            case List<?> several -> several(several);
            default -> throw new IllegalArgumentException("no words for " + outcome.getClass());
        };
    }

    private static String smtp(SmtpTask.Outcome outcome) {
        String refused = outcome.refused().stream()
                .map(no -> no.recipient() + " (" + no.code() + ")")
                .collect(Collectors.joining(", "));
        return words(outcome.fate()) + (refused.isEmpty() ? "" : "; refused: " + refused);
    }

    private static String pop3(Pop3Task.Outcome<?> outcome) {
        int count = outcome.values().size();
        long repeated = outcome.values().stream()
                .filter(value -> value instanceof Pop3Task.Synced synced && synced.mayBeRepeated())
                .count();
        return words(outcome.fate())
                + (count == 0 ? "" : "; " + count + (count == 1 ? " message" : " messages"))
                + (repeated == 0 ? "" : ", " + repeated + " of them perhaps for the second time");
    }

    private static String several(List<?> outcomes) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        outcomes.forEach(outcome -> counted.merge(of(outcome), 1, Integer::sum));
        if (counted.size() == outcomes.size()) {
            return String.join(", then ", counted.keySet());
        }
        return counted.entrySet().stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String words(Enum<?> fate) {
        return fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** In lines that are not longer than this, as far as the words let it. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() + 1 > width && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
