package dev.wireside.smtp.dkim;

/**
 * Brings a body with CRLF line ends into its canonical form. A push machine: feed it blocks of any size. Confined to one
 * thread, one body per instance.
 */
sealed interface BodyCanonicalizer permits SimpleBody, RelaxedBody {
    /** Takes the next bytes of the body. */
    void update(byte[] bytes, int from, int to);

    /** Writes what is owed when the body is over. */
    void finish();
}
