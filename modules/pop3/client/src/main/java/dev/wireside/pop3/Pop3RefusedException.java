package dev.wireside.pop3;

import dev.wireside.net.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered {@code -ERR}, or lacks what was asked for and was not even asked. The conversation is intact: the
 * client stays usable. When {@link Pop3Client#open} throws this there is no client, and the connection is closed.
 */
public sealed class Pop3RefusedException extends RefusedException permits CommitRefusedException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Absent from a serialized form; the message has it all.
    private final transient @Nullable PopStatus status;

    /** The server said no. */
    Pop3RefusedException(String message, String command, PopStatus status) {
        super(
                message,
                command,
                status.toString(),
                status.code().map(PopResponseCode::isTransient).orElse(false));
        this.status = status;
    }

    /** The server was not asked. */
    Pop3RefusedException(String message, String command, String reason) {
        super(message, command, reason, false);
        this.status = null;
    }

    /** What the server said, echoed secrets masked; empty if it was not asked. */
    public Optional<PopStatus> status() {
        return Optional.ofNullable(status);
    }

    /** The reason as a code (RFC 2449 section 8), if the server gave one. */
    public Optional<PopResponseCode> responseCode() {
        return status().flatMap(PopStatus::code);
    }
}
