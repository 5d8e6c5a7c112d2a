/** The properties of a Jakarta Mail session, as both providers read them. */
@NullMarked
package dev.wireside.jakarta;

import org.jspecify.annotations.NullMarked;
