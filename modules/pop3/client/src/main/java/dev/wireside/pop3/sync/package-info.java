/**
 * Leaving messages on the server and fetching each of them once, also when the program is killed at any point.
 *
 * <p>{@link dev.wireside.pop3.sync.MaildropSync} is where to begin. What it remembers lies in one file; the values of that
 * file (changes, known messages) and its text know no disk, the store does.
 */
@NullMarked
package dev.wireside.pop3.sync;

import org.jspecify.annotations.NullMarked;
