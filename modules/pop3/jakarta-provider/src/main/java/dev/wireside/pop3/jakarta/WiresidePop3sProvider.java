package dev.wireside.pop3.jakarta;

import jakarta.mail.Provider;

/** Tells Jakarta Mail about the protocol {@code wireside-pop3s}: TLS from the first byte. Found by {@link java.util.ServiceLoader}. */
public final class WiresidePop3sProvider extends Provider {
    /** For {@link java.util.ServiceLoader}. */
    public WiresidePop3sProvider() {
        super(Type.STORE, "wireside-pop3s", WiresideStore.class.getName(), "Wireside", null);
    }
}
