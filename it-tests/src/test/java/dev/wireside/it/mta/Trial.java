package dev.wireside.it.mta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.Endpoint;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTimeouts;
import dev.wireside.smtp.SmtpTls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One attempt to send letters while something goes wrong.
 *
 * @param setup the two parties
 * @param letters in their order
 * @param mischief what goes wrong
 */
record Trial(Setup setup, List<Letter> letters, Mischief mischief) {
    /** Nothing runs into this one. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    /** For a server that is silent for ever: as short as a busy machine allows. */
    private static final Duration IMPATIENT = Duration.ofMillis(800);

    /** How much there was to say and to hear, where something could go wrong in another trial. */
    @FunctionalInterface
    interface Extent {
        int of(Mischief.Kind kind);
    }

    /** @throws AssertionError if the client claims what is not so */
    Extent run() throws IOException, InterruptedException {
        Transcript transcript = new Transcript();
        Sender sender = new Sender(this, options(transcript));
        try (var server = new LedgerServer(setup.isLmtp(), setup.offers(), mischief, sender::attack)) {
            try {
                boolean open = sender.send(Endpoint.of("127.0.0.1", server.port()));
                judge(server.ledger(), sender.claims(), open);
            } catch (AssertionError wrong) {
                throw new AssertionError(
                        this + ": " + wrong.getMessage() + "\n  claims " + sender.claims() + "\n  ledger: "
                                + server.ledger() + "\n" + transcript.render(),
                        wrong);
            }
            return server::count;
        }
    }

    private SmtpOptions options(Transcript transcript) {
        return SmtpOptions.defaults()
                .withTls(SmtpTls.UNENCRYPTED)
                .withTimeouts(SmtpTimeouts.defaults().cappedAt(mischief.kind().takesTime() ? IMPATIENT : PATIENT))
                .withTap(transcript);
    }

    private void judge(Ledger ledger, List<Claim> claims, boolean open) {
        List<Letter> tried = letters.subList(0, claims.size());
        new Reckoning(ledger, mischief, setup.isLmtp()).holds(tried, claims);
        if (open) {
            assertThat(claims.stream().map(Claim::kind).toList())
                    .as("nothing went wrong")
                    .isEqualTo(letters.stream().map(Letter::expected).toList());
        } else {
            assertThat(mischief.is(Mischief.Kind.NONE) && letters.stream().allMatch(Letter::isReadable))
                    .as("the session died of nothing")
                    .isFalse();
        }
    }

    @Override
    public String toString() {
        return setup + ", " + mischief;
    }
}
