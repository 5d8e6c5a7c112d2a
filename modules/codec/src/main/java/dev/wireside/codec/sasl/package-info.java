/**
 * SASL (RFC 4422): what a client says to log in, as values and pure functions. A {@link
 * dev.wireside.codec.sasl.SaslMechanism} is the recipe, a {@link dev.wireside.codec.sasl.SaslExchange} one login
 * attempt; SMTP (RFC 4954) and POP3 (RFC 5034) only frame the bytes in Base64 lines. {@link
 * dev.wireside.codec.sasl.SaslChooser} picks the strongest mechanism a server offers.
 */
@NullMarked
package dev.wireside.codec.sasl;

import org.jspecify.annotations.NullMarked;
