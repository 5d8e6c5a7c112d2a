package dev.wireside.compare;

import java.util.Set;

/** Java source as HTML with its comments, strings, keywords and annotations marked; one pass, character by character. */
final class JavaHighlight {
    private static final Set<String> KEYWORDS = Set.of(
            "package import public private protected static final class interface record enum sealed permits implements extends new "
                    .concat("return if else for while do switch case default break continue try catch finally throw"
                            + " throws ")
                    .concat("this super null true false void int long boolean byte char double float short instanceof"
                            + " var yield")
                    .split(" "));

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private JavaHighlight(String source) {
        this.source = source;
    }

    static String toHtml(String source) {
        JavaHighlight highlight = new JavaHighlight(source);
        while (highlight.at < source.length()) {
            highlight.token();
        }
        return highlight.out.toString();
    }

    private void token() {
        char c = source.charAt(at);
        if (source.startsWith("/*", at)) {
            span("com", behind("*/", at + 2));
        } else if (source.startsWith("//", at)) {
            int end = source.indexOf('\n', at);
            span("com", end < 0 ? source.length() : end);
        } else if (source.startsWith("\"\"\"", at)) {
            span("str", behind("\"\"\"", at + 3));
        } else if (c == '"' || c == '\'') {
            span("str", literal(c));
        } else if (c == '@') {
            span("ann", word(at + 1));
        } else if (Character.isJavaIdentifierStart(c)) {
            int end = word(at);
            String word = source.substring(at, end);
            span(KEYWORDS.contains(word) ? "key" : Character.isUpperCase(c) ? "typ" : "", end);
        } else if (Character.isDigit(c)) {
            span("num", word(at));
        } else {
            span("", at + 1);
        }
    }

    private int behind(String mark, int from) {
        int found = source.indexOf(mark, from);
        return found < 0 ? source.length() : found + mark.length();
    }

    private int literal(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, source.length());
    }

    private int word(int from) {
        int end = from;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end;
    }

    /** A comment of several lines is marked line by line, so that the page can number the lines. */
    private void span(String kind, int end) {
        String text = escape(source.substring(at, end));
        at = end;
        if (kind.isEmpty()) {
            out.append(text);
        } else {
            String open = "<span class=\"" + kind + "\">";
            out.append(open).append(text.replace("\n", "</span>\n" + open)).append("</span>");
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
