package dev.wireside.it.mta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.AbortedException;
import dev.wireside.net.ConnectFailedException;
import dev.wireside.net.ConnectionLostException;
import dev.wireside.net.DeadlineException;
import dev.wireside.net.Endpoint;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpClosingException;
import dev.wireside.smtp.SmtpOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** The client's side of a trial, on a thread of its own, to which others may do what threads do to each other. */
final class Sender {
    private final Setup setup;
    private final List<Letter> letters;
    private final Mischief mischief;
    private final SmtpOptions options;
    private final List<Claim> claims = new ArrayList<>();

    private volatile Thread thread;
    /** Null while it connects: then there is nothing to abort yet. */
    private volatile Runnable abort;

    Sender(Trial trial, SmtpOptions options) {
        setup = trial.setup();
        letters = trial.letters();
        mischief = trial.mischief();
        this.options = options;
    }

    /** What it says of each letter that it has tried to send. */
    List<Claim> claims() {
        return claims;
    }

    /** From another thread, while it sends. */
    void attack() {
        Runnable session = abort;
        if (mischief.is(Mischief.Kind.ABORT) && session != null) {
            session.run();
        } else {
            thread.interrupt();
        }
    }

    /** Whether the session was good to the end. */
    boolean send(Endpoint server) throws InterruptedException {
        FutureTask<Boolean> sending = new FutureTask<>(() -> setup.isLmtp() ? byLmtp(server) : bySmtp(server));
        thread = Thread.ofVirtual().name("sender").unstarted(sending);
        thread.start();
        try {
            return sending.get();
        } catch (ExecutionException failed) {
            assertThat(failed.getCause())
                    .as("why there is no session")
                    .isInstanceOfAny(
                            mischief.kind().isDoneToClient() ? AbortedException.class : ConnectFailedException.class,
                            ConnectionLostException.class,
                            DeadlineException.class,
                            ProtocolViolationException.class,
                            SmtpClosingException.class);
            return false;
        }
    }

    private boolean bySmtp(Endpoint server) throws IOException {
        try (SmtpClient client = SmtpClient.connect(server, options)) {
            abort = client::abort;
            if (setup.how() == Setup.How.SEND_ALL) {
                allTogether(client);
            } else {
                oneByOne(
                        client::isOpen,
                        letter -> Claim.accepted(
                                letter,
                                client.send(
                                                letter.mail().envelope(),
                                                letter.mail().content())
                                        .recipients()));
            }
            return client.isOpen();
        }
    }

    private boolean byLmtp(Endpoint server) throws IOException {
        try (LmtpClient client = LmtpClient.connect(server, options)) {
            abort = client::abort;
            oneByOne(
                    client::isOpen,
                    letter -> Claim.accepted(
                            letter,
                            client.send(letter.mail().envelope(), letter.mail().content())
                                    .recipients()));
            return client.isOpen();
        }
    }

    private void allTogether(SmtpClient client) {
        List<MailObject> mails = letters.stream().map(Letter::mail).toList();
        List<Delivery> deliveries = client.sendAll(mails);
        assertThat(deliveries.stream().map(Delivery::mail).toList())
                .as("one delivery for each, in order")
                .isEqualTo(mails);
        for (int i = 0; i < mails.size(); i++) {
            claims.add(Claim.of(letters.get(i), deliveries.get(i)));
        }
    }

    @FunctionalInterface
    private interface Sending {
        Claim send(Letter letter) throws IOException;
    }

    private void oneByOne(BooleanSupplier isOpen, Sending sending) {
        for (int i = 0; i < letters.size() && isOpen.getAsBoolean(); i++) {
            Letter letter = letters.get(i);
            try {
                claims.add(sending.send(letter));
            } catch (IOException failure) {
                claims.add(Claim.failed(letter, failure));
            }
        }
    }
}
