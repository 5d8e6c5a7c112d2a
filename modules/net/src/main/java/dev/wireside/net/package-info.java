/** Connections, deadlines, trust and transcripts. */
@NullMarked
package dev.wireside.net;

import org.jspecify.annotations.NullMarked;
