/**
 * Runs the same task with two clients against a server that starts by itself, records both from outside, and renders what
 * each did.
 *
 * <p>{@link dev.wireside.compare.Catalogue} has the tasks, {@link dev.wireside.compare.Comparison} runs them and makes a
 * {@link dev.wireside.compare.Report}, and the classes named {@code …Page} and {@code …Text} render that.
 */
@NullMarked
package dev.wireside.compare;

import org.jspecify.annotations.NullMarked;
