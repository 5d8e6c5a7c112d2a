/**
 * DKIM signatures (RFC 6376, RFC 8463) for messages on their way out: {@link dev.wireside.smtp.dkim.DkimSigner} puts them
 * in front of any {@link dev.wireside.net.BodySource}.
 */
module dev.wireside.smtp.dkim {
    requires transitive dev.wireside.net;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.wireside.smtp.dkim;
}
