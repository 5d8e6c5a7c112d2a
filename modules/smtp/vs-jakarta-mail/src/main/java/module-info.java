/** The same SMTP tasks done with Wireside and with Jakarta Mail. */
module dev.wireside.smtp.vs {
    requires transitive dev.wireside.smtp;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.smtp.vs;
}
