package dev.wireside.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExchangesTest {
    private static List<Event> transcript(String... steps) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            events.add(new Event(Event.From.CLIENT, i, i, steps[i], steps[i], steps[i]));
            events.add(new Event(Event.From.SERVER, i, i, steps[i], "ok", "ok"));
        }
        return events;
    }

    private static List<String> rows(List<Exchanges.Row> rows) {
        return rows.stream()
                .map(row -> (row.left().isEmpty() ? "-" : row.step()) + "|"
                        + (row.right().isEmpty() ? "-" : row.step()))
                .toList();
    }

    @Test
    void the_same_steps_stand_beside_each_other() {
        List<Event> left = transcript("EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT");
        List<Event> right = transcript("EHLO", "MAIL", "RSET", "RCPT", "DATA", "QUIT");
        assertThat(rows(Exchanges.aligned(left, right)))
                .containsExactly("EHLO|EHLO", "AUTH|-", "MAIL|MAIL", "-|RSET", "RCPT|RCPT", "DATA|DATA", "QUIT|QUIT");
    }

    @Test
    void a_transcript_beside_nothing() {
        assertThat(rows(Exchanges.aligned(transcript("EHLO"), List.of()))).containsExactly("EHLO|-");
        assertThat(rows(Exchanges.aligned(List.of(), List.of()))).isEmpty();
    }

    @Test
    void pipelined_replies_stand_with_their_commands() {
        List<Event> left = List.of(
                new Event(Event.From.CLIENT, 1, 1, "MAIL", "MAIL", "MAIL"),
                new Event(Event.From.CLIENT, 1, 2, "RCPT", "RCPT", "RCPT"),
                new Event(Event.From.SERVER, 1, 1, "MAIL", "250", "250"),
                new Event(Event.From.SERVER, 1, 2, "RCPT", "550", "550"));
        List<Exchanges.Row> rows = Exchanges.aligned(left, List.of());
        assertThat(rows.get(1).left()).extracting(Event::text).containsExactly("RCPT", "550");
    }

    @Test
    void rounds_that_repeat_are_shown_once_and_counted() {
        List<String> steps = new ArrayList<>(List.of("EHLO"));
        for (int i = 0; i < 100; i++) {
            steps.addAll(List.of("MAIL", "RCPT", "RCPT", "DATA"));
        }
        steps.add("QUIT");
        List<Event> folded = Exchanges.folded(transcript(steps.toArray(String[]::new)));
        assertThat(folded)
                .filteredOn(event -> event.from() != Event.From.SERVER)
                .extracting(Event::text)
                .containsExactly(
                        "EHLO", "MAIL", "RCPT", "RCPT", "DATA", "99 times more: MAIL, RCPT, RCPT, DATA", "QUIT");
    }

    @Test
    void what_is_folded_stays_as_it_is_when_it_is_folded_again() {
        List<Event> once = Exchanges.folded(transcript("A", "RETR", "RETR", "RETR", "RETR", "RETR", "QUIT"));
        assertThat(Exchanges.folded(once)).isEqualTo(once);
        assertThat(rows(Exchanges.aligned(once, once)))
                .containsExactly("A|A", "RETR|RETR", "repeated|repeated", "QUIT|QUIT");
    }

    @Test
    void three_rounds_are_shown_in_full() {
        List<Event> three = transcript("RETR", "RETR", "RETR");
        assertThat(Exchanges.folded(three)).isEqualTo(three);
    }
}
