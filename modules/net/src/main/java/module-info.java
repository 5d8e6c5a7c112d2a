/**
 * Sockets, TLS, time and transcript: what every client of this project stands on.
 *
 * <p>A {@link dev.wireside.net.Connector} gives a {@link dev.wireside.net.Connection}; every wait on it happens inside a
 * step with a deadline; a {@link dev.wireside.net.WireTap} hears what crosses it, with secrets masked.
 */
module dev.wireside.net {
    requires transitive dev.wireside.codec;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.net;
}
