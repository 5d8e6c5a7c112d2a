/** What the providers for Jakarta Mail share. Nothing here is for applications. */
@SuppressWarnings("module") // Neither of the two is there when this is compiled, and one ends in a digit.
module dev.wireside.jakarta {
    requires transitive dev.wireside.net;
    requires transitive jakarta.mail;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.jakarta to
            dev.wireside.smtp.jakarta,
            dev.wireside.pop3.jakarta;
}
