/**
 * SMTP from the client's side (RFC 5321), and LMTP (RFC 2033). A message costs these waits on the network:
 *
 * <pre>
 *                                      with PIPELINING (RFC 2920)         without
 *   one recipient, or allowingPartial  MAIL RCPT... DATA | message .      MAIL | RCPT | ... | DATA | message .
 *   several, all or nothing            MAIL RCPT... | DATA | message .    the same
 *
 *                                      and with CHUNKING (RFC 3030)
 *   one recipient, or allowingPartial  MAIL RCPT... BDAT message          MAIL | RCPT | ... | BDAT message
 *   several, all or nothing            MAIL RCPT... | BDAT message        the same
 * </pre>
 *
 * <p>All-or-nothing with several recipients cannot let DATA, or the last chunk, ride along: once the server has said 354, or
 * was sent LAST, there is no way to take back the recipients that it accepted. Of many messages, each goes together with the
 * beginning of the next: {@link dev.wireside.smtp.SmtpClient#sendAll(Iterable)}.
 */
@NullMarked
package dev.wireside.smtp;

import org.jspecify.annotations.NullMarked;
