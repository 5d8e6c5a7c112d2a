/** Replies of three digits and text, as FTP (RFC 959) and SMTP (RFC 5321) share them. */
@NullMarked
package dev.wireside.codec.reply;

import org.jspecify.annotations.NullMarked;
