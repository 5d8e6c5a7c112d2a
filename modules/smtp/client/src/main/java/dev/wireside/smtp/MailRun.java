package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.net.BodySource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call, one behind the other on the wire, and what becomes of each. One pipeline serves them all, so
 * that a message leaves together with the commands of the next.
 */
final class MailRun {
    private static final WireText RSET = WireText.of("RSET");

    private final SmtpSession session;
    private final Pipeline pipeline;
    private final Chunk chunk;

    /** Whose outcome was not told yet, in their order. */
    private final Queue<MailTransaction> untold = new ArrayDeque<>();

    /** Whose transaction the server may still have open, as far as we know. */
    private @Nullable MailTransaction open;

    /** What the last message began with. */
    private @Nullable Proposal lastProposal;

    /** Why the dialogue cannot go on. */
    private @Nullable Exception dead;

    private MailRun(SmtpSession session) {
        this.session = session;
        pipeline = new Pipeline(session);
        chunk = new Chunk(session.connection().tls().isEmpty());
    }

    /** One message: its receipt, or what stood in its way. */
    static Receipt send(SmtpSession session, Envelope envelope, BodySource content) throws IOException {
        MailRun run = new MailRun(session);
        MailTransaction only = run.begin(new MailObject(envelope, content));
        run.guarded(() -> {
            run.attempt(session::beginMail);
            run.attempt(only::propose);
            run.attempt(only::write);
            run.finish();
        });
        run.throwDeathBeside(only.delivery());
        return only.delivery().receipt();
    }

    /** A session that died although the message was refused in all order: that is what the caller must know. */
    private void throwDeathBeside(Delivery delivery) throws IOException {
        if (delivery instanceof Delivery.Refused(MailObject mail, SmtpRefusedException no)
                && dead instanceof IOException lost) {
            lost.addSuppressed(no);
            throw lost;
        }
    }

    /** Any number of messages, in constant memory. What becomes of each is told in their order, as soon as it is known. */
    static void sendAll(SmtpSession session, Iterable<MailObject> mails, Consumer<? super Delivery> each) {
        MailRun run = new MailRun(session);
        run.guarded(() -> {
            run.attempt(session::beginMail);
            Iterator<MailObject> iterator = session.lend(mails::iterator);
            while (session.lend(iterator::hasNext)) {
                run.send(session.lend(iterator::next), each);
            }
            run.finish();
            run.tell(each);
        });
    }

    /** Whatever is thrown, it left a dialogue in its middle. */
    private void guarded(Runnable work) {
        session.refuseInsideMessage();
        try (chunk) {
            work.run();
        } catch (Throwable broken) {
            if (session.connection().isOpen()) {
                session.connection().abort();
            }
            throw broken;
        }
    }

    private void send(MailObject mail, Consumer<? super Delivery> each) {
        MailTransaction transaction = begin(mail);
        attempt(transaction::propose);
        tell(each);
        attempt(transaction::write);
        if (untold.size() > Pipeline.WINDOW) {
            // Only those that were refused unasked wait here without a reply that is owed to them.
            attempt(pipeline::settle);
        }
        tell(each);
    }

    private MailTransaction begin(MailObject mail) {
        MailTransaction transaction = new MailTransaction(this, session, pipeline, mail);
        untold.add(transaction);
        if (dead != null) {
            transaction.die(dead);
        }
        return transaction;
    }

    /** A part of the dialogue. */
    @FunctionalInterface
    private interface Part {
        void run() throws IOException;
    }

    /** Does it, unless an earlier one has failed. */
    private void attempt(Part part) {
        if (dead != null) {
            return;
        }
        try {
            part.run();
        } catch (IOException | RuntimeException broken) {
            dead = broken;
            untold.forEach(transaction -> transaction.die(broken));
            if (session.connection().isOpen()) {
                session.connection().abort();
            }
        }
    }

    private void tell(Consumer<? super Delivery> each) {
        while (!untold.isEmpty() && untold.element().isOver()) {
            Delivery delivery = untold.remove().delivery();
            session.lend(() -> {
                each.accept(delivery);
                return delivery;
            });
        }
    }

    /** Waits for what is still owed, and leaves the server without a transaction. */
    private void finish() {
        attempt(pipeline::settle);
        attempt(this::resetIfNeeded);
        attempt(pipeline::settle);
    }

    /**
     * In front of a MAIL, and at the end. While it is not known how the last transaction ended it may still be open, and then
     * a server would refuse the MAIL and take the next recipients for the old sender: docs/decisions/0007.
     */
    void resetIfNeeded() throws IOException {
        if (open != null) {
            open = null;
            pipeline.ask(RSET, Asked.RSET, this::takeReset);
        }
    }

    /** RFC 5321 section 4.1.1.5: a server has no way to say no. */
    private void takeReset(Asked asked, Reply reply) throws IOException {
        session.requireReset(reply);
    }

    /** The server has a transaction from here on, until more is known. */
    void opens(MailTransaction transaction) {
        open = transaction;
    }

    /** The transaction has ended by itself. */
    void closed(MailTransaction transaction) {
        if (transaction.equals(open)) {
            open = null;
        }
    }

    /**
     * What the message begins with.
     *
     * @throws SmtpRefusedException if the server need not be asked
     */
    Proposal proposal(MailObject mail) throws IOException {
        Proposal next = session.lend(() -> Proposal.of(mail, session.capabilities(), lastProposal));
        lastProposal = next;
        return next;
    }

    /** What RFC 3030 needs to know beforehand is collected here. */
    Chunk chunk() {
        return chunk;
    }
}
