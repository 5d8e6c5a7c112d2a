package dev.wireside.smtp;

/** An extension that a server announces in its reply to EHLO (RFC 5321 section 4.1.1.1). */
public enum SmtpExtension {
    /** RFC 2920: commands may be sent before the replies to earlier ones have come. */
    PIPELINING("PIPELINING"),
    /** RFC 1870: the size of a message is declared with MAIL. */
    SIZE("SIZE", 26),
    /** RFC 6152: bytes above 127 in the body. */
    EIGHT_BIT_MIME("8BITMIME", 17),
    /** RFC 6531: addresses and header fields in UTF-8. */
    SMTPUTF8("SMTPUTF8", 10),
    /** RFC 3207. */
    STARTTLS("STARTTLS"),
    /** RFC 4954. */
    AUTH("AUTH", 500),
    /** RFC 2034: replies begin with a code of RFC 3463. */
    ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
    /** RFC 3030: BDAT. */
    CHUNKING("CHUNKING"),
    /** RFC 3030: bodies without lines. */
    BINARYMIME("BINARYMIME"),
    /** RFC 3461: delivery status notifications. */
    DSN("DSN", SmtpExtension.RET_AND_ENVID),
    /** RFC 8689. */
    REQUIRETLS("REQUIRETLS", 11),
    /** RFC 2852. */
    DELIVERBY("DELIVERBY", 17),
    /** RFC 6710. */
    MT_PRIORITY("MT-PRIORITY", 15),
    /** RFC 4865. */
    FUTURERELEASE("FUTURERELEASE", 34);

    /** {@code RET=FULL} and ENVID of 100 characters, each behind a space (RFC 3461 sections 4.3 and 4.4). */
    private static final int RET_AND_ENVID = 110;

    private final String keyword;
    private final int mailAllowance;

    SmtpExtension(String keyword) {
        this(keyword, 0);
    }

    /** @param mailAllowance by how many octets the RFC named above lets a MAIL line grow */
    SmtpExtension(String keyword, int mailAllowance) {
        this.keyword = keyword;
        this.mailAllowance = mailAllowance;
    }

    /** As it stands in the reply to EHLO: {@code "8BITMIME"}. */
    public String keyword() {
        return keyword;
    }

    int mailAllowance() {
        return mailAllowance;
    }
}
