package dev.wireside.smtp.dkim;

/** What is signed is not the bytes themselves but this form of them, so that a relay may change a little (RFC 6376 section 3.4). */
public enum Canonicalization {
    /** As it is sent; for a body, but for empty lines at its end. A relay that folds a header again breaks the signature. */
    SIMPLE("simple"),
    /** With runs of spaces and tabs as one space, and names of header fields in lower case. */
    RELAXED("relaxed");

    private final String tag;

    Canonicalization(String tag) {
        this.tag = tag;
    }

    /** As {@code c=} names it. */
    String tag() {
        return tag;
    }

    BodyCanonicalizer body(ByteSink out) {
        return switch (this) {
            case SIMPLE -> new SimpleBody(out);
            case RELAXED -> new RelaxedBody(out);
        };
    }

    /** The canonical form of a field with its CRLF, as it was written. */
    byte[] field(byte[] field) {
        return switch (this) {
            case SIMPLE -> field;
            case RELAXED -> RelaxedField.of(field);
        };
    }
}
