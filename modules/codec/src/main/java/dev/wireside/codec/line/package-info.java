/** Lines that end in CRLF. */
@NullMarked
package dev.wireside.codec.line;

import org.jspecify.annotations.NullMarked;
