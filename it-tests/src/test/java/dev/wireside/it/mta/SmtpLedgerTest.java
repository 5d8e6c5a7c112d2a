package dev.wireside.it.mta;

import dev.wireside.smtp.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Wherever a connection breaks, what the client says of each message is what the server has done. */
@Timeout(300)
final class SmtpLedgerTest {
    /** Prime, so that in the course of a dialogue all places of its commands are met. */
    private static final int STRIDE = 5;

    /** In nearly each reply once. */
    private static final int SILENCE_STRIDE = 13;

    private static final int DEAFNESS_STRIDE = 41;
    private static final int LONG_DEAFNESS_STRIDE = 200_003;

    /** For messages of megabytes. */
    private static final int LONG_STRIDE = 39_989;

    private static final String SENDER = "ada@example.org";
    private static final String BOB = "bob@example.net";
    private static final String EVE = "eve@example.net";
    private static final String NOBODY = "no@example.net";
    private static final String FULL = "full@example.net";

    private static final List<Mischief.Kind> QUICK =
            Stream.of(Mischief.Kind.values()).filter(kind -> !kind.takesTime()).toList();

    private static List<Setup> setups() {
        return List.of(
                Setup.of(Setup.How.SEND_ALL, "PIPELINING", "CHUNKING", "8BITMIME"),
                Setup.of(Setup.How.SEND_ALL, "PIPELINING"),
                Setup.of(Setup.How.SEND_ALL, "CHUNKING"),
                Setup.of(Setup.How.SEND_ALL, "8BITMIME"),
                Setup.of(Setup.How.SEND, "PIPELINING", "CHUNKING"),
                Setup.of(Setup.How.LMTP, "PIPELINING"),
                Setup.of(Setup.How.LMTP, "PIPELINING", "CHUNKING"),
                Setup.of(Setup.How.LMTP, "CHUNKING"));
    }

    private static List<Setup> chunking() {
        return List.of(
                Setup.of(Setup.How.SEND_ALL, "PIPELINING", "CHUNKING"),
                Setup.of(Setup.How.SEND, "CHUNKING"),
                Setup.of(Setup.How.LMTP, "PIPELINING", "CHUNKING"));
    }

    @TestFactory
    Stream<DynamicNode> what_the_client_claims_is_what_the_server_did() {
        return setups().stream().map(setup -> all(setup, small(setup), STRIDE));
    }

    @TestFactory
    Stream<DynamicNode> and_also_with_messages_of_several_chunks() {
        return chunking().stream().map(setup -> all(setup, large(), LONG_STRIDE));
    }

    /** Waiting costs nothing but time, so all wait together. */
    @Test
    void and_also_when_the_server_falls_silent() throws Exception {
        Trials.run(together(Mischief.Kind.SILENCE, SILENCE_STRIDE, SILENCE_STRIDE));
    }

    /** What had left is taken when nobody waits for the answer any more, and what had not left is not. */
    @Test
    void and_also_when_the_server_stops_reading() throws Exception {
        Trials.run(together(Mischief.Kind.DEAFNESS, DEAFNESS_STRIDE, LONG_DEAFNESS_STRIDE));
    }

    /** More than any system keeps for those two, so that the client cannot even write. */
    @Test
    void and_also_when_a_message_does_not_fit_into_the_network() throws Exception {
        String text = ("x".repeat(70) + "\n").repeat(180_000);
        List<Letter> letters = List.of(
                Letter.of(to(BOB), 1, text, Claim.Kind.ACCEPTED), Letter.of(to(EVE), 2, "hi\n", Claim.Kind.ACCEPTED));
        Trials.run(Stream.of(
                        Setup.of(Setup.How.SEND_ALL, "PIPELINING"),
                        Setup.of(Setup.How.SEND_ALL, "PIPELINING", "CHUNKING"),
                        Setup.of(Setup.How.LMTP, "PIPELINING"))
                .map(setup -> new Trial(setup, letters, new Mischief(Mischief.Kind.DEAFNESS, 100_000)))
                .toList());
    }

