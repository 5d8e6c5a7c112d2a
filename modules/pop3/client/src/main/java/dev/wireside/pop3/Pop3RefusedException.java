package dev.wireside.pop3;

import dev.wireside.net.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered {@code -ERR}, or lacks what was asked for and was not even asked. The conversation is intact: the
 * client stays usable. When {@link Pop3Client#open} throws this there is no client, and the connection is closed.
 */
public final class Pop3RefusedException extends RefusedException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it all.
    private final transient @Nullable Refusal refusal;

    /** The server said no. */
    Pop3RefusedException(String message, String command, Refusal refusal) {
        super(message, command, refusal.status().toString(), refusal.isTransient());
        this.refusal = refusal;
    }

    /** The server was not asked. */
    Pop3RefusedException(String message, String command, String reason) {
        super(message, command, reason, false);
        this.refusal = null;
    }

    /** What the server said, echoed secrets masked; empty if it was not asked. */
    public Optional<PopStatus> status() {
        return Optional.ofNullable(refusal).map(Refusal::status);
    }

    /** The reason as a code (RFC 2449 section 8), if the server gave one; also where {@link #status} has it masked. */
    public Optional<PopResponseCode> responseCode() {
        return Optional.ofNullable(refusal).flatMap(Refusal::code);
    }
}
