package dev.wireside.smtp;

import dev.wireside.net.BodySource;
import dev.wireside.net.Connection;
import dev.wireside.net.DotOutputStream;
import dev.wireside.net.Step;
import dev.wireside.net.WireClock;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;
import java.time.Duration;

/**
 * Content behind 354: dots doubled, up to a lone one (RFC 5321 section 4.5.2). What was begun cannot be taken back, so a
 * message that is not whole costs the connection. Each write is a step of its own, so the time that the source takes for
 * itself is not held against the server (section 4.5.3.2.5).
 */
final class DataContent implements Content {
    private final Connection connection;
    private final Duration limit;
    private final DotOutputStream dots;

    DataContent(SmtpSession session) {
        connection = session.connection();
        limit = session.limit(Wait.BLOCK);
        dots = new DotOutputStream(connection, session.options().bareNewlines());
    }

    /** The message and its end mark, which leaves with what comes next. When this throws, nothing was delivered. */
    static void send(SmtpSession session, BodySource source, boolean sevenBit) throws IOException {
        DataContent content = new DataContent(session);
        MessageStream lent = new MessageStream(content, sevenBit);
        try {
            lent.writtenBy(session, source);
            content.finish();
        } catch (Throwable failure) {
            if (content.connection.isOpen()) {
                content.connection.abort();
                failure.addSuppressed(new IOException("the message could not be read to its end, so the connection was"
                        + " closed before the end mark; nothing was delivered"));
            }
            throw failure;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (dots.fits(length)) {
            dots.write(bytes, offset, length);
            return;
        }
        try (Step step = connection.within(WireClock.IDLE, limit, SmtpSession.SENDING)) {
            dots.write(bytes, offset, length);
        }
    }

    private void finish() throws IOException {
        try (Step step = connection.within(WireClock.IDLE, limit, SmtpSession.SENDING)) {
            dots.finish();
        }
    }

    @Override
    public EightBitBodyException eightBit(byte found) {
        connection.note("a byte above 127 where only US-ASCII may be sent");
        connection.abort();
        return EightBitBodyException.of(
                found, "the connection was closed before the end mark, so nothing was delivered");
    }
}