    private static List<Trial> together(Mischief.Kind kind, int stride, int longStride) throws Exception {
        List<Trial> all = new ArrayList<>();
        for (Setup setup : setups()) {
            all.addAll(everywhere(setup, small(setup), kind, stride));
        }
        for (Setup setup : chunking()) {
            all.addAll(everywhere(setup, large(), kind, longStride));
        }
        return all;
    }

    private static DynamicNode all(Setup setup, List<Letter> letters, int stride) {
        return DynamicContainer.dynamicContainer(
                setup.toString(),
                QUICK.stream()
                        .map(kind -> DynamicTest.dynamicTest(
                                kind.name().toLowerCase(Locale.ROOT),
                                () -> Trials.run(everywhere(setup, letters, kind, stride)))));
    }

    private static List<Trial> everywhere(Setup setup, List<Letter> letters, Mischief.Kind kind, int stride)
            throws Exception {
        if (kind == Mischief.Kind.NONE || kind == Mischief.Kind.BYTE_BY_BYTE) {
            return List.of(new Trial(setup, letters, new Mischief(kind, 0)));
        }
        int extent = new Trial(setup, letters, Mischief.NONE).run().of(kind);
        int step = switch (kind) {
            case RESET_AFTER_HEARING, SILENCE, DEAFNESS -> stride;
            case RESET, ABORT, INTERRUPT -> STRIDE;
            default -> 1;
        };
        List<Trial> trials = new ArrayList<>();
        for (int at = 0; at < extent; at += step) {
            trials.add(new Trial(setup, letters, new Mischief(kind, at)));
        }
        return trials;
    }

    private static List<Letter> small(Setup setup) {
        return setup.isLmtp() ? forLmtp() : forSmtp();
    }

    private static Envelope to(String... recipients) {
        return Envelope.from(SENDER).to(recipients);
    }

    private static List<Letter> forSmtp() {
        return List.of(
                Letter.of(to(BOB), 1, "\n.one\r\n..\n.\r\nlast\n", Claim.Kind.ACCEPTED),
                Letter.of(to(NOBODY), 2, "hi\n", Claim.Kind.REFUSED),
                Letter.of(to(BOB, NOBODY), 3, "hi\n", Claim.Kind.REFUSED),
                Letter.of(to(BOB, NOBODY).allowingPartial(), 4, "hi\n", Claim.Kind.ACCEPTED),
                Letter.of(to(BOB, EVE), 5, "hi\n", Claim.Kind.ACCEPTED),
                Letter.of(to(BOB), 6, Letter.REFUSE + "\n", Claim.Kind.REFUSED),
                Letter.of(Envelope.from("no@example.org").to(BOB), 7, "hi\n", Claim.Kind.REFUSED),
                Letter.of(to(EVE), 8, "hi\n", Claim.Kind.ACCEPTED));
    }

    private static List<Letter> forLmtp() {
        return List.of(
                Letter.of(to(BOB, NOBODY, FULL, EVE).allowingPartial(), 1, ".\n", Claim.Kind.ACCEPTED),
                Letter.of(to(BOB, NOBODY), 2, "hi\n", Claim.Kind.REFUSED),
                Letter.of(to(FULL, "full2@example.net"), 3, "hi\n", Claim.Kind.REFUSED),
                Letter.of(to(FULL, EVE), 4, "hi\n", Claim.Kind.ACCEPTED),
                Letter.of(to(BOB, EVE), 5, Letter.REFUSE + "\n", Claim.Kind.REFUSED),
                Letter.of(to(BOB), 6, "hi\n", Claim.Kind.ACCEPTED));
    }

    private static List<Letter> large() {
        String text = ("x".repeat(70) + "\n").repeat(8_000);
        return List.of(
                Letter.of(to(BOB), 1, text, Claim.Kind.ACCEPTED),
                Letter.of(to(BOB), 2, Letter.REFUSE_CHUNK + "\n" + text, Claim.Kind.REFUSED),
                Letter.of(to(NOBODY), 3, text, Claim.Kind.REFUSED),
                Letter.unreadable(to(BOB, EVE), 4, text),
                Letter.of(to(BOB, NOBODY).allowingPartial(), 5, text, Claim.Kind.ACCEPTED),
                Letter.of(to(EVE), 6, "hi\n", Claim.Kind.ACCEPTED));
    }
}
