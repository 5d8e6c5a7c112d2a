package dev.wireside.codec.sasl;

/**
 * What one exchange gives away, weakest first, so that "never weaker than the floor" is {@code
 * strength.compareTo(floor) >= 0}.
 *
 * <p>The order is about the wire and about a false server, on the channel as the mechanism finds it. Two places deserve
 * a word. Bearer tokens stand with passwords: they expire and can be revoked, but whoever has read one is logged in
 * with it, exactly as with a password. Channel binding weighs more than the hash: HMAC with SHA-1 is not broken, while
 * a man in the middle with a certificate we trust is only ever noticed by a {@code -PLUS} mechanism.
 */
public enum SaslStrength {
    /** PLAIN, LOGIN, XOAUTH2, OAUTHBEARER: what is sent is what opens the account. Only for encrypted channels. */
    CLEARTEXT,

    /**
     * CRAM-MD5: the password itself is not sent, but one MD5-HMAC of it is, which is guessed offline at billions a
     * second. The server proves nothing, and must keep something as good as the password.
     */
    CHALLENGE,

    /** SCRAM-SHA-1: salted and iterated, and the server proves that it knows the password too (RFC 5802 section 9). */
    SCRAM_SHA_1,

    /** SCRAM-SHA-256: the same with the hash that is not being retired (RFC 7677). */
    SCRAM_SHA_256,

    /** SCRAM-SHA-1-PLUS: and the TLS channel is proved to end at the server (RFC 5802 section 6). */
    SCRAM_SHA_1_PLUS,

    /** SCRAM-SHA-256-PLUS. */
    SCRAM_SHA_256_PLUS,

    /**
     * EXTERNAL: nothing secret is sent at all; the client has already proved, with the key of its TLS certificate, who
     * it is, in a way that cannot be forwarded to another server.
     */
    EXTERNAL
}
