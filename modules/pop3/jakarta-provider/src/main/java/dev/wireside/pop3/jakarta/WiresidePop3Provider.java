package dev.wireside.pop3.jakarta;

import jakarta.mail.Provider;

/** Tells Jakarta Mail about the protocol {@code wireside-pop3}: STLS, required. Found by {@link java.util.ServiceLoader}. */
public final class WiresidePop3Provider extends Provider {
    /** For {@link java.util.ServiceLoader}. */
    public WiresidePop3Provider() {
        super(Type.STORE, "wireside-pop3", WiresideStore.class.getName(), "Wireside", null);
    }
}
