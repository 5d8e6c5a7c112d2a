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
    /**
     * From one place to the next; prime, so that in the course of a dialogue all places of its lines are met.
     *
     * @param fin bytes of the server
     * @param said bytes of the server, for what differs less from one to the next
     * @param silent the same, for what takes its time
     * @param heard bytes of the client
     * @param deaf the same, for what takes its time
     */
    private record Strides(int fin, int said, int silent, int heard, int deaf) {
        int of(Mischief.Kind kind) {
            return switch (kind) {
                case FIN -> fin;
                case RESET, ABORT, INTERRUPT -> said;
                case SILENCE -> silent;
                case RESET_AFTER_HEARING -> heard;
                case DEAFNESS -> deaf;
                default -> 1;
            };
        }
    }

    private static final Strides SMALL = new Strides(1, 5, 13, 5, 41);

    /** For megabytes. That chunks are cut at every byte is seen to in the scripted dialogues. */
    private static final Strides LARGE = new Strides(7, 11, 13, 39_989, 200_003);

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
        return setups().stream().map(setup -> all(setup, small(setup), SMALL));
    }

    @TestFactory
    Stream<DynamicNode> and_also_with_messages_of_several_chunks() {
        return chunking().stream().map(setup -> all(setup, large(), LARGE));
    }

    /** Waiting costs nothing but time, so all wait together. */
    @Test
    void and_also_when_the_server_falls_silent() throws Exception {
        Trials.run(together(Mischief.Kind.SILENCE));
    }

    /** What had left is taken when nobody waits for the answer any more, and what had not left is not. */
    @Test
    void and_also_when_the_server_stops_reading() throws Exception {
        Trials.run(together(Mischief.Kind.DEAFNESS));
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

    private static List<Trial> together(Mischief.Kind kind) throws Exception {
        List<Trial> all = new ArrayList<>();
        for (Setup setup : setups()) {
            all.addAll(everywhere(setup, small(setup), kind, SMALL));
        }
        for (Setup setup : chunking()) {
            all.addAll(everywhere(setup, large(), kind, LARGE));
        }
        return all;
    }

    private static DynamicNode all(Setup setup, List<Letter> letters, Strides strides) {
        return DynamicContainer.dynamicContainer(
                setup.toString(),
                QUICK.stream()
                        .map(kind -> DynamicTest.dynamicTest(
                                kind.name().toLowerCase(Locale.ROOT),
                                () -> Trials.run(everywhere(setup, letters, kind, strides)))));
    }

    private static List<Trial> everywhere(Setup setup, List<Letter> letters, Mischief.Kind kind, Strides strides)
            throws Exception {
        if (kind == Mischief.Kind.NONE || kind == Mischief.Kind.BYTE_BY_BYTE) {
            return List.of(new Trial(setup, letters, new Mischief(kind, 0)));
        }
        int extent = new Trial(setup, letters, Mischief.NONE).run().of(kind);
        List<Trial> trials = new ArrayList<>();
        for (int at = 0; at < extent; at += strides.of(kind)) {
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
