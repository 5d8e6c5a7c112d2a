package dev.wireside.testkit;

/** The certificates of {@link TestCertificates}: one that is right, and one for each thing that can be wrong. */
public enum ServerCertificate {
    /** For localhost, 127.0.0.1 and ::1, from the test authority, valid now. */
    VALID,

    /** As {@link #VALID}, but its validity ended yesterday. */
    EXPIRED,

    /** As {@link #VALID}, but its validity begins tomorrow. */
    NOT_YET_VALID,

    /** As {@link #VALID}, but for {@code wrong.example} only. */
    WRONG_NAME,

    /** With the right names and dates, but signed with its own key. */
    SELF_SIGNED,

    /** With the right names and dates, but from an authority that nobody trusts. */
    UNKNOWN_AUTHORITY
}
