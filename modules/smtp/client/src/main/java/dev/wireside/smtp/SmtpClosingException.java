package dev.wireside.smtp;

import dev.wireside.codec.reply.Reply;
import java.io.EOFException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server said 421: it is closing the connection (RFC 5321 section 3.8). So was ours; the connection is dead. A message
 * that was being sent was not accepted, also if this was the reply to its end; it may be sent again on a new connection.
 */
public final class SmtpClosingException extends EOFException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it.
    private final transient @Nullable Reply reply;

    private final @Nullable EnhancedStatus enhanced;
    private final String step;

    SmtpClosingException(String step, Reply reply, Optional<EnhancedStatus> enhanced, String evidence) {
        super("the server is closing the connection: it said \"" + reply + "\" as " + step
                + "; what was asked for was not done and may be tried again on a new connection; " + evidence);
        this.step = step;
        this.reply = reply;
        this.enhanced = enhanced.orElse(null);
    }

    /** What the server said, secrets that it echoed masked; empty after deserialization. */
    public Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    /** What it was said in place of: {@code "the reply to MAIL"}. */
    public String step() {
        return step;
    }

    /** The code of RFC 3463 in the reply, if there is one. */
    public Optional<EnhancedStatus> enhanced() {
        return Optional.ofNullable(enhanced);
    }
}
