/** Scripted servers for tests with JUnit Jupiter. */
module dev.wireside.testkit.junit {
    requires transitive dev.wireside.testkit;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.testkit.junit;
}
