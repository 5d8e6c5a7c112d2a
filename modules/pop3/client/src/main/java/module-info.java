/**
 * A POP3 client (RFC 1939, 2449, 2595, 5034) written by hand on a socket. {@link dev.wireside.pop3.Pop3Client} is where to
 * begin.
 */
@SuppressWarnings("module") // The protocol's name ends in a digit.
module dev.wireside.pop3 {
    requires transitive dev.wireside.net;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.pop3;
    exports dev.wireside.pop3.sync;
}
