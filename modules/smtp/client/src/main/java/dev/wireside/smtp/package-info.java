/**
 * SMTP from the client's side (RFC 5321). A message costs these waits on the network:
 *
 * <pre>
 *                                      with PIPELINING (RFC 2920)         without
 *   one recipient, or allowingPartial  MAIL RCPT... DATA | message .      MAIL | RCPT | ... | DATA | message .
 *   several, all or nothing            MAIL RCPT... | DATA | message .    the same
 * </pre>
 *
 * <p>All-or-nothing with several recipients cannot let DATA ride along: once the server has said 354 there is no way to take
 * back the recipients that it accepted.
 */
@NullMarked
package dev.wireside.smtp;

import org.jspecify.annotations.NullMarked;
