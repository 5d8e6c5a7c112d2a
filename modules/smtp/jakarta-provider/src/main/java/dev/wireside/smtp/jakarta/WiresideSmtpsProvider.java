package dev.wireside.smtp.jakarta;

import jakarta.mail.Provider;

/** Tells Jakarta Mail about the protocol {@code wireside-smtps}: TLS from the first byte. Found by {@link java.util.ServiceLoader}. */
public final class WiresideSmtpsProvider extends Provider {
    /** For {@link java.util.ServiceLoader}. */
    public WiresideSmtpsProvider() {
        super(Type.TRANSPORT, "wireside-smtps", WiresideTransport.class.getName(), "Wireside", null);
    }
}
