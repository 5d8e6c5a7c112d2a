package dev.wireside.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SourceCodeTest {
    private static final SourceCode SMALL = new SourceCode("Small.java", """
        package x;

        import java.util.List;

        /** A comment
         * of three lines.
         */
        final class Small {
            private static final int ONE = 1;

            @Override
            public int first(int a) {
                // not counted
                return second(a);
            }

            private static <T> int second(T a) {
                return third(
                        a);
            }

            private static int third(Object a) {
                return ONE;
            }

            static void unused() {}
        }
        """);

    @Test
    void a_file_counts_without_comments_imports_and_empty_lines() {
        assertThat(SMALL.codeLines()).isEqualTo(15);
    }

    @Test
    void a_method_counts_with_what_it_calls() {
        assertThat(SMALL.codeLines("first")).isEqualTo(3 + 4 + 3);
        assertThat(SMALL.codeLines("third")).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void the_sources_of_both_sides_are_packaged_and_have_every_task(Protocol protocol) {
        for (Task task : Catalogue.tasks(protocol)) {
            for (Contender who : task.contenders()) {
                assertThat(protocol.source(who).codeLines(task.method()))
                        .as(task.name())
                        .isPositive();
            }
        }
    }

    @Test
    void highlighting_changes_nothing_but_the_looks() {
        String source = "/* a\n b */ @Override int x = \"a < b\".length() + 'c' + 12; // end";
        String html = JavaHighlight.toHtml(source);
        assertThat(html).contains("<span class=\"str\">&quot;a &lt; b&quot;</span>", "<span class=\"key\">int</span>");
        String text = html.replaceAll("</?span[^>]*>", "");
        assertThat(text).isEqualTo(JavaHighlight.escape(source));
    }

    @Test
    void an_unfinished_literal_or_comment_ends_with_the_file() {
        assertThat(JavaHighlight.toHtml("\"abc\\")).isEqualTo("<span class=\"str\">&quot;abc\\</span>");
        assertThat(JavaHighlight.toHtml("/* abc")).isEqualTo("<span class=\"com\">/* abc</span>");
    }
}
