/**
 * A Jakarta Mail store on top of Wireside's POP3 client: the protocols {@code wireside-pop3} and {@code wireside-pop3s}. See
 * {@link dev.wireside.pop3.jakarta.WiresideStore}.
 */
@SuppressWarnings("module") // The protocol's name ends in a digit.
module dev.wireside.pop3.jakarta {
    requires transitive dev.wireside.pop3;
    requires transitive jakarta.mail;
    requires dev.wireside.jakarta;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.pop3.jakarta;

    provides jakarta.mail.Provider with
            dev.wireside.pop3.jakarta.WiresidePop3Provider,
            dev.wireside.pop3.jakarta.WiresidePop3sProvider;
}
