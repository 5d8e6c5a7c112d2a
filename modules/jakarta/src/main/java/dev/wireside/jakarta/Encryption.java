package dev.wireside.jakarta;

import dev.wireside.net.Tls;
import jakarta.mail.MessagingException;
import java.util.Optional;

/** When TLS starts, as the properties say it. There is no "if possible". */
public enum Encryption {
    /** Before the greeting. */
    IMPLICIT,
    /** By a command, without which the session is over. */
    UPGRADED,
    /** Not at all. */
    NONE;

    /**
     * {@code ssl.enable=true}, or the protocol's name, is {@link #IMPLICIT}; {@code starttls.enable=true} or {@code
     * starttls.required=true} is {@link #UPGRADED}; {@code starttls.enable=false} alone is {@link #NONE}. Empty if the
     * properties say nothing.
     *
     * @throws MessagingException if one of them is neither true nor false
     */
    public static Optional<Encryption> of(ServiceProperties properties) throws MessagingException {
        boolean implicit = properties.isTrue("ssl.enable");
        boolean required = properties.isTrue("starttls.required");
        Optional<Boolean> enabled = properties.flag("starttls.enable");
        if (properties.isImplicitTls() || implicit) {
            return Optional.of(IMPLICIT);
        }
        if (required) {
            return Optional.of(UPGRADED);
        }
        return enabled.map(on -> on ? UPGRADED : NONE);
    }

    /**
     * {@code wireside.tls}, with the versions of {@code ssl.protocols}. Empty if neither is set.
     *
     * @throws MessagingException if the versions are none that may be used, or would replace what the options object says
     */
    public static Optional<Tls> settings(ServiceProperties properties) throws MessagingException {
        Optional<Tls> given = properties.object("wireside.tls", Tls.class);
        Optional<String> versions = properties.text("ssl.protocols");
        if (versions.isEmpty()) {
            return given;
        }
        if (given.isEmpty() && properties.has("wireside.options")) {
            throw properties.refusal(
                    "ssl.protocols", "would replace the TLS settings of wireside.options: say Tls.withVersions there");
        }
        try {
            return Optional.of(
                    given.orElse(Tls.defaults()).withVersions(versions.get().split("\\s+")));
        } catch (IllegalArgumentException notAVersion) {
            throw properties.refusal(
                    "ssl.protocols", "is TLSv1.3, TLSv1.2 or both; older versions are broken (RFC 8996)");
        }
    }
}
