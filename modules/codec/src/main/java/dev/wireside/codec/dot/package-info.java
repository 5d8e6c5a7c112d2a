/** The transparency of SMTP's DATA (RFC 5321 section 4.5.2) and POP3's multi-line replies (RFC 1939 section 3). */
@NullMarked
package dev.wireside.codec.dot;

import org.jspecify.annotations.NullMarked;
