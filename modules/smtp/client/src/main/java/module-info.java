/**
 * An SMTP client (RFC 5321) on a socket: {@link dev.wireside.smtp.SmtpClient} opens a session and sends messages.
 */
module dev.wireside.smtp {
    requires transitive dev.wireside.net;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.smtp;
}
