/** The {@code wireside} command. */
module dev.wireside.cli {
    requires dev.wireside.compare;
    requires info.picocli;
    requires org.jline.terminal;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    opens dev.wireside.cli to
            info.picocli;
}
