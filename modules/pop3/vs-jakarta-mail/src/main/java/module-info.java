/** The same POP3 tasks done with Wireside and with Jakarta Mail. */
@SuppressWarnings("module") // The protocol's name ends in a digit.
module dev.wireside.pop3.vs {
    requires transitive dev.wireside.pop3;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.pop3.vs;
}
