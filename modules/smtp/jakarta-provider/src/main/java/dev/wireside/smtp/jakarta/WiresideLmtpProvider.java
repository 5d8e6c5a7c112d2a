package dev.wireside.smtp.jakarta;

import jakarta.mail.Provider;

/** Tells Jakarta Mail about the protocol {@code wireside-lmtp}: LMTP (RFC 2033) with STARTTLS, required. Found by {@link java.util.ServiceLoader}. */
public final class WiresideLmtpProvider extends Provider {
    /** For {@link java.util.ServiceLoader}. */
    public WiresideLmtpProvider() {
        super(Type.TRANSPORT, "wireside-lmtp", WiresideTransport.class.getName(), "Wireside", null);
    }
}
