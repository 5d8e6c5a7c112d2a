/** What every codec needs: an outgoing line, a secret, and the one exception for bytes that break the grammar. */
@NullMarked
package dev.wireside.codec;

import org.jspecify.annotations.NullMarked;
