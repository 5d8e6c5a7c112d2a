package dev.wireside.smtp.jakarta;

import jakarta.mail.Provider;

/** Tells Jakarta Mail about the protocol {@code wireside-smtp}: STARTTLS, required. Found by {@link java.util.ServiceLoader}. */
public final class WiresideSmtpProvider extends Provider {
    /** For {@link java.util.ServiceLoader}. */
    public WiresideSmtpProvider() {
        super(Type.TRANSPORT, "wireside-smtp", WiresideTransport.class.getName(), "Wireside", null);
    }
}
