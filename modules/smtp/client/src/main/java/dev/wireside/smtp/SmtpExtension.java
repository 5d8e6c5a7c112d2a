package dev.wireside.smtp;

/** An extension that a server announces in its reply to EHLO (RFC 5321 section 4.1.1.1). */
public enum SmtpExtension {
    /** RFC 2920: commands may be sent before the replies to earlier ones have come. */
    PIPELINING("PIPELINING"),
    /** RFC 1870: the size of a message is declared with MAIL. */
    SIZE("SIZE"),
    /** RFC 6152: bytes above 127 in the body. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** RFC 6531: addresses and header fields in UTF-8. */
    SMTPUTF8("SMTPUTF8"),
    /** RFC 3207. */
    STARTTLS("STARTTLS"),
    /** RFC 4954. */
    AUTH("AUTH"),
    /** RFC 2034: replies begin with a code of RFC 3463. */
    ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
    /** RFC 3030: BDAT. */
    CHUNKING("CHUNKING"),
    /** RFC 3030: bodies without lines. */
    BINARYMIME("BINARYMIME"),
    /** RFC 3461: delivery status notifications. */
    DSN("DSN"),
    /** RFC 8689. */
    REQUIRETLS("REQUIRETLS"),
    /** RFC 2852. */
    DELIVERBY("DELIVERBY"),
    /** RFC 6710. */
    MT_PRIORITY("MT-PRIORITY"),
    /** RFC 4865. */
    FUTURERELEASE("FUTURERELEASE");

    private final String keyword;

    SmtpExtension(String keyword) {
        this.keyword = keyword;
    }

    /** As it stands in the reply to EHLO: {@code "8BITMIME"}. */
    public String keyword() {
        return keyword;
    }
}
