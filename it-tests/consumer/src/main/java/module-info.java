/** Requires the clients and the test kit only: what their signatures mention must come along through {@code requires transitive}. */
@SuppressWarnings("module") // POP3 ends in a digit
module org.example.consumer {
    requires dev.wireside.pop3;
    requires dev.wireside.pop3.jakarta;
    requires dev.wireside.smtp;
    requires dev.wireside.smtp.dkim;
    requires dev.wireside.smtp.jakarta;
    requires dev.wireside.testkit;
}
