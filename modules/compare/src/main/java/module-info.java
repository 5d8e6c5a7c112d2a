/** Runs the same task with two clients and renders what each did. */
module dev.wireside.compare {
    requires com.fasterxml.jackson.databind;
    requires dev.wireside.pop3.vs;
    requires dev.wireside.smtp.vs;
    requires dev.wireside.testkit;
    requires greenmail;
    requires jakarta.mail;
    requires jdk.management;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.compare;
}
