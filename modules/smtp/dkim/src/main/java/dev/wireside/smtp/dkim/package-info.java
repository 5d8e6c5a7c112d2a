/**
 * DKIM from the signer's side (RFC 6376, RFC 8463). A message is read twice:
 *
 * <pre>
 *   sign(source)   source ──► CRLF line ends ──┬─► header ──────────────────────────┐
 *                                              └─► body ──► canonical form ──► bh= ─┴─► DKIM-Signature
 *   writeTo(out)   DKIM-Signature, then source ──► CRLF line ends ──► out, if it was the same as before
 * </pre>
 */
@NullMarked
package dev.wireside.smtp.dkim;

import org.jspecify.annotations.NullMarked;
