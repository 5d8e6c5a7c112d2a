package dev.wireside.it.mta;

import dev.wireside.smtp.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches that nobody thought of, with something wrong that nobody thought of; the same ones in every run. */
@Timeout(120)
final class SmtpRandomFaultsTest {
    private static final int TRIALS = 1_500;

    /** Behind that no dialogue here has anything more to say. */
    private static final int MAX_BYTES = 500;

    private static final int MAX_REPLIES = 60;
    private static final int MAX_LETTERS = 9;
    private static final String[] PEOPLE = {"bob@example.net", "eve@example.net", "max@example.net", "no@example.net"};

    private static final List<Setup> SETUPS = Stream.of(
                    List.of("PIPELINING", "CHUNKING", "8BITMIME"),
                    List.of("PIPELINING", "CHUNKING"),
                    List.of("PIPELINING"),
                    List.of("CHUNKING"),
                    List.of("8BITMIME"))
            .flatMap(offers -> Stream.of(Setup.How.SEND_ALL, Setup.How.SEND_ALL, Setup.How.SEND, Setup.How.LMTP)
                    .map(how -> Setup.of(how, offers.toArray(String[]::new))))
            .toList();

    @Test
    void what_the_client_claims_is_what_the_server_did() throws InterruptedException {
        Trials.run(LongStream.range(0, TRIALS)
                .mapToObj(seed -> trial(new Random(seed)))
                .toList());
    }

    private static Trial trial(Random random) {
        Setup setup = SETUPS.get(random.nextInt(SETUPS.size()));
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(MAX_LETTERS); i++) {
            letters.add(letter(random, setup, i));
        }
        Mischief.Kind[] kinds = Mischief.Kind.values();
        Mischief.Kind kind = kinds[random.nextInt(kinds.length)];
        // What takes its time is had at every place already.
        kind = kind.takesTime() ? Mischief.Kind.NONE : kind;
        int at = random.nextInt(kind.isAtReply() ? MAX_REPLIES : MAX_BYTES);
        return new Trial(setup, letters, new Mischief(kind, at));
    }

    private static Letter letter(Random random, Setup setup, int number) {
        Envelope envelope = Envelope.from(random.nextInt(9) == 0 ? "no@example.org" : "ada@example.org");
        for (String somebody : PEOPLE) {
            envelope = random.nextInt(3) == 0 ? envelope.to(somebody) : envelope;
        }
        envelope = envelope.recipients().isEmpty() ? envelope.to(PEOPLE[random.nextInt(PEOPLE.length)]) : envelope;
        envelope = random.nextBoolean() ? envelope.allowingPartial() : envelope;
        boolean refused = random.nextInt(6) == 0;
        String text = (refused ? Letter.REFUSE + "\n" : "") + ".\nhi\r\n".repeat(random.nextInt(200));
        if (setup.hasChunks() && random.nextInt(8) == 0 && !isRefused(envelope)) {
            return Letter.unreadable(envelope, number, text);
        }
        Claim.Kind expected = refused || isRefused(envelope) ? Claim.Kind.REFUSED : Claim.Kind.ACCEPTED;
        return Letter.of(envelope, number, text, expected);
    }

    /** Before the content. */
    private static boolean isRefused(Envelope envelope) {
        long nobodies = envelope.recipients().stream()
                .filter(recipient -> recipient.toString().startsWith("no"))
                .count();
        boolean partial =
                envelope.isPartialAllowed() && nobodies < envelope.recipients().size();
        return envelope.sender().orElseThrow().toString().startsWith("no") || (nobodies > 0 && !partial);
    }
}
