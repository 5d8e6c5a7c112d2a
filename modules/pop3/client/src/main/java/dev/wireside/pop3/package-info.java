/**
 * Reading a maildrop with POP3.
 *
 * <p>Three layers: values ({@link dev.wireside.pop3.PopStatus}, {@link dev.wireside.pop3.Listing},
 * {@link dev.wireside.pop3.Pop3Capabilities}), codecs that make them of bytes and do no I/O, and the dialogue, in plain
 * blocking code, of {@link dev.wireside.pop3.Pop3Client}.
 */
@NullMarked
package dev.wireside.pop3;

import org.jspecify.annotations.NullMarked;
