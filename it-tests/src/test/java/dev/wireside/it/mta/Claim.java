package dev.wireside.it.mta;

import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.OutcomeUnknownException;
import dev.wireside.smtp.RecipientOutcome;
import dev.wireside.smtp.SmtpRefusedException;
import java.util.Arrays;
import java.util.List;

/**
 * What the client says has become of one letter.
 *
 * @param have those of whom it says that the server is responsible for their copy
 * @param haveNot those of whom it says that they will not get it
 * @param reason why not, or why nobody knows; null for what was accepted
 */
record Claim(Letter letter, Kind kind, List<String> have, List<String> haveNot, Exception reason) {
    enum Kind {
        ACCEPTED,
        REFUSED,
        NOT_SENT,
        UNKNOWN
    }

    static Claim of(Letter letter, Delivery delivery) {
        return switch (delivery) {
            case Delivery.Accepted(var mail, var receipt) -> accepted(letter, receipt.recipients());
            case Delivery.Refused(var mail, var reason) -> failed(letter, reason);
            case Delivery.Unknown(var mail, var reason) -> failed(letter, reason);
            case Delivery.NotSent(var mail, var reason) -> notSent(letter, reason);
        };
    }

    static Claim accepted(Letter letter, List<RecipientOutcome> outcomes) {
        return new Claim(letter, Kind.ACCEPTED, names(outcomes, true), names(outcomes, false), null);
    }

    /** What was thrown in place of a receipt. */
    static Claim failed(Letter letter, Exception thrown) {
        return switch (thrown) {
            case SmtpRefusedException no -> refused(letter, no);
            case OutcomeUnknownException unknown -> unknown(letter, unknown);
            default -> wasRefused(thrown) ? refused(letter, thrown) : notSent(letter, thrown);
        };
    }

    /** The one method that can throw only one thing throws the death of the session, and shows the refusal beside it. */
    private static boolean wasRefused(Exception thrown) {
        return Arrays.stream(thrown.getSuppressed()).anyMatch(SmtpRefusedException.class::isInstance);
    }

    private static Claim refused(Letter letter, Exception thrown) {
        return new Claim(letter, Kind.REFUSED, List.of(), letter.recipients(), thrown);
    }

    private static Claim notSent(Letter letter, Exception reason) {
        return new Claim(letter, Kind.NOT_SENT, List.of(), letter.recipients(), reason);
    }

    /** In LMTP, some may be certain: those who were answered. */
    private static Claim unknown(Letter letter, OutcomeUnknownException unknown) {
        List<RecipientOutcome> certain = unknown.recipients().stream()
                .filter(outcome -> !unknown.unanswered().contains(outcome))
                .toList();
        return new Claim(letter, Kind.UNKNOWN, names(certain, true), names(certain, false), unknown);
    }

    private static List<String> names(List<RecipientOutcome> outcomes, boolean accepted) {
        return outcomes.stream()
                .filter(outcome -> outcome.isAccepted() == accepted)
                .map(outcome -> outcome.mailbox().toString())
                .toList();
    }

    /** How the connection died, if that is the reason. */
    Throwable death() {
        return kind == Kind.UNKNOWN ? reason.getCause() : reason;
    }

    @Override
    public String toString() {
        return letter + ": " + kind + (reason == null ? " for " + have : " " + reason);
    }
}
