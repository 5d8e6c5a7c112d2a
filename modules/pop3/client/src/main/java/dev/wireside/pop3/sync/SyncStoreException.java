package dev.wireside.pop3.sync;

import java.io.IOException;

/**
 * The store cannot be used: another run uses it, it belongs to another account, or it is damaged. Nothing was sent, nothing
 * in it was changed, and the client was closed; nothing was deleted from the server.
 */
public final class SyncStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another run has it open, in this process or another one. It may work later. */
        IN_USE,
        /** Its first line names another account. */
        OTHER_ACCOUNT,
        /** It is no store, one of a later version, or one of its lines is not as it was written. */
        DAMAGED
    }

    private final Reason reason;

    SyncStoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    SyncStoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
