package dev.wireside.it.mta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.AbortedException;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.smtp.SmtpClosingException;
import java.util.List;

/**
 * Holds what a client claims against what the server has written down.
 *
 * <ul>
 *   <li>ACCEPTED: the server has taken it, once, from this sender, for exactly those whom the claim names.
 *   <li>REFUSED, NOT_SENT: it has taken nothing of it.
 *   <li>UNKNOWN: the end mark may have arrived; if the server heard everything, it has arrived. Who is named has it or not.
 *   <li>What was answered in full, or refused before it came, is not unknown, unless a reset took the answer away.
 *   <li>Whatever the claim, nobody has it twice, from somebody else, or against all-or-nothing.
 * </ul>
 */
final class Reckoning {
    private final Ledger ledger;
    private final Mischief mischief;
    private final boolean lmtp;

    Reckoning(Ledger ledger, Mischief mischief, boolean lmtp) {
        this.ledger = ledger;
        this.mischief = mischief;
        this.lmtp = lmtp;
    }

    /** @param claims one for each letter, in their order */
    void holds(List<Letter> letters, List<Claim> claims) {
        assertThat(claims.stream().map(Claim::letter)).as("a claim for each").isEqualTo(letters);
        claims.forEach(this::holds);
        List<String> sent = letters.stream().map(Letter::content).toList();
        assertThat(contents()).as("nothing comes that was not sent").isSubsetOf(sent);
        assertThat(contents())
                .as("they come in the order in which they were sent")
                .isEqualTo(sent.stream().filter(contents()::contains).toList());
    }

    private List<String> contents() {
        return ledger.entries().stream().map(Ledger.Entry::content).toList();
    }

    private void holds(Claim claim) {
        List<Ledger.Entry> entries = ledger.of(claim.letter());
        assertThat(entries).as("it came once at most").hasSizeLessThan(2);
        List<String> takenFor =
                entries.isEmpty() ? List.of() : entries.getFirst().takenFor();
        switch (claim.kind()) {
            case ACCEPTED ->
                assertThat(takenFor).as("accepted, so it is taken for them").isEqualTo(claim.have());
            case REFUSED ->
                assertThat(takenFor).as("refused, so it is taken for nobody").isEmpty();
            case NOT_SENT ->
                assertThat(takenFor).as("not sent, so it is taken for nobody").isEmpty();
            case UNKNOWN -> {
                assertThat(claim.have()).as("certainly taken for these").isSubsetOf(takenFor);
                assertThat(takenFor).as("certainly not for those").noneMatch(claim.haveNot()::contains);
                assertThat(entries.isEmpty() && ledger.heardAll())
                        .as("unknown, but the server heard everything and not its end")
                        .isFalse();
            }
        }
        diedAsItMay(claim);
        entries.forEach(entry -> isRight(claim, entry));
    }

    private void isRight(Claim claim, Ledger.Entry entry) {
        Letter letter = claim.letter();
        if (!entry.takenFor().isEmpty()) {
            assertThat(entry.sender()).as("the sender").isEqualTo(letter.sender());
            assertThat(entry.accepted()).as("its recipients").isSubsetOf(letter.recipients());
            assertThat(letter.isPartialAllowed() || entry.accepted().equals(letter.recipients()))
                    .as("all or nothing")
                    .isTrue();
        }
        if (mischief.kind().losesReplies()) {
            return;
        }
        if (entry.refusalSaid()
                && (!letter.isPartialAllowed() || entry.accepted().isEmpty())) {
            assertThat(claim.kind()).as("it was refused before it came").isEqualTo(Claim.Kind.REFUSED);
        }
        if (entry.isAnswered(lmtp)) {
            assertThat(claim.kind())
                    .as("it was answered in full")
                    .isEqualTo(entry.takenFor().isEmpty() ? Claim.Kind.REFUSED : Claim.Kind.ACCEPTED);
        }
    }

    /** Who has no answer has a documented reason, and it is what really went wrong. */
    private void diedAsItMay(Claim claim) {
        boolean died = claim.kind() == Claim.Kind.UNKNOWN || claim.kind() == Claim.Kind.NOT_SENT;
        if (!died || claim.death() instanceof Letter.UnreadableException) {
            return;
        }
        Class<? extends Throwable> why = switch (mischief.kind()) {
            case NONE, BYTE_BY_BYTE -> Letter.UnreadableException.class;
            case FIN, RESET, RESET_AFTER_HEARING -> ConnectionLostException.class;
            case SILENCE, DEAFNESS -> DeadlineException.class;
            case GARBAGE, WRONG_REPLY, ENDLESS_LINE, ENDLESS_REPLY -> ProtocolViolationException.class;
            case ABORT, INTERRUPT -> AbortedException.class;
            case CLOSING -> SmtpClosingException.class;
        };
        assertThat(claim.death()).as("how the connection died").isInstanceOf(why);
    }
}
