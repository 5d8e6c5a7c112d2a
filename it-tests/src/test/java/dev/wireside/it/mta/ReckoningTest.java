package dev.wireside.it.mta;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.smtp.Envelope;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever claims what is not so is found. */
final class ReckoningTest {
    private static final String ADA = "ada@example.org";
    private static final String BOB = "bob@example.net";
    private static final String EVE = "eve@example.net";
    private static final List<String> BOTH = List.of(BOB, EVE);
    private static final Letter LETTER = Letter.of(Envelope.from(ADA).to(BOB, EVE), 1, "hi\n", Claim.Kind.ACCEPTED);

    private static final Claim ACCEPTED = new Claim(LETTER, Claim.Kind.ACCEPTED, BOTH, List.of(), null);
    private static final Claim REFUSED = new Claim(LETTER, Claim.Kind.REFUSED, List.of(), BOTH, new IOException("no"));
    private static final Claim NOT_SENT =
            new Claim(LETTER, Claim.Kind.NOT_SENT, List.of(), BOTH, new Letter.UnreadableException());
    private static final Claim UNKNOWN = new Claim(
            LETTER,
            Claim.Kind.UNKNOWN,
            List.of(),
            List.of(),
            new IOException("nobody knows", new Letter.UnreadableException()));

    private static Ledger.Entry taken(String sender, List<String> takenFor, int answered) {
        return new Ledger.Entry(sender, takenFor, LETTER.content(), takenFor, answered, false);
    }

    private static void reckon(Claim claim, Ledger.Entry... entries) {
        Ledger ledger = new Ledger();
        List.of(entries).forEach(ledger::add);
        ledger.hasHeardAll();
        new Reckoning(ledger, Mischief.NONE, false).holds(List.of(LETTER), List.of(claim));
    }

    private static void isFound(String why, Claim claim, Ledger.Entry... entries) {
        assertThatThrownBy(() -> reckon(claim, entries))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    @Test
    void the_truth_is_not() {
        assertThatCode(() -> {
                    reckon(ACCEPTED, taken(ADA, BOTH, 1));
                    reckon(UNKNOWN, taken(ADA, BOTH, 0));
                    reckon(REFUSED);
                    reckon(NOT_SENT);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_message_that_was_not_taken_is_not_accepted() {
        isFound("accepted, so it is taken", ACCEPTED);
        isFound("accepted, so it is taken", ACCEPTED, taken(ADA, List.of(BOB), 1));
    }

    @Test
    void a_message_that_was_taken_is_neither_refused_nor_not_sent() {
        isFound("refused, so", REFUSED, taken(ADA, BOTH, 0));
        isFound("not sent, so", NOT_SENT, taken(ADA, BOTH, 0));
    }

    @Test
    void what_never_arrived_or_was_answered_is_not_unknown() {
        isFound("not its end", UNKNOWN);
        isFound("answered in full", UNKNOWN, taken(ADA, BOTH, 1));
        isFound("refused before", UNKNOWN, new Ledger.Entry("", List.of(), LETTER.content(), List.of(), 0, true));
    }

    @Test
    void nobody_gets_it_twice_or_from_somebody_else_or_alone() {
        isFound("once at most", ACCEPTED, taken(ADA, BOTH, 1), taken(ADA, BOTH, 1));
        isFound("the sender", ACCEPTED, taken(EVE, BOTH, 1));
        isFound("all or nothing", UNKNOWN, taken(ADA, List.of(BOB), 0));
    }
}
