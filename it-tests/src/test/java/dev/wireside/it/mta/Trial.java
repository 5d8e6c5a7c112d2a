package dev.wireside.it.mta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.ConnectFailedException;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.Endpoint;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpClosingException;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpTimeouts;
import dev.wireside.smtp.SmtpTls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
        List<Claim> claims = new ArrayList<>();
        try (var server = new LedgerServer(setup.isLmtp(), setup.offers(), mischief)) {
            try {
                boolean open = send(Endpoint.of("127.0.0.1", server.port()), options(transcript), claims);
                judge(server.ledger(), claims, open);
            } catch (AssertionError wrong) {
                throw new AssertionError(
                        this + ": " + wrong.getMessage() + "\n  claims " + claims + "\n  ledger: " + server.ledger()
                                + "\n" + transcript.render(),
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

    /** Whether the session was good to the end. */
    private boolean send(Endpoint server, SmtpOptions options, List<Claim> claims) {
        try {
            return setup.isLmtp() ? sendLmtp(server, options, claims) : sendSmtp(server, options, claims);
        } catch (IOException failure) {
            assertThat(failure)
                    .as("why there is no session")
                    .isInstanceOfAny(
                            ConnectFailedException.class,
                            ConnectionLostException.class,
                            DeadlineException.class,
                            ProtocolViolationException.class,
                            SmtpClosingException.class);
            return false;
        }
    }

    private boolean sendSmtp(Endpoint server, SmtpOptions options, List<Claim> claims) throws IOException {
        try (SmtpClient client = SmtpClient.connect(server, options)) {
            if (setup.how() == Setup.How.SEND_ALL) {
                sendAll(client, claims);
            } else {
                for (int i = 0; i < letters.size() && client.isOpen(); i++) {
                    Letter letter = letters.get(i);
                    MailObject mail = letter.mail();
                    claims.add(claim(
                            letter,
                            () -> Claim.accepted(
                                    letter,
                                    client.send(mail.envelope(), mail.content()).recipients())));
                }
            }
            return client.isOpen();
        }
    }

    private void sendAll(SmtpClient client, List<Claim> claims) {
        List<MailObject> mails = letters.stream().map(Letter::mail).toList();
        List<Delivery> deliveries = client.sendAll(mails);
        assertThat(deliveries.stream().map(Delivery::mail).toList())
                .as("one delivery for each, in order")
                .isEqualTo(mails);
        for (int i = 0; i < mails.size(); i++) {
            claims.add(Claim.of(letters.get(i), deliveries.get(i)));
        }
    }

    private boolean sendLmtp(Endpoint server, SmtpOptions options, List<Claim> claims) throws IOException {
        try (LmtpClient client = LmtpClient.connect(server, options)) {
            for (int i = 0; i < letters.size() && client.isOpen(); i++) {
                Letter letter = letters.get(i);
                MailObject mail = letter.mail();
                claims.add(claim(
                        letter,
                        () -> Claim.accepted(
                                letter,
                                client.send(mail.envelope(), mail.content()).recipients())));
            }
            return client.isOpen();
        }
    }

    @FunctionalInterface
    private interface Sending {
        Claim send() throws IOException;
    }

    private static Claim claim(Letter letter, Sending sending) {
        try {
            return sending.send();
        } catch (IOException failure) {
            return Claim.failed(letter, failure);
        }
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
