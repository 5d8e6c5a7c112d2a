package dev.wireside.net;

import javax.net.ssl.SSLException;

/**
 * TCP ended without TLS's close_notify, so nobody can say whether the peer or somebody in between cut the stream (RFC 8446
 * section 6.1, rule S11). Becomes a {@link ConnectionLostException} that names the step.
 */
final class TruncatedTlsException extends SSLException {
    private static final long serialVersionUID = 1L;

    TruncatedTlsException() {
        super("the peer ended the connection without close_notify; what came may be truncated");
    }
}
