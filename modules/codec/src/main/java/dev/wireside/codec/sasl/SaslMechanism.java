package dev.wireside.codec.sasl;

/**
 * How to log in: a mechanism of RFC 4422 together with the credentials it uses. {@link Sasl} makes them.
 *
 * <p>A recipe, not an attempt: one mechanism may {@link #start()} any number of exchanges. Implementations are
 * immutable and safe for any thread, and their {@code toString} shows no secret.
 */
public interface SaslMechanism {
    /** What follows {@code AUTH} on the wire (RFC 4422 section 3.1): {@code "SCRAM-SHA-256-PLUS"}. */
    String name();

    /** How much an eavesdropper or a false server gains from one exchange. */
    SaslStrength strength();

    /** A fresh exchange for one login attempt. Sends nothing. */
    SaslExchange start();
}
