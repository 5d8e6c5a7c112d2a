/** The {@code wireside} command. */
@NullMarked
package dev.wireside.cli;

import org.jspecify.annotations.NullMarked;
