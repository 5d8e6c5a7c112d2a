/**
 * A Jakarta Mail transport on top of Wireside's SMTP client: the protocols {@code wireside-smtp}, {@code wireside-smtps} and {@code wireside-lmtp}.
 * See {@link dev.wireside.smtp.jakarta.WiresideTransport}.
 */
module dev.wireside.smtp.jakarta {
    requires transitive dev.wireside.smtp;
    requires transitive jakarta.mail;
    requires dev.wireside.jakarta;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.smtp.jakarta;

    provides jakarta.mail.Provider with
            dev.wireside.smtp.jakarta.WiresideSmtpProvider,
            dev.wireside.smtp.jakarta.WiresideSmtpsProvider,
            dev.wireside.smtp.jakarta.WiresideLmtpProvider;
}
